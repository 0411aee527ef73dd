//! Payments by card: made at the card company after the order is written, and brought into agreement
//! with it by one function, whoever noticed that something moved.
//!
//! A try is stored before it is sent (`payments::begin`), so that what a lost answer left behind is
//! found again. Nothing that arrives is believed but which payment to read.

mod argue;
mod compare;
mod give_back;
mod hear;
mod onboard;
mod open;
mod pay;
mod pay_out;
mod reconcile;
mod take_back;
mod watch;

use argue::status_of;
use gateway::Gateway;
use kernel::{PaymentId, Timestamp};
use payments::{Attempt, AttemptKind, NewAttempt, Payment};
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::{App, Error};

pub(crate) use compare::{compare, write};
pub use give_back::give_back;
pub use hear::{NotHeard, hear, heard};
pub(crate) use onboard::account_heard;
pub use onboard::{account, onboard};
pub use open::{glance, open};
pub use pay_out::pay_out;
pub use reconcile::{reconcile, sweep};
pub use take_back::take_back;

/// What a buyer's browser pays by card with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardKeys {
    /// The market's, which everybody may know.
    pub publishable_key: String,
    /// This payment's.
    pub client_secret: String,
}

impl CardKeys {
    /// What an open payment by card is paid with, where it is known.
    pub async fn of(app: &App, payment: &Payment) -> Result<Option<Self>, Error> {
        let Some(cards) = app
            .cards
            .as_ref()
            .filter(|_| payment.is_card() && payment.is_wanted())
        else {
            return Ok(None);
        };
        let tries = payments::attempts(app.db.read(), payment.id).await?;
        let secret = tries
            .into_iter()
            .filter(|attempt| attempt.kind == AttemptKind::Intent && !attempt.is_settled())
            .find_map(|attempt| attempt.client_secret);
        Ok(secret.map(|client_secret| Self {
            publishable_key: cards.publishable_key().to_owned(),
            client_secret,
        }))
    }
}

/// Writes down that a payment by card is to be made.
pub(crate) async fn begin(tx: &Tx, payment: &Payment, now: Timestamp) -> Result<(), Error> {
    let new = NewAttempt {
        payment: payment.id,
        kind: AttemptKind::Intent,
        subject: payment.id.uuid(),
        amount: payment.amount,
    };
    payments::begin(tx, new, now).await?;
    Ok(())
}

fn gateway(app: &App) -> Result<&Gateway, Error> {
    app.cards.as_ref().ok_or(Error::NoCards)
}

/// The tries to have a payment by card made, the oldest first.
async fn intents(app: &App, payment: PaymentId) -> Result<Vec<Attempt>, Error> {
    let mut tries = payments::attempts(app.db.read(), payment).await?;
    tries.retain(|attempt| attempt.kind == AttemptKind::Intent);
    Ok(tries)
}
