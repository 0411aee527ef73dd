//! Durable jobs: immediate effects and their retries, written in the caller's own transaction.
//!
//! A job is a kind and a payload of ids; this crate knows neither orders nor mail. It is claimed
//! under a lease, so that a node that dies gives it back, and it is deleted once done; one that
//! cannot be done becomes a dead letter that stays until somebody looks.
//!
//! **Invariant:** no personal data in a payload.
//! **Invariant:** a job runs at least once; what it does must bear being done twice.
//!
//! What it does not do: deadlines. Those are stored columns that a sweeper claims by index.

#![warn(missing_docs)]

mod claim;
mod dead;
mod enqueue;
mod retries;
mod settle;

pub use claim::{Job, claim, next_due};
pub use dead::{Dead, list_dead, revive};
pub use enqueue::{enqueue, enqueue_all};
pub use retries::pause_after;
pub use settle::{Outcome, finish, settle, settle_in};

/// How long a claimed job belongs to its node: so short that what a node had in its hands when it
/// died is done within a minute.
pub const LEASE_MS: i64 = 45_000;
