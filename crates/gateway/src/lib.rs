//! The card gateway: what this market asks of Stripe, and how it hears of what happened there.
//!
//! Vocabulary: an *intent* is one payment by card; a *transfer* moves a producer's share to its
//! *account* at Stripe, a *reversal* takes some of it back; a *line* is one row of Stripe's own
//! balance. An *event* is Stripe's word that something happened, signed.
//!
//! **Invariant:** whatever moves money is sent under a key of the caller's, stored before the first
//! try; a try after a lost answer bears the same key.
//! **Invariant:** only a refusal by Stripe itself (4xx) is a refusal. A timeout, a 500, an answer
//! that cannot be read mean that the outcome is unknown: the caller reads back.
//! **Invariant:** no call waits without end, and none is made inside a database transaction.
//!
//! What it does not do: know orders, shares or books. Stripe's library is heavy to build; this
//! crate alone knows it.

#![deny(clippy::as_conversions, clippy::float_arithmetic)]
#![warn(missing_docs)]

mod call;
mod connect;
mod dispute;
mod error;
mod event;
mod intent;
mod lines;
mod refund;
mod settings;

use std::sync::Arc;
use std::time::Duration;

pub use connect::{Account, NewTransfer, Reversal, Transfer};
pub use dispute::{Dispute, Outcome};
pub use error::Error;
pub use event::{BadSignature, Event, Signed, TOLERANCE_MS, sign};
pub use intent::{Intent, IntentStatus, NewIntent};
pub use lines::Line;
pub use refund::{NewRefund, Refund};
pub use settings::{BadSettings, Settings};

/// The way to Stripe. Cheap to clone.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

struct Inner {
    client: stripe::Client,
    settings: Settings,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gateway(…)")
    }
}

impl Gateway {
    /// Opens the way; nothing is sent yet.
    pub fn open(settings: Settings) -> Result<Self, BadSettings> {
        settings.check()?;
        let client = stripe::ClientBuilder::new(settings.secret_key.as_str())
            .url(settings.base())
            .timeout(Duration::from_millis(settings.timeout_ms))
            .build()
            .map_err(|_err| BadSettings::SecretKey)?;
        Ok(Self(Arc::new(Inner { client, settings })))
    }

    /// What a browser pays with.
    pub fn publishable_key(&self) -> &str {
        &self.0.settings.publishable_key
    }

    /// Where a browser gets its script.
    pub fn script(&self) -> &str {
        &self.0.settings.script
    }
}
