//! What needs two domains in one transaction, and the reactions to events.
//!
//! Checkout, cancelling with stock and refund, approving, suspending, and the worker that runs
//! jobs and deadlines. A use-case whose transaction touches one domain lives in that domain's
//! crate; the front doors call it there.
//!
//! **Invariant:** no network call inside a database transaction; a side effect is a job.

mod app;
mod apply;
mod daily;
mod error;
mod job;
mod links;
mod react;
pub mod work;

pub use app::{App, OpenError, Settings};
pub use apply::apply;
pub use error::Error;
pub use links::address;
