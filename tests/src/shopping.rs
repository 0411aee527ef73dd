use serde_json::{Value, json};

use crate::people::text;
use crate::{Answer, App, Client, Listing};

/// A cart that knows where it goes and what it costs.
#[derive(Debug, Clone)]
pub struct Basket {
    /// Whose.
    pub client: Client,
    /// The cart's id.
    pub cart: String,
    /// What it costs in all.
    pub total: Value,
}

/// An order that was placed, and what its buyer holds.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The answer to the checkout.
    pub checkout: Value,
    /// The buyer with their token.
    pub client: Client,
    /// The first order's id.
    pub order: String,
    /// The first order's code.
    pub code: String,
}

impl Client {
    /// Puts things into a new cart that goes to Xã Thiên Cầm.
    pub async fn basket(&self, lines: &[(&str, i64)]) -> Basket {
        let made = self.post("/api/v1/carts", json!({})).await.expect(201);
        let cart = text(&made["id"]).to_owned();
        for (variant, quantity) in lines {
            let path = format!("/api/v1/carts/{cart}/lines/{variant}");
            self.put(&path, json!({"quantity": quantity}))
                .await
                .expect(200);
        }
        let path = format!("/api/v1/carts/{cart}/destination");
        let place = json!({"province_code": "42", "commune_code": "18676"});
        let priced = self.put(&path, place).await.expect(200);
        Basket {
            client: self.clone(),
            cart,
            total: priced["total"].clone(),
        }
    }
}

impl Basket {
    /// What is sent to buy it.
    pub fn draft(&self) -> Value {
        json!({
            "cart": self.cart, "payment_method": "cod", "expected_total": self.total,
            "contact": {"name": "Trần Thị Bích", "phone": "0912 345 678", "email": "bich@example.vn"},
            "address": {"province_code": "42", "commune_code": "18676", "street": "12 thôn Hải Bắc"},
        })
    }

    /// Buys it.
    pub async fn buy(&self, key: &str) -> Answer {
        self.send(key, self.draft()).await
    }

    /// Buys it with a draft of one's own.
    pub async fn send(&self, key: &str, draft: Value) -> Answer {
        let client = self.client.with("idempotency-key", key);
        client.post("/api/v1/checkouts", draft).await
    }
}

impl App {
    /// A guest who bought so many of one thing.
    pub async fn guest_order(&self, listing: &Listing, quantity: i64) -> Placed {
        let client = self.client();
        let basket = client.basket(&[(&listing.variant, quantity)]).await;
        let checkout = basket.buy(&basket.cart).await.expect(201);
        Placed {
            client: client.with("order-token", text(&checkout["token"])),
            order: text(&checkout["orders"][0]["id"]).to_owned(),
            code: text(&checkout["orders"][0]["code"]).to_owned(),
            checkout,
        }
    }

    /// How many of a listing's variant may still be bought, as the database says.
    pub async fn available(&self, listing: &Listing) -> i64 {
        let sql = "SELECT CAST(SUM(on_hand - reserved) AS BIGINT) AS n FROM stock_items WHERE variant_id = $1";
        let variant: kernel::VariantId = listing.variant.parse().unwrap();
        self.number(sql, vec![variant.uuid().into()]).await
    }

    /// The number `n` that a query answers.
    pub async fn number(&self, sql: &str, values: Vec<store::Value>) -> i64 {
        let row = store::first(self.node().db.read(), sql, values)
            .await
            .unwrap();
        row.unwrap().try_get("", "n").unwrap()
    }
}

impl Placed {
    /// The order as its buyer reads it.
    pub async fn read(&self) -> Value {
        let path = format!("/api/v1/orders/{}", self.order);
        self.client.get(&path).await.expect(200)
    }

    /// The order's status.
    pub async fn status(&self) -> String {
        text(&self.read().await["status"]).to_owned()
    }

    /// Takes a buyer's step.
    pub async fn step(&self, step: &str, body: Value) -> Answer {
        let path = format!("/api/v1/orders/{}/{step}", self.order);
        self.client.post(&path, body).await
    }
}
