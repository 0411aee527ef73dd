//! What the card company does in a run, and what the market makes of it. Its words are brought by hand:
//! late, in another order than they were said, once or twice.

use std::collections::BTreeMap;

use gateway::Error::Refused;
use payments::payouts::{self, Rail};
use scenarios::{Fake, Value, text};

use super::by_card::part_of;
use super::commands::{Done, Market};

/// The stand-in, and which of its payments and arguments is of which order.
pub(crate) struct CardCompany {
    pub(crate) fake: Fake,
    /// The account of who sells by card.
    pub(crate) account: String,
    intents: BTreeMap<usize, String>,
    arguments: BTreeMap<usize, String>,
    /// So many of its words were looked at; those that were not brought, by their payment.
    said: usize,
    words: BTreeMap<String, Vec<Value>>,
    pub(crate) brought: usize,
}

impl CardCompany {
    pub(crate) fn at(fake: &Fake) -> Self {
        Self {
            fake: fake.clone(),
            account: String::new(),
            intents: BTreeMap::new(),
            arguments: BTreeMap::new(),
            said: 0,
            words: BTreeMap::new(),
            brought: 0,
        }
    }

    /// A payment was made for an order.
    pub(crate) fn made(&mut self, order: usize, client_secret: &str) {
        let intent = client_secret.split("_secret_").next().unwrap();
        self.intents.insert(order, intent.to_owned());
    }

    pub(crate) fn pay(&self, order: usize) -> Done {
        let paid = self.fake.pay(&self.intents[&order], "pm_card_visa");
        let refused = |body: Value| Refused {
            code: body["error"]["code"].to_string(),
            message: body.to_string(),
        };
        Ok(paid.map(|_intent| ()).map_err(refused)?)
    }

    pub(crate) fn dispute(&mut self, order: usize, percent: i64) {
        let intent = self.fake.find(&self.intents[&order]).unwrap();
        let charge = self.fake.find(text(&intent["latest_charge"])).unwrap();
        let number = |field: &str| charge[field].as_i64().unwrap();
        let left = number("amount_captured") - number("amount_refunded");
        let amount = Some(part_of(left, percent));
        let argument = self.fake.dispute(text(&charge["id"]), amount);
        self.arguments
            .insert(order, text(&argument["id"]).to_owned());
    }

    pub(crate) fn decide(&self, order: usize, won: bool) {
        self.fake.close_dispute(&self.arguments[&order], won);
    }

    /// What was said of an order's payment since its words were brought.
    fn words_of(&mut self, order: usize) -> Vec<Value> {
        let news = self.fake.events_after(self.said);
        self.said += news.len();
        for word in news {
            let object = &word["data"]["object"];
            let intent = if object["object"] == "payment_intent" {
                &object["id"]
            } else {
                &object["payment_intent"]
            };
            if let Some(intent) = intent.as_str() {
                let words = self.words.entry(intent.to_owned()).or_default();
                words.push(word);
            }
        }
        let words = self.words.remove(&self.intents[&order]);
        words.unwrap_or_default()
    }
}

impl Market {
    /// All that was said of an order comes so often, and is followed so often at once.
    pub(super) async fn hear(&mut self, order: usize, times: u32) -> Done {
        let words = self.cards.words_of(order);
        for word in words.iter().rev() {
            for _ in 0..times {
                assert_eq!(self.app.bring_signed(word).await, 200);
            }
        }
        self.cards.brought += words.len();
        let intent = &self.cards.intents[&order];
        let heard = || market::cards::heard(self.app.node(), intent, self.app.now());
        if times == 1 {
            return heard().await;
        }
        let (one, other) = tokio::join!(heard(), heard());
        one.or(other)
    }

    /// The first refund that waits goes back to its card, by two workers at once.
    pub(super) async fn send_to_card(&self, order: usize) -> Done {
        let refund = self.waiting(order).await[0].id;
        let sent = || market::cards::give_back(self.app.node(), refund, self.app.now());
        let (one, other) = tokio::join!(sent(), sent());
        one.or(other)
    }

    /// Everything that cards paid is paid out, by two workers at once.
    pub(super) async fn transfer(&self) -> Done {
        let batch = self.confirmed(Rail::Stripe).await?;
        for payout in payouts::payouts_of(self.db().read(), batch).await? {
            let paid = || market::cards::pay_out(self.app.node(), payout.id, self.app.now());
            let (one, other) = tokio::join!(paid(), paid());
            one.or(other)?;
        }
        Ok(())
    }

    /// What an order's producer owes since it was paid comes back, once, however often it is asked for.
    pub(super) async fn take_back(&self, order: usize) {
        let db = self.db().read();
        for refund in payments::refunds_of(db, self.orders[order]).await.unwrap() {
            for _ in 0..2 {
                let (node, now) = (self.app.node(), self.app.now());
                let taken = market::cards::take_back(node, refund.id, now).await;
                taken.unwrap();
            }
        }
    }
}
