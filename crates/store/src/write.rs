use std::time::Duration;

use migrations::Dialect;
use sea_orm::{
    AccessMode, DatabaseTransaction, IsolationLevel, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use crate::{Db, Error, Transient};

/// A write transaction. Dropped without `commit`, it rolls back.
pub type Tx = DatabaseTransaction;

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
    Ok(db.writer().begin_with_options(options).await?)
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
