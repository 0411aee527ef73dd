use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use migrations::Dialect;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel,
    QueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use crate::count::{self, Sent};
use crate::{Db, Error, Transient};

/// A write transaction. Dropped without `commit`, it rolls back.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    db: Db,
    moves_feed: AtomicBool,
}

impl Tx {
    /// Says that this transaction moves the feed: its commit wakes who follows ([`Db::feed`]).
    pub fn moves_feed(&self) {
        self.moves_feed.store(true, Ordering::Relaxed);
    }

    /// Makes it so.
    pub async fn commit(self) -> Result<(), DbErr> {
        #[cfg(debug_assertions)]
        crate::dies::at(crate::dies::Side::Before);
        self.inner.commit().await?;
        #[cfg(debug_assertions)]
        crate::dies::at(crate::dies::Side::After);
        count::record(|| Sent::Committed);
        if self.moves_feed.into_inner() {
            self.db.feed_moved();
        }
        Ok(())
    }

    /// Leaves everything as it was.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}

/// The database as it was at one moment, to be read only. Nobody waits for it.
#[derive(Debug)]
pub struct Snapshot(DatabaseTransaction);

#[async_trait]
impl ConnectionTrait for Snapshot {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
    }
}

/// Opens a snapshot: what is written meanwhile is not seen in it.
pub async fn snapshot(db: &Db) -> Result<Snapshot, Error> {
    let options = match db.dialect() {
        Dialect::Sqlite => TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            ..TransactionOptions::default()
        },
        Dialect::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
    };
    Ok(Snapshot(db.read().begin_with_options(options).await?))
}

/// How often a whole attempt is made again when somebody else was faster.
const ATTEMPTS: u32 = 8;

/// Opens a write transaction: IMMEDIATE on SQLite's single writer, READ COMMITTED on PostgreSQL.
pub async fn write(db: &Db) -> Result<Tx, Error> {
    let options = match db.dialect() {
        Dialect::Sqlite => TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        },
        Dialect::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::ReadCommitted),
            access_mode: Some(AccessMode::ReadWrite),
            ..TransactionOptions::default()
        },
    };
    let inner = db.writer().begin_with_options(options).await?;
    count::record(|| Sent::Opened);
    Ok(Tx {
        inner,
        db: db.clone(),
        moves_feed: AtomicBool::new(false),
    })
}

/// Repeats a whole attempt while the database says that somebody else was faster.
pub async fn retry<T, E, F, Attempt>(mut attempt: F) -> Result<T, E>
where
    E: Transient,
    F: FnMut() -> Attempt,
    Attempt: Future<Output = Result<T, E>>,
{
    let mut tries = 0;
    loop {
        match attempt().await {
            Err(err) if err.is_busy() && tries < ATTEMPTS => {
                tries += 1;
                let [jitter] = kernel::random::bytes::<1>();
                tokio::time::sleep(Duration::from_millis(
                    u64::from(jitter) / 8 * u64::from(tries),
                ))
                .await;
            }
            result => return result,
        }
    }
}
