//! When things go wrong: crowds, repeats, nonsense, and other people's things.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use scenarios::{App, Value, json, scenario, text};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

const ORDERS: &str = "SELECT COUNT(*) AS n FROM orders";

#[test]
fn two_hundred_buyers_for_ten_units_are_ten_orders() {
    scenario(|app| async move {
        let (_, listing) = app.listing(10).await;
        let mut baskets = vec![];
        for _ in 0..200 {
            baskets.push(app.client().basket(&[(&listing.variant, 1)]).await);
        }
        let gate = Arc::new(Barrier::new(200));
        let mut crowd = JoinSet::new();
        for basket in baskets {
            let gate = Arc::clone(&gate);
            crowd.spawn(async move {
                gate.wait().await;
                basket.buy(&basket.cart).await
            });
        }
        let answers = crowd.join_all().await;
        let mut told = BTreeMap::new();
        for answer in answers {
            let code = answer.json()["code"].clone();
            let counted = match answer.status {
                201 => "placed".to_owned(),
                status => format!("{status} {code}"),
            };
            *told.entry(counted).or_insert(0) += 1;
        }
        let wanted = [("placed", 10), ("409 \"out_of_stock\"", 190)];
        assert_eq!(told, wanted.map(|(what, n)| (what.to_owned(), n)).into());
        assert_eq!(app.available(&listing).await, 0);
        assert_eq!(app.number(ORDERS, vec![]).await, 10);
    });
}

#[test]
fn the_same_key_fifty_times_at_once_is_one_order() {
    scenario(|app| async move {
        let (_, listing) = app.listing(100).await;
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        let mut crowd = JoinSet::new();
        for _ in 0..50 {
            let basket = basket.clone();
            crowd.spawn(async move { basket.buy("one key").await });
        }
        let answers = crowd.join_all().await;
        let mut bodies: Vec<Vec<u8>> = vec![];
        for answer in answers {
            match answer.status {
                201 => bodies.push(answer.body),
                _ => {
                    answer.expect_problem(409, "in_flight");
                }
            }
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1, "every answer is the same");
        assert_eq!(app.available(&listing).await, 99);
        assert_eq!(app.number(ORDERS, vec![]).await, 1);
    });
}

#[test]
fn nonsense_is_refused_and_writes_nothing() {
    scenario(|app| async move {
        let (_, listing) = app.listing(10).await;
        let basket = app.client().basket(&[(&listing.variant, 1)]).await;
        for (pointer, change) in [
            (
                "/contact/phone",
                json!({"contact": {"name": "Bích", "phone": "12"}}),
            ),
            (
                "/address/commune_code",
                json!({"address": {"province_code": "01", "commune_code": "18676", "street": "a"}}),
            ),
            ("/payment_method", json!({"payment_method": "gold"})),
            ("/coupon", json!({"coupon": "TET"})),
            (
                "/expected_total/amount",
                json!({"expected_total": {"amount": "all", "currency": "VND"}}),
            ),
        ] {
            let mut draft = basket.draft();
            for (key, value) in change.as_object().unwrap() {
                draft[key] = value.clone();
            }
            let problem = basket.send("k", draft).await.expect_problem(422, "invalid");
            let pointers: Vec<&str> = problem["errors"]
                .as_array()
                .unwrap()
                .iter()
                .map(|e| text(&e["pointer"]))
                .collect();
            assert!(pointers.contains(&pointer), "{pointer}: {problem}");
        }
        let line = format!("/api/v1/carts/{}/lines/{}", basket.cart, listing.variant);
        for quantity in [
            json!(-1),
            json!(9_223_372_036_854_775_807_i64),
            json!(1.5),
            json!("2"),
            Value::Null,
        ] {
            let answer = app.client().put(&line, json!({"quantity": quantity})).await;
            assert!(
                (400..500).contains(&answer.status),
                "{quantity}: {}",
                answer.text()
            );
        }
        bytes(&app).await;
        assert_eq!(app.number(ORDERS, vec![]).await, 0);
        assert_eq!(app.available(&listing).await, 10);
    });
}

/// Bodies that are no JSON at all.
async fn bytes(app: &App) {
    let client = app.client().with("idempotency-key", "k");
    for body in [
        b"{".to_vec(),
        b"\xff\xfe{}".to_vec(),
        b"[1]".to_vec(),
        "[".repeat(100_000).into_bytes(),
    ] {
        let answer = client
            .send(http::Method::POST, "/api/v1/checkouts", Some(body))
            .await;
        assert!((400..500).contains(&answer.status), "{}", answer.text());
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
    }
    assert!(said_of_a_huge_body(app).await.starts_with("HTTP/1.1 413 "));
}

/// What a node says to who announces 50 MB and sends a little more than it takes, by hand: a client
/// library would go on writing.
async fn said_of_a_huge_body(app: &App) -> String {
    let mut socket = TcpStream::connect(app.address()).await.unwrap();
    let head = "POST /api/v1/checkouts HTTP/1.1\r\nhost: localhost\r\nidempotency-key: k\r\n\
                content-type: application/json\r\ncontent-length: 52428800\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut said = [0; 64];
    let read = tokio::time::timeout(Duration::from_secs(10), socket.read(&mut said));
    let read = read.await.expect("the announcement is enough").unwrap();
    String::from_utf8_lossy(&said[..read]).into_owned()
}

#[test]
fn what_is_anothers_does_not_exist() {
    scenario(|app| async move {
        let (_, listing) = app.listing(5).await;
        let placed = app.guest_order(&listing, 1).await;
        let (buyer, other) = (app.buyer().await.client, app.producer().await.owner.client);
        for path in [
            format!("/api/v1/producer/products/{}", listing.product),
            format!("/api/v1/producer/orders/{}", placed.order),
            format!("/api/v1/orders/{}", placed.order),
        ] {
            other.get(&path).await.expect_problem(404, "not_found");
        }
        let checkout = format!("/api/v1/checkouts/{}", text(&placed.checkout["id"]));
        buyer.get(&checkout).await.expect_problem(404, "not_found");
        let stock = format!("/api/v1/producer/variants/{}/stock", listing.variant);
        other
            .put(&stock, json!({"on_hand": 1}))
            .await
            .expect_problem(404, "not_found");
    });
}

#[test]
fn who_is_nobody_or_has_no_right_is_told_so() {
    scenario(|app| async move {
        let stranger = app.client();
        let buyer = app.buyer().await.client;
        for path in [
            "/api/v1/orders",
            "/api/v1/producer/products",
            "/api/v1/admin/reviews",
            "/api/v1/admin/audit",
        ] {
            stranger
                .get(path)
                .await
                .expect_problem(401, "unauthenticated");
        }
        for path in ["/api/v1/admin/reviews", "/api/v1/admin/audit"] {
            buyer.get(path).await.expect_problem(403, "forbidden");
        }
    });
}
