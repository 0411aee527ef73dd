use std::sync::{Arc, OnceLock};

use fake_stripe::{Delivery, Fake};
use kernel::ManualClock;
use serde_json::{Value, json};

use crate::people::text;
use crate::scenario::{drop_database, runtime};
use crate::{Answer, App, Basket, Client, Listing, Placed, Producer, SetUp, postgres_set_up};

/// What the stand-in signs its webhooks with.
pub const WEBHOOK_SECRET: &str = "whsec_of_the_stories";

/// Tells a story of a market that takes cards, with the stand-in for Stripe under the same clock, on
/// every set-up.
pub fn scenario_with_cards<Story, Told>(story: Story)
where
    Story: Fn(App, Fake) -> Told,
    Told: Future<Output = ()>,
{
    scenario_with_cards_and(|_as_it_is| {}, story);
}

/// The same of a market that is set up otherwise.
pub fn scenario_with_cards_and<Story, Told>(configure: fn(&mut market::Settings), story: Story)
where
    Story: Fn(App, Fake) -> Told,
    Told: Future<Output = ()>,
{
    for set_up in std::iter::once(SetUp::Sqlite).chain(postgres_set_up()) {
        scenario_with_cards_told(&set_up, configure, &story);
    }
}

/// Tells such a story on one set-up.
pub fn scenario_with_cards_on<Story, Told>(set_up: &SetUp, story: &Story)
where
    Story: Fn(App, Fake) -> Told,
    Told: Future<Output = ()>,
{
    scenario_with_cards_told(set_up, |_as_it_is| {}, story);
}

fn scenario_with_cards_told<Story, Told>(
    set_up: &SetUp,
    configure: fn(&mut market::Settings),
    story: &Story,
) where
    Story: Fn(App, Fake) -> Told,
    Told: Future<Output = ()>,
{
    eprintln!("told on {set_up:?}");
    runtime().block_on(async {
        let clock: Arc<OnceLock<ManualClock>> = Arc::default();
        let fake = stand_in(clock.clone()).await;
        let app = App::start_with(set_up, |settings| {
            settings.cards = Some(keys(&fake));
            configure(settings);
        });
        let app = app.await;
        let _ = clock.set(app.clock());
        let hook = format!("http://{}/api/v1/webhooks/stripe", app.address());
        fake.webhook(hook, WEBHOOK_SECRET.to_owned());
        story(app.clone(), fake.clone()).await;
        fake.mend();
        // What follows from the last of its words is done, and then there are no more.
        fake.quiet().await;
        app.run_jobs().await;
        lose_webhooks(&fake);
        fake.quiet().await;
        app.finish().await;
        if let SetUp::Postgres { server, .. } = set_up {
            drop_database(server, app.database()).await;
        }
    });
}

/// The card company's words get lost from now on.
pub fn lose_webhooks(fake: &Fake) {
    fake.deliver(Delivery {
        lose: true,
        ..Delivery::default()
    });
}

async fn stand_in(clock: Arc<OnceLock<ManualClock>>) -> Fake {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let now = move || clock.get().map_or(App::BEGIN, ManualClock::now);
    let settings = fake_stripe::Settings {
        clock: Arc::new(move || now().0 / 1000),
        ..fake_stripe::Settings::default()
    };
    Fake::start(listener, settings)
}

/// The keys of a market that pays at the stand-in.
pub fn keys(fake: &Fake) -> gateway::Settings {
    gateway::Settings {
        secret_key: "sk_test_stories".to_owned(),
        publishable_key: "pk_test_stories".to_owned(),
        webhook_secret: WEBHOOK_SECRET.to_owned(),
        url: fake.url().to_owned(),
        script: format!("{}/v3/", fake.url()),
        timeout_ms: 1_500,
    }
}

impl Basket {
    /// Buys it by card.
    pub async fn by_card(&self, key: &str) -> Answer {
        let mut draft = self.draft();
        draft["payment_method"] = json!("stripe");
        self.send(key, draft).await
    }
}

impl App {
    /// A guest who bought something and has yet to pay by card.
    pub async fn card_order(&self, listing: &Listing, quantity: i64) -> Placed {
        let lines = [(listing.variant.as_str(), quantity)];
        self.card_order_of(&self.client(), &lines).await
    }

    /// Somebody who bought things and has yet to pay all of it by card.
    pub async fn card_order_of(&self, client: &Client, lines: &[(&str, i64)]) -> Placed {
        let basket = client.basket(lines).await;
        let checkout = basket.by_card(&basket.cart).await.expect(201);
        Placed {
            client: client.with("order-token", text(&checkout["token"])),
            order: text(&checkout["orders"][0]["id"]).to_owned(),
            code: text(&checkout["orders"][0]["code"]).to_owned(),
            checkout,
        }
    }

    /// Somebody who bought of several producers and has paid all of it by card; an order each.
    pub async fn paid_by_card(&self, fake: &Fake, lines: &[(&Listing, i64)]) -> Vec<Placed> {
        let client = self.client();
        let lines: Vec<(&str, i64)> = lines
            .iter()
            .map(|(listing, quantity)| (listing.variant.as_str(), *quantity))
            .collect();
        let first = self.card_order_of(&client, &lines).await;
        fake.pay(&first.intent(), "pm_card_visa").unwrap();
        // Whoever looks reads it at the card company.
        let path = format!("/api/v1/checkouts/{}", text(&first.checkout["id"]));
        first.client.get(&path).await.expect(200);
        let orders = first.checkout["orders"].as_array().unwrap();
        let placed = orders.iter().map(|order| Placed {
            client: first.client.clone(),
            order: text(&order["id"]).to_owned(),
            code: text(&order["code"]).to_owned(),
            checkout: first.checkout.clone(),
        });
        placed.collect()
    }

    /// An order goes its way until its buyer has it.
    pub async fn completed(&self, producer: &Producer, placed: &Placed) {
        for step in ["accept", "pack"] {
            producer.step(&placed.order, step, json!({})).await;
        }
        let ship = json!({"carrier": "Viettel Post"});
        producer.step(&placed.order, "ship", ship).await;
        placed.step("confirm-receipt", json!({})).await.expect(200);
    }

    /// An order that was paid by card and is completed.
    pub async fn sold_by_card(
        &self,
        fake: &Fake,
        (producer, listing): (&Producer, &Listing),
        quantity: i64,
    ) -> Placed {
        let placed = self
            .paid_by_card(fake, &[(listing, quantity)])
            .await
            .remove(0);
        self.completed(producer, &placed).await;
        placed
    }

    /// So many events of the card company have been written down.
    pub async fn events(&self) -> i64 {
        let sql = "SELECT COUNT(*) AS n FROM gateway_events";
        self.number(sql, vec![]).await
    }

    /// Waits until the card company's word of an event is written down, and follows it.
    pub async fn heard(&self, kind: &str) {
        let sql = "SELECT COUNT(*) AS n FROM gateway_events WHERE kind = $1";
        self.soon(async || {
            let seen = self.number(sql, vec![kind.into()]).await;
            (seen > 0).then_some(())
        })
        .await;
        self.run_jobs().await;
    }

    /// Brings a webhook by hand, with whatever signature.
    pub async fn bring(&self, body: &[u8], signature: &str) -> u16 {
        let client = self.client().with("stripe-signature", signature);
        let path = "/api/v1/webhooks/stripe";
        let answer = client.send(reqwest::Method::POST, path, Some(body.to_vec()));
        answer.await.status
    }

    /// Brings an event as the card company would, signed now.
    pub async fn bring_signed(&self, event: &Value) -> u16 {
        let body = serde_json::to_vec_pretty(event).unwrap();
        let at = self.now().0 / 1000;
        let signature = fake_stripe::signature(WEBHOOK_SECRET, at, &body);
        self.bring(&body, &signature).await
    }
}

impl Producer {
    /// Opens its account at the card company and fills it in; what it is called there.
    pub async fn connect(&self, fake: &Fake) -> String {
        let (owner, path) = (&self.owner.client, "/api/v1/producer/card-account");
        owner.post(path, json!({})).await.expect(200);
        let account = text(&owner.get(path).await.expect(200)["account"]).to_owned();
        fake.onboard(&account);
        owner.get(path).await.expect(200);
        account
    }
}

impl Placed {
    /// What the order comes to.
    pub fn total(&self) -> i64 {
        let orders = self.checkout["orders"].as_array().unwrap();
        let own = orders
            .iter()
            .find(|order| order["id"] == self.order.as_str());
        own.unwrap()["total"]["amount"].as_i64().unwrap()
    }

    /// The card company's name for its payment.
    pub fn intent(&self) -> String {
        let secret = text(&self.checkout["payments"][0]["stripe"]["client_secret"]);
        secret.split("_secret_").next().unwrap().to_owned()
    }
}
