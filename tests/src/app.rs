use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Clock, ManualClock, Secret, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::scenario::fresh_database;
use crate::{Client, SetUp};

/// A node that listens on loopback, with a clock and a folder of its own.
#[derive(Clone)]
pub struct App(Arc<Running>);

struct Running {
    node: market::App,
    clock: ManualClock,
    database: String,
    address: String,
    data: tempfile::TempDir,
    shutdown: CancellationToken,
}

impl App {
    /// Monday 23 November 2026, nine in the morning in Vietnam: where every story begins.
    pub const BEGIN: Timestamp = Timestamp(1_795_399_200_000);

    /// Starts a node.
    pub async fn start(set_up: &SetUp) -> Self {
        Self::start_with(set_up, |_usual| ()).await
    }

    /// Starts a node whose settings are not the usual ones.
    pub async fn start_with(set_up: &SetUp, change: impl FnOnce(&mut market::Settings)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let (url, redis) = match set_up {
            SetUp::Sqlite => (format!("sqlite://{}/ocop.db", data.path().display()), None),
            SetUp::Postgres { server, redis } => (fresh_database(server).await, redis.clone()),
        };
        let mut settings = settings(url, data.path());
        settings.redis = redis;
        change(&mut settings);
        let clock = ManualClock::new(Self::BEGIN);
        Self::open(settings, data, clock).await
    }

    /// Another node of the same market, with a folder of its own, under the same clock.
    pub async fn another(&self, change: impl FnOnce(&mut market::Settings)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut settings = settings(self.database().to_owned(), data.path());
        settings.secret = self.node().secret.clone();
        change(&mut settings);
        Self::open(settings, data, self.0.clock.clone()).await
    }

    async fn open(settings: market::Settings, data: tempfile::TempDir, clock: ManualClock) -> Self {
        let database = settings.database.url.clone();
        let node = market::App::open(settings, Clock::Manual(clock.clone()))
            .await
            .unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = web::State::new(node.clone());
        let pages = storefront::routes(&state).with_state(state.clone());
        let router = web::wrap(api::routes(state).merge(pages));
        let shutdown = CancellationToken::new();
        serve(listener, router, shutdown.clone());
        follow(node.clone(), shutdown.clone());
        Self(Arc::new(Running {
            node,
            clock,
            database,
            address,
            data,
            shutdown,
        }))
    }

    /// Ends a node beside another one: the market goes on.
    pub async fn leave(self) {
        self.0.shutdown.cancel();
        self.node().db.clone().close().await;
    }

    /// A browser that was never here before.
    pub fn browser(&self) -> crate::Browser {
        crate::Browser::new(&self.0.address)
    }

    /// The address of the story's database.
    pub(crate) fn database(&self) -> &str {
        &self.0.database
    }

    /// Where it listens: host and port.
    pub fn address(&self) -> &str {
        self.0.address.trim_start_matches("http://")
    }

    /// Somebody with a browser of their own.
    pub fn client(&self) -> Client {
        Client::new(&self.0.address)
    }

    /// The node itself, for what has no door.
    pub fn node(&self) -> &market::App {
        &self.0.node
    }

    /// The story's clock.
    pub fn clock(&self) -> ManualClock {
        self.0.clock.clone()
    }

    /// The instant now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Moves the clock.
    pub fn advance_hours(&self, hours: i64) {
        self.0.clock.advance_ms(hours * kernel::HOUR_MS);
    }

    /// Time passes.
    pub fn advance_minutes(&self, minutes: i64) {
        self.0.clock.advance_ms(minutes * kernel::MINUTE_MS);
    }

    /// Minutes pass, and the worker looks around in each as it would.
    pub async fn work_for(&self, minutes: i64) {
        for _ in 0..minutes {
            self.advance_minutes(1);
            market::work::sweep_once(self.node()).await;
            self.run_jobs().await;
        }
    }

    /// Sets the clock.
    pub fn set_clock(&self, at: Timestamp) {
        self.0.clock.set(at);
    }

    /// What comes true soon, looked at again and again: another thread works on it. The promise is
    /// a second; a machine that runs every test at once is given more.
    pub async fn soon<T>(&self, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        for _ in 0..250 {
            if let Some(seen) = look().await {
                return seen;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("it did not come true within 5 s");
    }

    /// The mails in the folder, each as it would be sent.
    pub fn mail(&self) -> Vec<String> {
        self.files("mail")
    }

    /// The text messages in the folder, each as another program would take it.
    pub fn texts(&self) -> Vec<String> {
        self.files("text")
    }

    /// Changes the database behind the program's back, for what has no door.
    pub async fn execute(&self, sql: &str) {
        let tx = store::write(&self.0.node.db).await.unwrap();
        store::execute(&tx, sql, vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn files(&self, folder: &str) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.0.data.path().join(folder)) else {
            return vec![];
        };
        let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
            .iter()
            .map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned())
            .collect()
    }

    /// The node's folder.
    pub fn data(&self) -> PathBuf {
        self.0.data.path().to_owned()
    }

    /// Runs every job that is due, and those that follow from them.
    pub async fn run_jobs(&self) {
        market::work::run_due(&self.0.node).await.unwrap();
    }

    /// What every story ends with: its jobs ran, none is left, every book balances, and the schema
    /// is whole.
    pub async fn finish(&self) {
        let node = &self.0.node;
        self.run_jobs().await;
        let left = "SELECT kind, COALESCE(last_error, '') AS why FROM jobs WHERE status <> 'dead'";
        let left = store::rows(node.db.read(), left, vec![]).await.unwrap();
        let left = left.iter().map(|job| {
            let text = |column| job.try_get::<String>("", column).unwrap();
            (text("kind"), text("why"))
        });
        assert_eq!(left.collect::<Vec<_>>(), [], "jobs are left");
        let dead = jobs::list_dead(node.db.read()).await.unwrap();
        assert!(dead.is_empty(), "dead letters: {dead:?}");
        market::verify(&node.db).await.unwrap();
        assert!(store::pending(&node.db).await.unwrap().is_empty());
        self.0.shutdown.cancel();
        node.db.clone().close().await;
    }
}

fn settings(url: String, data: &Path) -> market::Settings {
    // A crowd waits its turn, however busy the machine is with other stories.
    let mut database = store::Settings::new(url);
    database.acquire_timeout = std::time::Duration::from_mins(1);
    market::Settings {
        database,
        data: data.to_owned(),
        public_url: "http://localhost:8080".to_owned(),
        // Markets that use one Redis are told apart by it.
        secret: Secret::random(),
        accounts: accounts::Settings::default(),
        notices: notifications::Settings::folders(data, "http://localhost:8080"),
        pictures: None,
        cards: None,
        redis: None,
        transfers: market::Transfers::default(),
        look_again: market::LOOK_AGAIN,
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "the server lives as long as its story"
)]
fn serve(listener: tokio::net::TcpListener, router: axum::Router, shutdown: CancellationToken) {
    tokio::spawn(web::door::serve(
        listener,
        router,
        web::door::Patience::default(),
        shutdown,
    ));
}

#[allow(
    clippy::disallowed_methods,
    reason = "it follows as long as its story lasts"
)]
fn follow(node: market::App, shutdown: CancellationToken) {
    tokio::spawn(market::listen(node.clone(), shutdown.clone()));
    tokio::spawn(market::follow(node, shutdown));
}
