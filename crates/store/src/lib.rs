//! The databases: connecting, the schema, write transactions, and what a refused write means; and
//! Redis, for what nodes share and may lose.
//!
//! SQLite is the embedded default: one writer connection whose transactions are IMMEDIATE, and a
//! pool of readers. PostgreSQL is one pool. Which one is behind a [`Db`] is decided by its URL
//! alone, and nothing above this crate asks.
//!
//! **Invariant:** [`write`] is the only way to open a write transaction.
//! **Invariant:** no truth lies in Redis; nobody waits for it longer than [`shared::PATIENCE`].
//! **Invariant:** a violated constraint arrives as [`Error::Rule`] with the rule's name on both
//! databases.
//!
//! What it does not do: it knows no table but its own record of the schema, and no domain.

#![warn(missing_docs)]

mod connect;
mod count;
#[cfg(debug_assertions)]
pub mod dies;
mod error;
mod migrate;
mod places;
mod rules;
pub mod shared;
mod sql;
mod write;

pub use connect::{Db, Settings};
pub use count::{Sent, counted, recorded, watched};
pub use error::{Error, Transient};
pub use migrate::{migrate, pending};
pub use shared::Shared;
pub use sql::{Row, Rows, Values, execute, first, for_update, in_list, insert, rows, values_list};
pub use write::{Snapshot, Tx, retry, snapshot, write};

pub use sea_orm::{ConnectionTrait, Value};
