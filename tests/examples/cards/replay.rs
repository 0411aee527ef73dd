//! What was recorded of one database is sent to another by sqlx alone.

use std::str::FromStr;
use std::time::Duration;

use futures_util::future::join_all;
use sea_orm::Value;
use sea_orm::sqlx::postgres::{PgPool, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{self, AssertSqlSafe, Postgres, Sqlite};
use store::Sent;

use crate::webhooks::Turn;

/// sqlx's own pools, set up as the market sets up its own: who reads, and who writes.
pub(crate) enum Bare {
    Sqlite(SqlitePool, SqlitePool),
    Postgres(PgPool),
}

/// A statement with its values bound.
macro_rules! query {
    ($database:ty, $statement:expr) => {{
        let mut query = sqlx::query::<$database>(AssertSqlSafe($statement.sql.clone()));
        for value in $statement.values.iter().flat_map(|values| &values.0) {
            query = match value {
                Value::BigInt(n) => query.bind(*n),
                Value::String(text) => query.bind(text.clone()),
                Value::Uuid(id) => query.bind(*id),
                other => panic!("{other:?} is not bound here"),
            };
        }
        query
    }};
}

/// What was sent, in the order in which it was.
macro_rules! sent {
    ($database:ty, $read:expr, $begin:expr, $sent:expr) => {{
        let mut open = None;
        for sent in $sent {
            match sent {
                Sent::Opened => open = Some($begin.await.unwrap()),
                Sent::Committed => open.take().unwrap().commit().await.unwrap(),
                Sent::Statement(statement) => {
                    let query = query!($database, statement);
                    match &mut open {
                        Some(tx) => query.fetch_all(&mut **tx).await.unwrap(),
                        None => query.fetch_all($read).await.unwrap(),
                    };
                }
            }
        }
    }};
}

impl Bare {
    pub(crate) async fn open(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)
                .unwrap()
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .statement_cache_capacity(256)
                .busy_timeout(Duration::from_secs(10));
            let pool = async |most| {
                let pool = SqlitePoolOptions::new()
                    .max_connections(most)
                    .acquire_timeout(Duration::from_mins(1))
                    .test_before_acquire(false);
                pool.connect_with(options.clone()).await.unwrap()
            };
            return Self::Sqlite(pool(8).await, pool(1).await);
        }
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_mins(1))
            .test_before_acquire(false);
        Self::Postgres(pool.connect(url).await.unwrap())
    }

    /// As the market did it: some at once where it did some at once.
    pub(crate) async fn replay(&self, turn: Turn) {
        join_all(turn.heard.iter().map(|sent| self.send(sent))).await;
        self.send(&turn.taken).await;
        join_all(turn.followed.iter().map(|sent| self.send(sent))).await;
        self.send(&turn.put_away).await;
    }

    async fn send(&self, sent: &[Sent]) {
        match self {
            Self::Sqlite(read, write) => {
                sent!(Sqlite, read, write.begin_with("BEGIN IMMEDIATE"), sent);
            }
            Self::Postgres(pool) => sent!(Postgres, pool, pool.begin(), sent),
        }
    }
}
