//! The program dies before and after each of its commits on the way of a purchase, of what is paid
//! back and of what is paid out: at the first, at the second, until a walk comes to its end alive.
//! Between two commits nothing of it is kept, so that these are all the steps that there are; what it
//! had the card company do lies between two of them. After each death the books verify; started again,
//! what was answered is there, the same requests come to the end, and the end comes within a minute.

mod walks;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use kernel::DAY_MS;
use scenarios::{App, Client, Fake, PrivatePostgres, Producer, WEBHOOK_SECRET, text};
use store::{ConnectionTrait, Db};
use tempfile::TempDir;
use tokio::time::Instant;

use crate::backed_up::on;
use crate::process::{Market, run};
use walks::{Cast, Heard, Walk};

/// So many markets die at the same time, each its own.
const LANES: usize = 8;
/// The end comes so soon after the program is there again.
const WITHIN: Duration = Duration::from_mins(1);
const SIDES: [&str; 2] = ["before", "after"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_commit_it_comes_to_its_end_and_the_books_verify() {
    dies_everywhere(&Stage::set(None).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_commit_on_postgresql_too() {
    dies_everywhere(&Stage::set(Some(PrivatePostgres::start())).await).await;
}

async fn dies_everywhere(stage: &Stage) {
    let deaths = Mutex::new(Deaths::default());
    let lanes = (0..LANES).map(async |_| {
        loop {
            let Some((walk, turn)) = deaths.lock().unwrap().next() else {
                break;
            };
            let stood = dies(stage, walk, turn).await;
            deaths.lock().unwrap().note((walk, turn), stood);
        }
    });
    join_all(lanes).await;
    let deaths = deaths.into_inner().unwrap();
    deaths.told();
}

/// Which deaths were died, and which are left.
#[derive(Default)]
struct Deaths {
    /// Of each walk: the next turn, two a commit, and the last one, once a walk has outlived a turn.
    turns: [(u64, Option<u64>); 4],
    died: [u64; 4],
    /// How the world stood at each of them.
    stood: BTreeSet<String>,
}

impl Deaths {
    fn next(&mut self) -> Option<(Walk, u64)> {
        for (walk, (next, last)) in Walk::ALL.into_iter().zip(&mut self.turns) {
            if last.is_none_or(|last| *next <= last) {
                *next += 1;
                return Some((walk, *next - 1));
            }
        }
        None
    }

    /// Where a walk came to its end alive, one more commit is tried: the worker takes its jobs now
    /// together, now one by one.
    fn note(&mut self, (walk, turn): (Walk, u64), stood: Option<String>) {
        let at = Walk::ALL.iter().position(|other| *other == walk).unwrap();
        let last = &mut self.turns[at].1;
        match stood {
            Some(stood) => {
                self.died[at] += 1;
                self.stood.insert(stood);
                *last = last.map(|last| last.max(turn + 2));
            }
            None => *last = Some(last.map_or(turn + 2, |last| last.max(turn))),
        }
    }

    /// It died often enough, and in the moments that matter.
    fn told(&self) {
        let stood: Vec<&str> = self.stood.iter().map(String::as_str).collect();
        let all = stood.join("\n");
        for (died, least) in self.died.iter().zip([40, 20, 16, 6]) {
            assert!(*died >= least, "{:?} deaths:\n{all}", self.died);
        }
        let moments = [
            "by card: nothing",
            "by card: sending, none there",
            "by card: sending, unpaid there",
            "by card: open, unpaid there",
            "by card: open, paid there",
            "by card: paid, 0 owed, 0 back",
            "by card: paid, 1 owed, 0 back",
            "by card: paid, 1 owed, 1 back",
            "by card: paid, 0 owed, 1 back",
        ];
        for moment in moments {
            assert!(self.stood.contains(moment), "never {moment}:\n{all}");
        }
    }
}

/// What everything begins with: a market in a folder that is copied.
struct Stage {
    template: TempDir,
    postgres: Option<PrivatePostgres>,
    cast: Cast,
}

impl Stage {
    /// A producer who sells and has earned something, buyers with full carts, and two administrators.
    async fn set(postgres: Option<PrivatePostgres>) -> Self {
        let template = tempfile::tempdir().unwrap();
        let url = match &postgres {
            Some(postgres) => {
                hasten(&postgres.url()).await;
                postgres.database("stage")
            }
            None => sqlite(template.path()),
        };
        let app = on(&url).await;
        let now = kernel::Clock::System.now();
        app.set_clock(now.plus_ms(-20 * DAY_MS));
        let (mut producer, listing) = app.banked_listing(1_000).await;
        producer.owner.client = signed_in(&app, &producer).await;
        let sold = app.at_the_market(&producer, &listing, 1).await;
        app.set_clock(now);
        let basket = async || app.client().basket(&[(&listing.variant, 1)]).await;
        let cast = Cast {
            baskets: [basket().await, basket().await, basket().await],
            producer: signed_in(&app, &producer).await,
            admins: [app.admin().await, app.admin().await],
            earned: sold.checkout["total"]["amount"].as_i64().unwrap(),
        };
        app.finish().await;
        let stage = Self {
            template,
            postgres,
            cast,
        };
        // What is done once a day is done, so that no walk meets it.
        let fake = stand_in().await;
        let market = Market::mortal(stage.template.path(), &url, (port(), &fake), None).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        drop(market);
        stage
    }

    /// A market of its own, and where its database is.
    fn copy(&self, name: &str) -> (TempDir, String) {
        let data = tempfile::tempdir().unwrap();
        let from = format!("{}/.", self.template.path().display());
        let mut copy = Command::new("cp");
        copy.args(["-a", &from]).arg(data.path());
        assert!(copy.status().unwrap().success());
        let url = match &self.postgres {
            Some(postgres) => postgres.copy("stage", name),
            None => sqlite(data.path()),
        };
        (data, url)
    }
}

async fn signed_in(app: &App, producer: &Producer) -> Client {
    let client = app.sign_in(&producer.owner.email).await;
    client.with("ocop-producer", &producer.id)
}

/// One death at a commit, and the life after it; how the world stood between them. Nothing where the
/// program outlived the walk.
async fn dies(stage: &Stage, walk: Walk, turn: u64) -> Option<String> {
    let (commit, side) = (turn / 2 + 1, SIDES[usize::try_from(turn % 2).unwrap()]);
    let (data, url) = stage.copy(&format!("{walk:?}_{turn}").to_lowercase());
    let (fake, port) = (stand_in().await, port());
    let hook = format!("http://127.0.0.1:{port}/api/v1/webhooks/stripe");
    fake.webhook(hook, WEBHOOK_SECRET.to_owned());
    let start = async |dies| Market::mortal(data.path(), &url, (port, &fake), dies).await;
    let dying = format!("{side}:{commit}");
    let mut market = start(Some(&dying)).await;
    let way = Way {
        walk,
        cast: stage.cast.at(market.client.address()),
        heard: Heard::default(),
        fake: fake.clone(),
    };
    if way.is_outlived(&mut market, &url).await {
        return None;
    }
    let place = format!("{walk:?}, {side} commit {commit}");
    let db = open(&url).await;
    market::verify(&db).await.expect(&place);
    let stood = way.stands(&db).await;
    db.close().await;

    let begun = Instant::now();
    let market = start(None).await;
    walks::kept(way.walk, &way.cast, &way.heard).await;
    way.goes_on().await;
    assert!(begun.elapsed() < WITHIN, "{place}: {:?}", begun.elapsed());
    drop(market);
    let db = open(&url).await;
    way.came_once(&db, &place).await;
    db.close().await;
    let verified = run(&["ledger", "verify"], data.path(), Some(&url));
    assert!(verified.status.success(), "{place}: {verified:?}");
    Some(stood)
}

/// A walk that somebody is on.
struct Way {
    walk: Walk,
    cast: Cast,
    heard: Heard,
    fake: Fake,
}

impl Way {
    fn goes_on(&self) -> impl Future<Output = ()> + Send + 'static {
        let (cast, fake) = (self.cast.clone(), self.fake.clone());
        walks::walk(self.walk, cast, fake, self.heard.clone())
    }

    /// Whether the program lives at the end of the walk, with nothing left to do.
    async fn is_outlived(&self, market: &mut Market, url: &str) -> bool {
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
    async fn stands(&self, db: &Db) -> String {
        let sql = match self.walk {
            Walk::Card => return self.stands_by_card(db).await,
            Walk::Payout => "SELECT status AS stood FROM payout_batches",
            Walk::Transfer | Walk::Cash => {
                "SELECT o.status || ', ' || p.status AS stood FROM orders o JOIN payment_orders s ON s.order_id = o.id \
                 JOIN payments p ON p.id = s.payment_id ORDER BY o.placed_at DESC LIMIT 1"
            }
        };
        let stood = word(db, sql).await;
        format!("{:?}: {}", self.walk, stood.as_deref().unwrap_or("nothing"))
    }

    async fn stands_by_card(&self, db: &Db) -> String {
        let sql = "SELECT status AS stood FROM payment_attempts WHERE kind = 'intent'";
        let there = self.fake.all("payment_intent");
        let there = match there.first() {
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

    /// All of it was done, and once.
    async fn came_once(&self, db: &Db, place: &str) {
        let dead = "SELECT COUNT(*) AS n FROM jobs WHERE status = 'dead'";
        assert_eq!(number(db, dead).await, 0, "{place}");
        let orders = number(db, "SELECT COUNT(*) AS n FROM orders").await;
        let refunds = "SELECT COUNT(*) AS n FROM refunds";
        let owed = word(db, "SELECT status AS stood FROM refunds").await;
        let came = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS n FROM ledger_entries WHERE cause = 'paid_out'";
        let (refunds, paid_out) = (number(db, refunds).await, number(db, came).await);
        match self.walk {
            Walk::Card => {
                assert_eq!(
                    (orders, refunds, owed.as_deref()),
                    (2, 1, Some("sent")),
                    "{place}"
                );
                let moved = self.fake.journal();
                let moved = moved.iter().map(|entry| text(&entry["what"]));
                assert_eq!(moved.collect::<Vec<_>>(), ["charge", "refund"], "{place}");
            }
            Walk::Transfer => {
                assert_eq!(
                    (orders, refunds, owed.as_deref()),
                    (2, 1, Some("sent")),
                    "{place}"
                );
                let told = "SELECT COUNT(*) AS n FROM payment_receipts WHERE bank_ref = 'FT1'";
                assert_eq!(number(db, told).await, 1, "{place}");
            }
            Walk::Cash => {
                assert_eq!(
                    (orders, refunds, owed.as_deref()),
                    (2, 1, Some("due")),
                    "{place}"
                );
            }
            Walk::Payout => {
                let batches = "SELECT COUNT(*) AS n FROM payout_batches WHERE status = 'settled'";
                assert_eq!(number(db, batches).await, 1, "{place}");
                assert_eq!(paid_out, self.cast.earned, "{place}");
            }
        }
    }
}

async fn open(url: &str) -> Db {
    Db::connect(&store::Settings::new(url)).await.unwrap()
}

async fn number(db: &Db, sql: &str) -> i64 {
    let row = store::first(db.read(), sql, vec![]).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

async fn word(db: &Db, sql: &str) -> Option<String> {
    let row = store::first(db.read(), sql, vec![]).await.unwrap();
    row.map(|row| row.try_get("", "stood").unwrap())
}

/// A port that no connection is given by chance while nobody listens on it.
fn port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    loop {
        let begin = u16::try_from(std::process::id() % 100).unwrap() * 100;
        let port = 20_000 + (begin + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// It is the program that dies, never this server: what is written need not reach the disk, and a
/// copy of a database is a matter of moments.
async fn hasten(url: &str) {
    let db = open(url).await;
    for sql in ["ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"] {
        db.read().execute_unprepared(sql).await.unwrap();
    }
    db.close().await;
}

fn sqlite(data: &Path) -> String {
    format!("sqlite://{}/ocop.db", data.display())
}

/// A stand-in for Stripe that does not wait long before it says a word again.
async fn stand_in() -> Fake {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = fake_stripe::Settings {
        again_after_ms: vec![100, 200, 400, 800, 1_600, 3_000, 6_000],
        ..fake_stripe::Settings::default()
    };
    Fake::start(listener, settings)
}
