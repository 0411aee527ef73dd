//! The JSON door, `/api/v1`: each handler parses, calls one use-case and answers.
//!
//! `router.rs` is the whole API on one page; the OpenAPI document is made from the same routes, so
//! that they cannot drift. Every operation states its policy as the extension `x-policy`, and a
//! test fails where one does not.
//!
//! What it does not do: rules. Those are in the domains and in `market`.

mod accounts;
mod admin;
mod age_declarations;
mod card_events;
mod carts;
mod certificate;
mod checkouts;
mod notices;
mod one_tap;
mod openapi;
mod orders;
mod producer;
mod public;
mod router;
mod scans;
mod schema;
mod style;
mod tracking;
mod uploads;
mod webhooks;

pub use openapi::document;
pub use router::{router, routes};
