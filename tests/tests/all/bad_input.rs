//! Nonsense at every door: each operation that writes is sent bodies and values that nobody means.

mod right;

use scenarios::{
    Answer, App, Client, Listing, Person, Producer, Value, fish_sauce, json, scenario, text,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use self::right::Right;

/// A market in which every kind of thing exists, and somebody of every kind.
struct World {
    guest: Client,
    buyer: Person,
    shop: Producer,
    listing: Listing,
    official: Client,
    admin: Client,
    /// An account that nobody here needs.
    other: String,
    /// A review that waits.
    review: Value,
    certificate: String,
    cart: String,
    /// Orders of the buyer: fresh, packed, delivered.
    orders: [String; 3],
}

impl World {
    async fn new(app: &App) -> Self {
        let (shop, listing) = app.listing(1_000).await;
        let buyer = app.buyer().await;
        let mut orders = [const { String::new() }; 3];
        for order in &mut orders {
            let basket = buyer.client.basket(&[(&listing.variant, 1)]).await;
            let placed = basket.buy(&basket.cart).await.expect(201);
            text(&placed["orders"][0]["id"]).clone_into(order);
        }
        for order in &orders[1..] {
            shop.step(order, "accept", json!({})).await;
            shop.step(order, "pack", json!({})).await;
        }
        shop.step(&orders[2], "ship", json!({"carrier": "self"}))
            .await;
        shop.step(&orders[2], "deliver", json!({})).await;
        let mut draft = fish_sauce();
        draft["variants"][0]["sku"] = json!("NM-1000");
        let waiting = shop.draft(draft).await;
        let claim = json!({
            "product": listing.product, "decision_no": "99/QĐ-UBND", "issuer": "UBND tỉnh Hà Tĩnh",
            "issued_on": "2026-10-01", "stars": 4,
        });
        let claimed = shop
            .owner
            .client
            .post("/api/v1/producer/certificates", claim)
            .await;
        Self {
            guest: app.client(),
            cart: buyer.client.basket(&[(&listing.variant, 1)]).await.cart,
            review: shop.submit_product(text(&waiting["id"])).await,
            certificate: text(&claimed.expect(201)["id"]).to_owned(),
            official: app.official("42").await.client,
            admin: app.admin().await,
            other: app.buyer().await.id,
            buyer,
            shop,
            listing,
            orders,
        }
    }

    fn people(&self) -> [(&'static str, &Client); 5] {
        [
            ("guest", &self.guest),
            ("buyer", &self.buyer.client),
            ("owner", &self.shop.owner.client),
            ("official", &self.official),
            ("admin", &self.admin),
        ]
    }

    /// A path of the document with ids of things that exist, where there are such.
    fn address(&self, path: &str) -> String {
        let id = match path {
            _ if path.contains("/accounts/") => &self.other,
            _ if path.contains("/certificates/") => &self.certificate,
            _ if path.contains("/producers/") => &self.shop.id,
            _ if path.contains("/products/") => &self.listing.product,
            _ if path.contains("/variants/") => &self.listing.variant,
            _ if path.contains("/orders/") => &self.orders[0],
            _ if path.contains("/reviews/") => text(&self.review["id"]),
            _ => "nothing",
        };
        path.replace("{id}", id)
            .replace("{account}", &self.other)
            .replace("{cart}", &self.cart)
            .replace("{variant}", &self.listing.variant)
            .replace("{code}", "%00%FF")
    }
}

/// Every operation that writes, what deletes last: a session that ended says little more.
fn writing() -> Vec<(http::Method, String)> {
    let document = serde_json::to_value(api::document()).unwrap();
    let mut all = vec![];
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            let method: http::Method = method.to_uppercase().parse().unwrap();
            if method != http::Method::GET {
                all.push((method, path.clone()));
            }
        }
    }
    all.sort_by_key(|(method, _)| *method == http::Method::DELETE);
    assert!(all.len() > 50, "the document names every operation");
    all
}

/// It may be taken or refused, with a reason, but nothing may break.
#[track_caller]
fn unbroken(answer: &Answer, what: &str) {
    assert!(
        answer.status < 500,
        "{what}: {} {}",
        answer.status,
        answer.text()
    );
    if answer.status >= 400 {
        let kind = answer.header("content-type");
        assert_eq!(
            kind,
            Some("application/problem+json"),
            "{what}: {}",
            answer.text()
        );
        let problem = answer.json();
        assert!(
            problem["code"].is_string() && problem["title"].is_string(),
            "{what}: {problem}"
        );
    }
}

#[test]
fn no_body_whatever_breaks_an_operation() {
    scenario(|app| async move {
        let world = World::new(&app).await;
        let deep = |open: &str| open.repeat(2_000).into_bytes();
        let bodies = [
            b"".to_vec(),
            b"{".to_vec(),
            b"[]".to_vec(),
            b"null".to_vec(),
            b"\"x\"".to_vec(),
            b"7".to_vec(),
            b"{}{}".to_vec(),
            b"{\"name\": \"\xff\xfe\"}".to_vec(),
            br#"{"nobody_knows": 1}"#.to_vec(),
            br#"{"quantity": 99999999999999999999, "on_hand": 1e999}"#.to_vec(),
            deep("["),
            deep("{\"a\":"),
        ];
        for (method, path) in writing() {
            for (who, client) in world.people() {
                let client = client
                    .with("idempotency-key", "k")
                    .with("if-match", "\"1\"");
                for body in &bodies {
                    let address = world.address(&path);
                    let answer = client
                        .send(method.clone(), &address, Some(body.clone()))
                        .await;
                    let sent = String::from_utf8_lossy(&body[..body.len().min(60)]);
                    unbroken(&answer, &format!("{who}: {method} {path} {sent}"));
                }
            }
        }
    });
}

#[test]
fn a_huge_body_is_refused_at_every_door_before_it_is_sent() {
    scenario(|app| async move {
        let world = World::new(&app).await;
        for (method, path) in writing() {
            let said = announce_50_mb(&app, &method, &world.address(&path)).await;
            let what = format!("{method} {path}: {said}");
            assert!(said.starts_with("HTTP/1.1 4"), "{what}");
            assert!(said.contains("application/problem+json"), "{what}");
        }
    });
}

/// What a node says to who announces 50 MB, by hand: a client library would go on writing.
async fn announce_50_mb(app: &App, method: &http::Method, path: &str) -> String {
    let mut socket = TcpStream::connect(app.address()).await.unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nidempotency-key: k\r\n\
         content-type: application/json\r\ncontent-length: 52428800\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut said = [0; 2_000];
    let read = tokio::time::timeout(std::time::Duration::from_secs(10), socket.read(&mut said));
    let read = read.await.expect("the announcement is enough").unwrap();
    String::from_utf8_lossy(&said[..read]).into_owned()
}

/// What nobody means, in the place of any value.
fn nonsense() -> Vec<Value> {
    let deep = (0..60).fold(json!(1), |inner, _| json!([inner]));
    vec![
        Value::Null,
        json!(true),
        json!(""),
        json!("\0"),
        json!("a\0b@example.vn"),
        json!("\u{202e}\u{7}\r\nBcc: all@example.vn"),
        json!("\u{fffe}\u{10ffff}"),
        json!("x".repeat(20_000)),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!("99999-99-99"),
        json!("9999-12-31"),
        json!("0000-01-01"),
        json!("2999-12-31"),
        json!([]),
        json!({}),
        json!({"amount": i64::MAX, "currency": "VND"}),
        deep,
    ]
}

/// The pointers of every value within a body.
fn places(body: &Value, at: &str, out: &mut Vec<String>) {
    match body {
        Value::Object(fields) => {
            for (name, value) in fields {
                let at = format!("{at}/{name}");
                out.push(at.clone());
                places(value, &at, out);
            }
        }
        Value::Array(items) => {
            for (i, value) in items.iter().enumerate() {
                let at = format!("{at}/{i}");
                out.push(at.clone());
                places(value, &at, out);
            }
        }
        _ => {}
    }
}

#[test]
fn no_value_whatever_breaks_a_field() {
    scenario(|app| async move {
        let world = World::new(&app).await;
        for right in world.right() {
            let mut pointers = vec![];
            places(&right.body, "", &mut pointers);
            for pointer in pointers {
                for (n, value) in nonsense().into_iter().enumerate() {
                    let mut body = right.body.clone();
                    *body.pointer_mut(&pointer).unwrap() = value;
                    let what =
                        format!("{} {} {pointer} {n}: {body:.300}", right.method, right.path);
                    let answer = send(&right, body).await;
                    unbroken(&answer, &what);
                }
            }
        }
    });
}

/// As who read the newest version, under a key that nobody used.
async fn send(right: &Right<'_>, body: Value) -> Answer {
    let mut client = right
        .who
        .with("idempotency-key", &format!("{:p}", &raw const body));
    if right.method == http::Method::PATCH {
        let read = client.get(&right.path).await;
        client = client.with("if-match", read.header("etag").unwrap_or("\"1\""));
    }
    client
        .send(
            right.method.clone(),
            &right.path,
            Some(body.to_string().into_bytes()),
        )
        .await
}
