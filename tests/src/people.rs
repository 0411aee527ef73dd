use accounts::{Email, Owner, Password};
use serde_json::{Value, json};

use crate::{App, Client};

/// A password that everybody in the stories uses.
pub const PASSWORD: &str = "gió biển thổi qua 7 làng";

/// Somebody with an account, signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their browser.
    pub client: Client,
    /// Their account's id.
    pub id: String,
    /// Their e-mail.
    pub email: String,
}

/// A producer that is approved, with its owner.
#[derive(Debug, Clone)]
pub struct Producer {
    /// The owner.
    pub owner: Person,
    /// The producer's id.
    pub id: String,
}

/// A product on sale.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The product's id.
    pub product: String,
    /// The id of its one variant.
    pub variant: String,
    /// The readable part of its address.
    pub slug: String,
}

impl App {
    /// Somebody who registered to buy.
    pub async fn buyer(&self) -> Person {
        self.person("Trần Thị Bích").await
    }

    /// Somebody who registered under a name.
    pub async fn person(&self, name: &str) -> Person {
        let email = format!("{}@example.vn", random());
        let body = json!({"name": name, "email": email, "password": PASSWORD});
        let made = self
            .client()
            .post("/api/v1/accounts", body)
            .await
            .expect(201);
        Person {
            client: self.client().signed_in(text(&made["token"])),
            id: text(&made["account"]["id"]).to_owned(),
            email,
        }
    }

    /// Somebody who signs in anew.
    pub async fn sign_in(&self, login: &str) -> Client {
        let body = json!({"login": login, "password": PASSWORD});
        let made = self
            .client()
            .post("/api/v1/sessions", body)
            .await
            .expect(201);
        self.client().signed_in(text(&made["token"]))
    }

    /// The newest row of the audit log about such an action.
    pub async fn recorded(&self, action: &str) -> Value {
        let log = self.admin().await.get("/api/v1/admin/audit").await;
        let rows = log.expect(200)["data"].as_array().unwrap().clone();
        let row = rows.into_iter().find(|row| row["action"] == action);
        row.unwrap_or_else(|| panic!("{action} is not recorded"))
    }

    /// An administrator, as the command line makes the first one.
    pub async fn admin(&self) -> Client {
        let (node, email) = (self.node(), format!("{}@example.vn", random()));
        let owner = Owner {
            words: &[],
            admin: true,
        };
        let password = Password::parse(PASSWORD, owner, &node.accounts).unwrap();
        let hash = accounts::hash_password(&password).await.unwrap();
        let tx = store::write(&node.db).await.unwrap();
        let address = Email::parse(&email).unwrap();
        accounts::create_admin(&tx, &address, &hash, self.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.sign_in(&email).await
    }

    /// An official of an area: a commune's or a province's code.
    pub async fn official(&self, area: &str) -> Person {
        let mut person = self.person("Lê Văn Quang").await;
        let path = format!("/api/v1/admin/accounts/{}/roles", person.id);
        let role = json!({"role": "official", "area": area});
        self.admin().await.put(&path, role).await.expect(200);
        person.client = self.sign_in(&person.email).await;
        person
    }

    /// Somebody with an account who was invited to a producer by phone, and joined.
    pub async fn member(&self, producer: &Producer, role: &str) -> Person {
        let person = self.person("Hoàng Thị Sen").await;
        let phone = format!("09{:08}", self.now().0 % 100_000_000);
        let invited = json!({"login": phone, "role": role});
        let path = "/api/v1/producer/members";
        producer.owner.client.post(path, invited).await.expect(201);
        let code = self.digits_sent_to(&phone).await;
        let accept = json!({"login": phone, "code": code});
        let path = "/api/v1/invitations/accept";
        person.client.post(path, accept).await.expect(201);
        person
    }

    /// A producer of Xã Thiên Cầm, applied for and approved.
    pub async fn producer(&self) -> Producer {
        let producer = self.applicant().await;
        self.approve(&producer.submit().await).await;
        producer
    }

    /// A producer whose application is still a draft.
    pub async fn applicant(&self) -> Producer {
        let mut owner = self.person("Nguyễn Thị Hoa").await;
        let profile = json!({
            "name": "HTX Nước mắm Cẩm Nhượng", "entity_type": "hop_tac_xa",
            "representative": "Nguyễn Thị Hoa", "phone": "0912000003", "commune_code": "18676",
            "street": "Thôn Hải Nam", "tax_id": "3001234567", "as": "owner",
        });
        let made = owner
            .client
            .post("/api/v1/producers", profile)
            .await
            .expect(201);
        let id = text(&made["id"]).to_owned();
        owner.client = owner.client.with("ocop-producer", &id);
        Producer { owner, id }
    }

    /// Approves what lies in a review, as an official of its commune.
    pub async fn approve(&self, review: &Value) -> Value {
        let official = self.official("18676").await;
        let path = format!("/api/v1/admin/reviews/{}/approve", text(&review["id"]));
        let decision = json!({"revision": review["revision"], "remarks": []});
        official.client.post(&path, decision).await.expect(200)
    }

    /// Takes a listing down by an authority's order.
    pub async fn take_down(&self, product: &str) {
        let admin = self.admin().await;
        let orders = "/api/v1/admin/authority-orders";
        let letter = json!({"product": product, "authority": "Sở Công Thương Hà Tĩnh", "number": "78/SCT-QLTM"});
        let order = admin.post(orders, letter).await.expect(201);
        let carry = format!("{orders}/{}/carry-out", text(&order["id"]));
        admin.post(&carry, json!({})).await.expect(200);
    }

    /// A bottle of fish sauce of a new producer at 65,000 đ, so many of them in stock.
    pub async fn listing(&self, on_hand: i64) -> (Producer, Listing) {
        let producer = self.producer().await;
        let listing = self.listing_of(&producer, fish_sauce(), on_hand).await;
        (producer, listing)
    }

    /// Gives a producer a licence for alcohol until a day, handed in and verified.
    pub async fn licensed(&self, producer: &Producer, until: &str) {
        let fields = [
            ("kind", "alcohol_production_licence"),
            ("number", "12/GP-UBND"),
            ("issued_on", "2026-01-15"),
            ("expires_on", until),
        ];
        let path = "/api/v1/producer/documents";
        let scan = b"%PDF-1.7 licence".to_vec();
        let handed = producer.owner.client.hand_in(path, &fields, scan).await;
        handed.expect(201);
        let waiting = "/api/v1/admin/reviews?kind=document&status=pending";
        let official = self.official("18676").await.client;
        let review = official.get(waiting).await.expect(200)["data"][0].clone();
        self.approve(&review).await;
    }

    /// A product on sale.
    pub async fn listing_of(&self, producer: &Producer, draft: Value, on_hand: i64) -> Listing {
        let product = producer.draft(draft).await;
        let review = producer.submit_product(text(&product["id"])).await;
        self.approve(&review).await;
        let variant = text(&product["variants"][0]["id"]).to_owned();
        producer.set_stock(&variant, on_hand).await;
        let id = text(&product["id"]).to_owned();
        let live = producer.product(&id).await;
        assert_eq!(live["status"], "live", "{live}");
        Listing {
            slug: text(&live["slug"]).to_owned(),
            product: id,
            variant,
        }
    }
}

impl Producer {
    /// Hands the application in; the review it waits in.
    pub async fn submit(&self) -> Value {
        let path = format!("/api/v1/producers/{}/submit", self.id);
        self.owner.client.post(&path, json!({})).await.expect(200)["review"].clone()
    }

    /// Writes a new product.
    pub async fn draft(&self, draft: Value) -> Value {
        let path = "/api/v1/producer/products";
        self.owner.client.post(path, draft).await.expect(201)
    }

    /// Hands a product in; the review it waits in.
    pub async fn submit_product(&self, id: &str) -> Value {
        let path = format!("/api/v1/producer/products/{id}/submit");
        self.owner.client.post(&path, json!({})).await.expect(200)["review"].clone()
    }

    /// One of its products, as it sees it.
    pub async fn product(&self, id: &str) -> Value {
        let path = format!("/api/v1/producer/products/{id}");
        self.owner.client.get(&path).await.expect(200)
    }

    /// Says how many there are.
    pub async fn set_stock(&self, variant: &str, on_hand: i64) -> Value {
        let path = format!("/api/v1/producer/variants/{variant}/stock");
        self.owner
            .client
            .put(&path, json!({"on_hand": on_hand}))
            .await
            .expect(200)
    }

    /// Takes a step of an order.
    pub async fn step(&self, order: &str, step: &str, body: Value) -> Value {
        let path = format!("/api/v1/producer/orders/{order}/{step}");
        self.owner.client.post(&path, body).await.expect(200)
    }
}

/// A product that may be handed in as it is.
pub fn fish_sauce() -> Value {
    json!({
        "name": "Nước mắm cốt Cẩm Nhượng", "set": 9,
        "description": "Cá cơm ủ chượp 18 tháng.", "story": "Nghề của bà.",
        "facts": {"origin": "Xã Thiên Cầm, Hà Tĩnh", "ingredients": "Cá cơm, muối", "storage": "Nơi khô mát"},
        "variants": [{
            "sku": "NM-500", "name": "Chai 500 ml", "net": {"amount": 500, "unit": "ml"}, "weight_g": 900,
            "price": {"amount": 65_000, "currency": "VND"},
        }],
    })
}

/// The text of a JSON string.
#[track_caller]
pub fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("not a text: {value}"))
}

fn random() -> String {
    kernel::text::hex(&kernel::random::bytes::<6>())
}
