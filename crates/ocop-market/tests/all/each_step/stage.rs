//! What everything begins with: a market in a folder, and what its card company knows of it. Both are
//! copied for each death.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use kernel::{DAY_MS, Timestamp};
use scenarios::{App, Client, Fake, Listing, PrivatePostgres, Producer, WEBHOOK_SECRET};
use store::ConnectionTrait;
use tempfile::TempDir;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::BUSY;
use super::walks::Cast;
use super::way::open;
use crate::backed_up::on_with;
use crate::process::Market;

pub(super) struct Stage {
    template: TempDir,
    postgres: Option<PrivatePostgres>,
    fake: Fake,
    pub(super) cast: Cast,
    busy: Semaphore,
}

/// A market of its own: its folder, its database, its card company and its port.
pub(super) struct World {
    pub(super) data: TempDir,
    pub(super) url: String,
    pub(super) fake: Fake,
    pub(super) port: u16,
}

impl Stage {
    /// A producer who sells and has earned something at the market, two who share what a card paid,
    /// buyers with full carts, and two administrators.
    pub(super) async fn set(postgres: Option<PrivatePostgres>) -> Self {
        let template = tempfile::tempdir().unwrap();
        let url = match &postgres {
            Some(postgres) => {
                hasten(&postgres.url()).await;
                postgres.database("stage")
            }
            None => sqlite(template.path()),
        };
        let now = kernel::Clock::System.now();
        let past = now.plus_ms(-20 * DAY_MS);
        let fake = Fake::start(listener().await, settings(move || past));
        let app = on_with(&url, |settings| {
            settings.cards = Some(scenarios::keys(&fake));
        });
        let app = app.await;
        app.set_clock(past);
        let (mut producer, listing) = app.banked_listing(1_000).await;
        producer.owner.client = signed_in(&app, &producer).await;
        let sold = app.at_the_market(&producer, &listing, 1).await;
        let (other, more) = app.listing(10).await;
        let sellers = [(&producer, &listing), (&other, &more)];
        let shares = shared(&app, &fake, sellers).await;
        app.set_clock(now);
        let basket = async || app.client().basket(&[(&listing.variant, 1)]).await;
        let cast = Cast {
            baskets: [basket().await, basket().await, basket().await],
            producer: signed_in(&app, &producer).await,
            admins: [app.admin().await, app.admin().await],
            earned: sold.total(),
            shares,
            sold: app.number("SELECT COUNT(*) AS n FROM orders", vec![]).await,
        };
        app.finish().await;
        let stage = Self {
            template,
            postgres,
            fake,
            cast,
            busy: Semaphore::new(BUSY),
        };
        // What is done once a day is done, so that no walk meets it.
        let at = (port(), &stage.fake);
        let market = Market::mortal(stage.template.path(), &url, at, None).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        drop(market);
        stage
    }

    /// Waits until there is something to do it with.
    pub(super) async fn busy(&self) -> SemaphorePermit<'_> {
        self.busy.acquire().await.unwrap()
    }

    pub(super) async fn copy(&self, name: &str) -> World {
        let data = tempfile::tempdir().unwrap();
        let from = format!("{}/.", self.template.path().display());
        let mut copy = Command::new("cp");
        copy.args(["-a", &from]).arg(data.path());
        assert!(copy.status().unwrap().success());
        let url = match &self.postgres {
            Some(postgres) => postgres.copy("stage", name),
            None => sqlite(data.path()),
        };
        let now = || kernel::Clock::System.now();
        let (fake, port) = (self.fake.copy(listener().await, settings(now)), port());
        let hook = format!("http://127.0.0.1:{port}/api/v1/webhooks/stripe");
        fake.webhook(hook, WEBHOOK_SECRET.to_owned());
        World {
            data,
            url,
            fake,
            port,
        }
    }
}

/// Somebody buys of two producers by one card, and has both: their accounts at the card company, and
/// what each has earned there.
async fn shared(app: &App, fake: &Fake, sellers: [(&Producer, &Listing); 2]) -> [(String, i64); 2] {
    let lines = sellers.map(|(_, listing)| (listing, 1));
    let orders = app.paid_by_card(fake, &lines).await;
    let mut shares = vec![];
    for (producer, _) in sellers {
        let account = producer.connect(fake).await;
        for placed in &orders {
            if placed.read().await["producer"]["id"] == producer.id.as_str() {
                app.completed(producer, placed).await;
                shares.push((account.clone(), placed.total()));
            }
        }
    }
    shares.try_into().unwrap()
}

async fn signed_in(app: &App, producer: &Producer) -> Client {
    let client = app.sign_in(&producer.owner.email).await;
    client.with("ocop-producer", &producer.id)
}

async fn listener() -> tokio::net::TcpListener {
    tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// A stand-in for Stripe that does not wait long before it says a word again.
fn settings(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> fake_stripe::Settings {
    fake_stripe::Settings {
        clock: Arc::new(move || now().0 / 1000),
        again_after_ms: vec![100, 200, 400, 800, 1_600, 3_000, 6_000],
        ..fake_stripe::Settings::default()
    }
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
