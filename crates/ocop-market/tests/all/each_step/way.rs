//! A walk that somebody is on, beside the books of its market and of its card company.

use std::time::Duration;

use payments::ledger::{Account, balance};
use scenarios::{Fake, text};
use store::Db;
use tokio::time::Instant;

use super::WITHIN;
use super::walks::{self, Cast, Heard, Walk};
use crate::process::Market;

pub(super) struct Way {
    walk: Walk,
    cast: Cast,
    heard: Heard,
    fake: Fake,
}

impl Way {
    pub(super) fn of(walk: Walk, cast: Cast, fake: &Fake) -> Self {
        Self {
            walk,
            cast,
            heard: Heard::default(),
            fake: fake.clone(),
        }
    }

    pub(super) fn goes_on(&self) -> impl Future<Output = ()> + Send + 'static {
        let (cast, fake) = (self.cast.clone(), self.fake.clone());
        walks::walk(self.walk, cast, fake, self.heard.clone())
    }

    /// What was answered before the program died is there.
    pub(super) async fn kept(&self) {
        walks::kept(self.walk, &self.cast, &self.heard).await;
    }

    /// Whether the program lives at the end of the walk, with nothing left to do.
    pub(super) async fn is_outlived(&self, market: &mut Market, url: &str) -> bool {
        if let Err(failed) = tokio::spawn(self.goes_on()).await {
            // That nobody answered is its death; anything else is a fault.
            for _ in 0..100 {
                if market.is_dead() {
                    return false;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            std::panic::resume_unwind(failed.into_panic());
        }
        self.fake.quiet().await;
        let db = open(url).await;
        let begun = Instant::now();
        while !market.is_dead() && number(&db, "SELECT COUNT(*) AS n FROM jobs").await > 0 {
            assert!(begun.elapsed() < WITHIN, "its jobs do not end");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        db.close().await;
        !market.is_dead()
    }

    /// How the world stands, in words.
    pub(super) async fn stands(&self, db: &Db) -> String {
        let sql = match self.walk {
            Walk::Card => return self.stands_by_card(db).await,
            Walk::Shares => return self.stands_by_shares(db).await,
            Walk::Payout => "SELECT status AS stood FROM payout_batches",
            Walk::Transfer | Walk::Cash => {
                "SELECT o.status || ', ' || p.status AS stood FROM orders o JOIN payment_orders s ON s.order_id = o.id \
                 JOIN payments p ON p.id = s.payment_id ORDER BY o.placed_at DESC LIMIT 1"
            }
        };
        let stood = word(db, sql).await;
        format!("{:?}: {}", self.walk, stood.as_deref().unwrap_or("nothing"))
    }

    /// Another card has paid before.
    async fn stands_by_card(&self, db: &Db) -> String {
        let sql = "SELECT status AS stood FROM payment_attempts WHERE kind = 'intent' \
            ORDER BY created_at LIMIT 1 OFFSET 1";
        let there = self.fake.all("payment_intent");
        let there = match there.get(1) {
            None => "none",
            Some(intent) if intent["status"] == "succeeded" => "paid",
            Some(_unpaid) => "unpaid",
        };
        let stood = match word(db, sql).await.as_deref() {
            None => "nothing".to_owned(),
            Some("done") => {
                let due = "SELECT COUNT(*) AS n FROM refunds WHERE status = 'due'";
                let back = self.fake.all("refund").len();
                format!("paid, {} owed, {back} back", number(db, due).await)
            }
            Some(status) => format!("{status}, {there} there"),
        };
        format!("by card: {stood}")
    }

    async fn stands_by_shares(&self, db: &Db) -> String {
        let batch = word(db, "SELECT status AS stood FROM payout_batches").await;
        let tries = "SELECT COUNT(*) AS n FROM payment_attempts WHERE kind = 'transfer'";
        let written = "SELECT COUNT(*) AS n FROM payouts WHERE status = 'paid'";
        let (tries, written) = (number(db, tries).await, number(db, written).await);
        let there = match self.fake.all("transfer").len() {
            0 => "none",
            some if some < self.cast.shares.len() => "some",
            _ => "all",
        };
        let stood = match (batch.as_deref(), tries, written) {
            (None, _, _) => "nothing".to_owned(),
            (Some("confirmed"), 1.., 0) if there == "none" => "sending, none there".to_owned(),
            (Some("confirmed"), 1.., 0) => "sending, some there".to_owned(),
            (Some("confirmed"), 1.., _) => format!("one written, {there} there"),
            (Some(status), _, _) => status.to_owned(),
        };
        format!("shares: {stood}")
    }

    /// All of it was done, and once.
    pub(super) async fn came_once(&self, db: &Db, place: &str) {
        let dead = "SELECT COUNT(*) AS n FROM jobs WHERE status = 'dead'";
        assert_eq!(number(db, dead).await, 0, "{place}");
        let orders = number(db, "SELECT COUNT(*) AS n FROM orders").await;
        let refunds = number(db, "SELECT COUNT(*) AS n FROM refunds").await;
        let owed = word(db, "SELECT status AS stood FROM refunds").await;
        let bought = (orders - self.cast.sold, refunds, owed.as_deref());
        let moved = self.fake.journal();
        let moved: Vec<&str> = moved.iter().map(|entry| text(&entry["what"])).collect();
        match self.walk {
            Walk::Card => {
                assert_eq!(bought, (1, 1, Some("sent")), "{place}");
                assert_eq!(moved, ["charge", "refund"], "{place}");
            }
            Walk::Transfer => {
                assert_eq!(bought, (1, 1, Some("sent")), "{place}");
                let told = "SELECT COUNT(*) AS n FROM payment_receipts WHERE bank_ref = 'FT1'";
                assert_eq!(number(db, told).await, 1, "{place}");
            }
            Walk::Cash => assert_eq!(bought, (1, 1, Some("due")), "{place}"),
            Walk::Payout => paid_out(db, self.cast.earned, place).await,
            Walk::Shares => {
                let shares = self.cast.shares.iter().map(|(_, share)| share);
                paid_out(db, shares.sum(), place).await;
                assert_eq!(moved, ["transfer", "transfer"], "{place}");
                for (account, share) in &self.cast.shares {
                    assert_eq!(self.fake.holds(account), *share, "{place}");
                }
            }
        }
        let lies_there = balance(db.read(), Account::Stripe, None).await.unwrap();
        assert_eq!(lies_there.0, self.fake.funds(), "{place}");
    }
}

/// There is one batch, and it has paid so much.
async fn paid_out(db: &Db, amount: i64, place: &str) {
    let batches = "SELECT COUNT(*) AS n FROM payout_batches WHERE status = 'settled'";
    assert_eq!(number(db, batches).await, 1, "{place}");
    let paid = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS n FROM ledger_entries WHERE cause = 'paid_out'";
    assert_eq!(number(db, paid).await, amount, "{place}");
}

/// Its books, which are read however busy the machine is with other deaths.
pub(super) async fn open(url: &str) -> Db {
    let mut settings = store::Settings::new(url);
    settings.acquire_timeout = WITHIN;
    Db::connect(&settings).await.unwrap()
}

async fn number(db: &Db, sql: &str) -> i64 {
    let row = store::first(db.read(), sql, vec![]).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

async fn word(db: &Db, sql: &str) -> Option<String> {
    let row = store::first(db.read(), sql, vec![]).await.unwrap();
    row.map(|row| row.try_get("", "stood").unwrap())
}
