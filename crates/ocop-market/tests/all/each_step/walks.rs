//! What people do while the program dies under them: each asks again for what was not answered, and
//! for nothing else.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use scenarios::{Answer, Basket, Client, Fake, Value, json, text};

/// A way through the market, from its beginning to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Walk {
    /// Bought by card, cancelled, and paid back to the card.
    Card,
    /// Bought by transfer, declined, and paid back by transfer.
    Transfer,
    /// Bought for cash, carried, completed, and partly owed back.
    Cash,
    /// A producer is paid by the bank what it earned.
    Payout,
    /// Two producers are paid by the card company what a card paid for both.
    Shares,
}

impl Walk {
    /// Those whose ends are waited for longest come first.
    pub(crate) const ALL: [Self; 5] = [
        Self::Shares,
        Self::Card,
        Self::Transfer,
        Self::Cash,
        Self::Payout,
    ];

    /// It dies so often at least.
    pub(crate) const fn least(self) -> u64 {
        match self {
            Self::Card => 40,
            Self::Transfer => 20,
            Self::Cash => 16,
            Self::Payout => 6,
            Self::Shares => 14,
        }
    }
}

/// Who is there when it begins.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    /// Three carts that are bought, one a way.
    pub(crate) baskets: [Basket; 3],
    pub(crate) producer: Client,
    pub(crate) admins: [Client; 2],
    /// What the producer has earned at the market.
    pub(crate) earned: i64,
    /// The accounts of two producers at the card company, and what each has earned there.
    pub(crate) shares: [(String, i64); 2],
    /// So many orders there were before.
    pub(crate) sold: i64,
}

impl Cast {
    /// The same people before a node at another address.
    pub(crate) fn at(&self, address: &str) -> Self {
        Self {
            baskets: self.baskets.clone().map(|basket| Basket {
                client: basket.client.at(address),
                ..basket
            }),
            producer: self.producer.at(address),
            admins: self.admins.each_ref().map(|admin| admin.at(address)),
            ..self.clone()
        }
    }
}

/// What was answered so far, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<Value>>>);

impl Heard {
    pub(crate) fn all(&self) -> Vec<Value> {
        self.0.lock().unwrap().clone()
    }
}

/// Somebody on the way: what was answered is not asked for again.
struct Asking {
    heard: Heard,
    at: usize,
}

impl Asking {
    async fn ask(&mut self, status: u16, asked: impl Future<Output = Answer>) -> Value {
        let known = self.heard.all().get(self.at).cloned();
        self.at += 1;
        if let Some(known) = known {
            return known;
        }
        let answer = asked.await.expect(status);
        self.heard.0.lock().unwrap().push(answer.clone());
        answer
    }
}

/// Reads again and again until it is so, for a minute at most.
async fn until(who: &Client, path: &str, so: fn(&Value) -> bool) {
    let begun = tokio::time::Instant::now();
    loop {
        let seen = who.get(path).await.expect(200);
        if so(&seen) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{path}: {seen}");
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Walks on from where the answers ended.
pub(crate) async fn walk(walk: Walk, cast: Cast, fake: Fake, heard: Heard) {
    let asking = &mut Asking { heard, at: 0 };
    let [card, transfer, door] = &cast.baskets;
    match walk {
        Walk::Card => by_card(card, &fake, asking).await,
        Walk::Transfer => by_transfer(transfer, &cast.producer, asking).await,
        Walk::Cash => for_cash(door, &cast, asking).await,
        Walk::Payout => paid_out(&cast.admins, asking).await,
        Walk::Shares => transferred(&cast.admins, asking).await,
    }
}

/// The buyer with their token, and the path of their order.
fn held(basket: &Basket, checkout: &Value) -> (Client, String) {
    let holder = basket.client.with("order-token", text(&checkout["token"]));
    let path = format!("/api/v1/orders/{}", text(&checkout["orders"][0]["id"]));
    (holder, path)
}

async fn by_card(basket: &Basket, fake: &Fake, asking: &mut Asking) {
    let checkout = asking.ask(201, buy(basket, "stripe")).await;
    let secret = text(&checkout["payments"][0]["stripe"]["client_secret"]);
    let intent = secret.split("_secret_").next().unwrap();
    // Once: the card company says no to who pays again.
    let _paid = fake.pay(intent, "pm_card_visa");
    let (holder, path) = held(basket, &checkout);
    let page = format!("/api/v1/checkouts/{}", text(&checkout["id"]));
    let placed = |seen: &Value| seen["orders"][0]["status"] != "awaiting_payment";
    until(&holder, &page, placed).await;
    let why = json!({"reason_code": "buyer_changed_mind"});
    let cancel = format!("{path}/cancel");
    asking.ask(200, holder.post(&cancel, why)).await;
    let refunds = format!("{path}/refunds");
    let back = |seen: &Value| seen["data"][0]["status"] == "sent";
    until(&holder, &refunds, back).await;
}

async fn by_transfer(basket: &Basket, producer: &Client, asking: &mut Asking) {
    let checkout = asking.ask(201, buy(basket, "vietqr")).await;
    let (holder, path) = held(basket, &checkout);
    let own = path.replace("/orders/", "/producer/orders/");
    let said = format!("{path}/report-payment");
    asking.ask(200, holder.post(&said, json!({}))).await;
    let came = json!({"amount": checkout["total"], "bank_ref": "FT1"});
    let received = format!("{own}/payment-received");
    asking.ask(200, producer.post(&received, came)).await;
    let accept = format!("{own}/accept");
    asking.ask(200, producer.post(&accept, json!({}))).await;
    let why = json!({"reason_code": "out_of_stock"});
    let decline = format!("{own}/decline");
    asking.ask(200, producer.post(&decline, why)).await;
    let refunds = holder.get(&format!("{path}/refunds")).await.expect(200);
    let refund = text(&refunds["data"][0]["id"]).to_owned();
    let account =
        json!({"bank_bin": "970436", "account": "0071000123456", "account_name": "TRAN THI BICH"});
    let to = format!("{path}/refunds/{refund}/destination");
    asking.ask(200, holder.put(&to, account)).await;
    let send = format!("/api/v1/producer/refunds/{refund}/send");
    asking.ask(200, producer.post(&send, json!({}))).await;
}

async fn for_cash(basket: &Basket, cast: &Cast, asking: &mut Asking) {
    let checkout = asking.ask(201, buy(basket, "cod")).await;
    let (holder, path) = held(basket, &checkout);
    let own = path.replace("/orders/", "/producer/orders/");
    let producer = &cast.producer;
    let ship = json!({"carrier": "Viettel Post", "tracking_code": "VTP1"});
    for (step, body) in [("accept", json!({})), ("pack", json!({})), ("ship", ship)] {
        let step = format!("{own}/{step}");
        asking.ask(200, producer.post(&step, body)).await;
    }
    let receipt = format!("{path}/confirm-receipt");
    asking.ask(200, holder.post(&receipt, json!({}))).await;
    let part = json!({"amount": {"amount": 10_000, "currency": "VND"}, "reason": "goodwill"});
    let admin = cast.admins[0].with("idempotency-key", "goodwill");
    let refund = path.replace("/orders/", "/admin/orders/") + "/refunds";
    asking.ask(201, admin.post(&refund, part)).await;
}

async fn paid_out(admins: &[Client; 2], asking: &mut Asking) {
    let path = confirmed(admins, "bank_file", asking).await;
    let paid = format!("{path}/paid");
    let number = json!({"bank_ref": "FT77"});
    asking.ask(200, admins[0].post(&paid, number)).await;
}

/// Nobody says that it was paid: the card company does.
async fn transferred(admins: &[Client; 2], asking: &mut Asking) {
    let path = confirmed(admins, "stripe", asking).await;
    until(&admins[0], &path, |seen| seen["status"] == "settled").await;
}

/// A batch that two people want; its path.
async fn confirmed(admins: &[Client; 2], rail: &str, asking: &mut Asking) -> String {
    let batch = asking.ask(201, prepare(&admins[0], rail)).await;
    let path = format!("/api/v1/admin/payouts/{}", text(&batch["id"]));
    let confirm = format!("{path}/confirm");
    asking.ask(200, admins[1].post(&confirm, json!({}))).await;
    path
}

async fn prepare(admin: &Client, rail: &str) -> Answer {
    let admin = admin.with("idempotency-key", "monday");
    let rail = json!({"rail": rail});
    admin.post("/api/v1/admin/payouts", rail).await
}

/// Buys under one key, again where the card company did not answer in time.
async fn buy(basket: &Basket, method: &str) -> Answer {
    let mut draft = basket.draft();
    draft["payment_method"] = json!(method);
    loop {
        let answer = basket.send("one key", draft.clone()).await;
        if answer.status != 503 {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// What was answered before the program died is there, and asked again it is answered alike.
pub(crate) async fn kept(walk: Walk, cast: &Cast, heard: &Heard) {
    let answers = heard.all();
    let Some(first) = answers.first() else { return };
    let [card, transfer, door] = &cast.baskets;
    let (basket, method) = match walk {
        Walk::Card => (card, "stripe"),
        Walk::Transfer => (transfer, "vietqr"),
        Walk::Cash => (door, "cod"),
        Walk::Payout => return kept_batch(&cast.admins[0], "bank_file", &answers).await,
        Walk::Shares => return kept_batch(&cast.admins[0], "stripe", &answers).await,
    };
    assert_eq!(&buy(basket, method).await.expect(201), first);
    let (holder, path) = held(basket, first);
    let order = holder.get(&path).await.expect(200);
    let history: Vec<&Value> = order["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["to"])
        .collect();
    for answer in &answers {
        // Answers that are orders say where they stood.
        if answer["history"].is_array() {
            assert!(history.contains(&&answer["status"]), "{answer}: {order}");
        }
    }
}

/// A batch is made once, and stands where it was said to stand or further on.
async fn kept_batch(admin: &Client, rail: &str, answers: &[Value]) {
    let again = prepare(admin, rail).await.expect(201);
    assert_eq!(again["id"], answers[0]["id"]);
    let path = format!("/api/v1/admin/payouts/{}", text(&again["id"]));
    let now = admin.get(&path).await.expect(200);
    let states = ["prepared", "confirmed", "settled"].map(|state| json!(state));
    let at = |of: &Value| states.iter().position(|state| state == &of["status"]);
    assert!(at(&now) >= at(answers.last().unwrap()), "{now}");
}
