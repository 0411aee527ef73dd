//! What an order's steps and its money do in the ledger: the postings are `payments::ledger`'s, what
//! they need to know of the order is known here.

use kernel::{Timestamp, Vnd};
use orders::Standing;
use payments::Received;
use payments::ledger::{self, Came, Charges, Earned};
use store::Tx;

use crate::Error;

/// Money came for an order, or something of it was let go of.
pub(crate) async fn came(
    tx: &Tx,
    standing: &Standing,
    received: &Received,
    now: Timestamp,
) -> Result<(), Error> {
    let mut forgiven = received.forgiven;
    if forgiven < 0 {
        // Where the order ended, that was taken back already.
        let book = ledger::book(tx, standing.id).await?;
        forgiven = forgiven.max(book.let_go_of().0.saturating_neg());
    }
    let came = Came {
        receipt: received.receipt,
        payment: received.payment,
        order: standing.id,
        producer: standing.producer,
        custody: received.custody,
        amount: received.amount,
        forgiven,
    };
    Ok(ledger::post(tx, &ledger::came(&came), now).await?)
}

/// Cash at the door that nobody has written down was taken when the box arrived.
pub(crate) async fn collected(tx: &Tx, standing: &Standing, now: Timestamp) -> Result<(), Error> {
    match payments::collected(tx, standing.id, now).await? {
        Some(received) => came(tx, standing, &received, now).await,
        None => Ok(()),
    }
}

/// The order is completed: what came for it is its producer's, less what it was charged.
pub(crate) async fn completed(tx: &Tx, standing: &Standing, now: Timestamp) -> Result<(), Error> {
    collected(tx, standing, now).await?;
    let payee: String = rules::value(tx, "shipping.passed_to", "*", standing.placed_on).await?;
    let shipping = if payee == "market" {
        standing.shipping
    } else {
        Vnd::ZERO
    };
    let earned = Earned {
        order: standing.id,
        producer: standing.producer,
        charges: Charges {
            total: standing.total,
            shipping,
            commission: standing.charges.commission,
            vat: standing.charges.vat,
            pit: standing.charges.pit,
        },
    };
    let book = ledger::book(tx, standing.id).await?;
    Ok(ledger::post(tx, &ledger::earned(&book, &earned), now).await?)
}

/// The order ended unsold, and what came is owed back: nothing is let go of any more.
pub(crate) async fn ended(tx: &Tx, standing: &Standing, now: Timestamp) -> Result<(), Error> {
    let book = ledger::book(tx, standing.id).await?;
    let back = ledger::forgiven_back(&book, standing.id);
    Ok(ledger::post(tx, &back, now).await?)
}
