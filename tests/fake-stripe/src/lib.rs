//! A stand-in for Stripe: what this market asks of it, in memory, with a journal of what it did.
//!
//! It is held by Stripe's own SDKs (`tests/stripe-sdks`), never by Stripe: no run against Stripe
//! itself was made. It knows payment intents with test cards and a 3-D Secure step, refunds,
//! accounts and their onboarding, transfers and reversals, payouts, disputes, balance transactions, events
//! and signed webhooks; keys for idempotency are kept as Stripe keeps them, answers of 500
//! included.
//!
//! `/_fake/…` is its own desk: the journal, the faults to come, what becomes of webhooks. `/pay/…`
//! is a pay page, `/onboard/…` a producer's, `/v3/` the script in the place of Stripe's own.
//!
//! What it does not do: currencies other than whole ones, customers, subscriptions, payouts of
//! connected accounts to their banks other than by its desk, API versions.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    reason = "a test's tool: what it does not expect ends it, and its server lives as long as it"
)]
#![recursion_limit = "256"]

mod accounts;
mod books;
mod cards;
mod desk;
mod disputes;
mod door;
mod faults;
mod form;
mod hooks;
mod intents;
mod keys;
mod list;
mod pages;
mod payouts;
mod refunds;
mod refused;
mod serve;
mod transfers;
mod world;

pub use faults::{Fault, Manner};
pub use hooks::{Delivery, signature};
pub use serve::Fake;
pub use world::Settings;
