use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgPool, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{self, Postgres, Sqlite};
use uuid::Uuid;

/// A value of a statement.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Id(Uuid),
    Number(i64),
    Text(&'static str),
    Word(String),
}

/// A statement and its values.
pub(crate) type Statement = (&'static str, Vec<Cell>);

/// sqlx's own pools, set up as the market sets up its own.
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A statement with its values bound; both databases spell it alike.
macro_rules! query {
    ($database:ty, $statement:expr) => {{
        let (sql, cells) = $statement;
        let mut query = sqlx::query::<$database>(*sql);
        for cell in cells {
            query = match cell {
                Cell::Id(id) => query.bind(*id),
                Cell::Number(n) => query.bind(*n),
                Cell::Text(text) => query.bind(*text),
                Cell::Word(word) => query.bind(word.as_str()),
            };
        }
        query
    }};
}

/// Every statement in one transaction; whether all of it was done.
macro_rules! transaction {
    ($database:ty, $begun:expr, $statements:expr) => {{
        let mut tx = $begun.await.unwrap();
        let mut rows = 0;
        for statement in $statements {
            match query!($database, statement).execute(&mut *tx).await {
                Ok(done) => rows = done.rows_affected(),
                Err(_deadlock) => return false,
            }
        }
        // The last one is the guard of the stock: two of two.
        rows == 2 && tx.commit().await.is_ok()
    }};
}

impl Pool {
    pub(crate) async fn open(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)
                .unwrap()
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .statement_cache_capacity(256)
                .busy_timeout(Duration::from_secs(10));
            let pool = SqlitePoolOptions::new()
                .max_connections(1)
                .acquire_timeout(Duration::from_mins(1));
            return Self::Sqlite(pool.connect_with(options).await.unwrap());
        }
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_mins(1))
            .test_before_acquire(false);
        Self::Postgres(pool.connect(url).await.unwrap())
    }

    pub(crate) async fn transaction(&self, statements: &[Statement]) -> bool {
        match self {
            Self::Sqlite(pool) => {
                transaction!(Sqlite, pool.begin_with("BEGIN IMMEDIATE"), statements)
            }
            Self::Postgres(pool) => transaction!(Postgres, pool.begin(), statements),
        }
    }

    /// One statement in a transaction of its own.
    pub(crate) async fn inserted(&self, statement: &Statement) -> bool {
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
                query!(Sqlite, statement).execute(&mut *tx).await.unwrap();
                tx.commit().await.is_ok()
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await.unwrap();
                query!(Postgres, statement).execute(&mut *tx).await.unwrap();
                tx.commit().await.is_ok()
            }
        }
    }

    /// Whether places in a statement are numbered. Plain ones are quicker on SQLite, whose driver
    /// takes a numbered place for a name.
    pub(crate) fn is_numbered(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Runs one statement by itself.
    pub(crate) async fn execute(&self, statement: &Statement) {
        match self {
            Self::Sqlite(pool) => {
                query!(Sqlite, statement).execute(pool).await.unwrap();
            }
            Self::Postgres(pool) => {
                query!(Postgres, statement).execute(pool).await.unwrap();
            }
        }
    }

    /// The rows of three ids that a query answers.
    pub(crate) async fn ids(&self, sql: &'static str) -> Vec<(Uuid, Uuid, Uuid)> {
        match self {
            Self::Sqlite(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
        }
    }
}
