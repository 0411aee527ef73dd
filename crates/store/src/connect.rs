use std::sync::Arc;
use std::time::Duration;

use migrations::Dialect;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tokio::sync::watch;

use crate::Error;

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// Connections of the pool (readers, on SQLite).
    pub connections: u32,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
}

impl Settings {
    /// The settings for a URL with the usual numbers.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections: 8,
            acquire_timeout: Duration::from_secs(3),
        }
    }
}

/// A database: where to read and where to write. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db(Arc<Pools>);

#[derive(Debug)]
struct Pools {
    read: DatabaseConnection,
    write: DatabaseConnection,
    dialect: Dialect,
    feed: watch::Sender<u64>,
}

impl Db {
    /// Connects. The file of a SQLite database is made where it does not exist.
    pub async fn connect(settings: &Settings) -> Result<Self, Error> {
        let pools = if settings.url.starts_with("sqlite:") {
            Pools {
                write: Database::connect(sqlite(settings, 1, WRITER_PAGES_KB)).await?,
                read: Database::connect(sqlite(settings, settings.connections, READER_PAGES_KB))
                    .await?,
                dialect: Dialect::Sqlite,
                feed: watch::Sender::new(0),
            }
        } else {
            let pool = Database::connect(postgres(settings)).await?;
            Pools {
                read: pool.clone(),
                write: pool,
                dialect: Dialect::Postgres,
                feed: watch::Sender::new(0),
            }
        };
        Ok(Self(Arc::new(pools)))
    }

    /// The connections to read with.
    pub fn read(&self) -> &DatabaseConnection {
        &self.0.read
    }

    /// The connections that [`crate::write`] opens its transactions on.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.0.write
    }

    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        self.0.dialect
    }

    /// Changes with every commit of this process that moves the feed.
    pub fn feed(&self) -> watch::Receiver<u64> {
        self.0.feed.subscribe()
    }

    pub(crate) fn feed_moved(&self) {
        self.0.feed.send_modify(|moves| *moves += 1);
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        self.0.read.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Counts the tables for the planner: after very many rows were written at once. A planner that
    /// believes a table to be empty reads it whole, and PostgreSQL believes what it counted until it
    /// counts again: tables without a row are left to its own guess.
    pub async fn analyse(&self) -> Result<(), Error> {
        let sql = match self.0.dialect {
            Dialect::Sqlite => "ANALYZE".to_owned(),
            Dialect::Postgres => format!("ANALYZE {}", self.filled().await?),
        };
        self.0.write.execute_unprepared(&sql).await?;
        Ok(())
    }

    /// The tables that hold anything, on PostgreSQL.
    async fn filled(&self) -> Result<String, Error> {
        let sql = "SELECT string_agg(format('%I', relname), ', ') AS tables FROM pg_class \
                   WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace \
                   AND pg_relation_size(oid) > 0";
        let row = crate::first(&self.0.write, sql, vec![]).await?;
        let tables = row.map(|row| row.try_get::<Option<String>>("", "tables"));
        Ok(tables.transpose()?.flatten().unwrap_or_default())
    }

    /// Closes the pools; SQLite folds its log into the file.
    pub async fn close(self) {
        let _ = self.0.read.clone().close().await;
        let _ = self.0.write.clone().close().await;
    }
}

/// The pages that SQLite's writer keeps.
const WRITER_PAGES_KB: u32 = 8_000;
/// The pages that each reader keeps: few, for there are many of them, and the system keeps the file
/// in memory once for all.
const READER_PAGES_KB: u32 = 1_000;

fn sqlite(settings: &Settings, connections: u32, pages_kb: u32) -> ConnectOptions {
    let url = if settings.url.contains('?') {
        settings.url.clone()
    } else {
        format!("{}?mode=rwc", settings.url)
    };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(settings.acquire_timeout.max(Duration::from_secs(10)))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(256)
                .pragma("temp_store", "MEMORY")
                .pragma("cache_size", format!("-{pages_kb}"))
        });
    options
}

fn postgres(settings: &Settings) -> ConnectOptions {
    let mut options = ConnectOptions::new(settings.url.clone());
    options
        .max_connections(settings.connections)
        .min_connections(0)
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .set_application_name("ocop-market");
    options
}
