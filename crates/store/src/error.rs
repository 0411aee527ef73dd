use sea_orm::{DbErr, RuntimeErr};

use crate::rules;

/// Why the database refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A named constraint was violated: the rule's name, the same on both databases.
    #[error("the rule {0} does not admit it")]
    Rule(&'static str),
    /// Somebody else was faster; the whole attempt may be made again.
    #[error("the database is busy")]
    Busy(#[source] DbErr),
    /// The database does not answer.
    #[error("the database does not answer")]
    Unavailable(#[source] DbErr),
    /// Anything else is a bug, a foreign key included.
    #[error(transparent)]
    Other(DbErr),
    /// The schema cannot be brought up to date.
    #[error("{0}")]
    Schema(String),
}

/// An error that may be the database's own.
pub trait Transient {
    /// Whether the whole attempt may be made again.
    fn is_busy(&self) -> bool;
}

impl Transient for Error {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Busy(_))
    }
}

impl From<DbErr> for Error {
    fn from(err: DbErr) -> Self {
        if let DbErr::ConnectionAcquire(_) | DbErr::Conn(_) = err {
            return Self::Unavailable(err);
        }
        let Some(cause) = sqlx_error(&err) else {
            return Self::Other(err);
        };
        match cause {
            sea_orm::sqlx::Error::Database(refusal) => {
                let constraint = refusal.constraint().map(str::to_owned);
                let (code, message) = (refusal.code().unwrap_or_default(), refusal.message());
                if let Some(rule) = rules::broken(constraint.as_deref(), message) {
                    Self::Rule(rule)
                } else if is_busy(&code) {
                    Self::Busy(err)
                } else if is_away(&code) {
                    Self::Unavailable(err)
                } else {
                    Self::Other(err)
                }
            }
            sea_orm::sqlx::Error::Io(_)
            | sea_orm::sqlx::Error::PoolTimedOut
            | sea_orm::sqlx::Error::PoolClosed
            | sea_orm::sqlx::Error::Tls(_)
            | sea_orm::sqlx::Error::WorkerCrashed
            // What a connection says that died in the middle of an answer.
            | sea_orm::sqlx::Error::Protocol(_) => Self::Unavailable(err),
            _ => Self::Other(err),
        }
    }
}

fn sqlx_error(err: &DbErr) -> Option<&sea_orm::sqlx::Error> {
    match err {
        DbErr::Exec(RuntimeErr::SqlxError(e))
        | DbErr::Query(RuntimeErr::SqlxError(e))
        | DbErr::Conn(RuntimeErr::SqlxError(e)) => Some(e),
        _ => None,
    }
}

/// Serialisation failure, deadlock; SQLite's BUSY and its extended codes.
fn is_busy(code: &str) -> bool {
    matches!(
        code,
        "40001" | "40P01" | "55P03" | "5" | "261" | "517" | "6"
    )
}

/// Connection exceptions, shutdown and start-up of the server, too many connections.
fn is_away(code: &str) -> bool {
    code.len() == 5 && (code.starts_with("08") || code.starts_with("57P") || code == "53300")
}
