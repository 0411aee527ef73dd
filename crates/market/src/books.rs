//! What an order's steps and its money do in the ledger: the postings are `payments::ledger`'s, what
//! they need to know of the order is known here.

use kernel::{BankLineId, RemittanceLineId, Timestamp, Vnd};
use orders::Standing;
use payments::ledger::{self, About, Account, Came, Cause, Charges, Earned, Posting};
use payments::{Custody, Received};
use store::Tx;

use crate::Error;

/// Money came for an order, or something of it was let go of: its own part of what was received.
pub(crate) async fn came(
    tx: &Tx,
    standing: &Standing,
    received: &Received,
    now: Timestamp,
) -> Result<(), Error> {
    Ok(ledger::post(tx, &postings(tx, standing, received).await?, now).await?)
}

/// The same of money that lay on the market's account until a person knew what it is for.
pub(crate) async fn recognised(
    tx: &Tx,
    standing: &Standing,
    received: &Received,
    now: Timestamp,
) -> Result<(), Error> {
    let mut postings = postings(tx, standing, received).await?;
    for posting in &mut postings {
        if posting.debit == Account::Bank {
            posting.debit = Account::Unmatched;
        }
    }
    Ok(ledger::post(tx, &postings, now).await?)
}

async fn postings(
    tx: &Tx,
    standing: &Standing,
    received: &Received,
) -> Result<Vec<Posting>, Error> {
    let own = received.parts.iter().find(|part| part.order == standing.id);
    let Some(part) = own else {
        return Ok(vec![]);
    };
    let mut forgiven = part.forgiven;
    if forgiven < 0 {
        // Where the order ended, that was taken back already.
        let book = ledger::book(tx, standing.id).await?;
        forgiven = forgiven.max(book.let_go_of().0.saturating_neg());
    }
    Ok(ledger::came(&Came {
        receipt: received.receipt,
        payment: received.payment,
        order: standing.id,
        producer: standing.producer,
        custody: received.custody,
        amount: part.amount,
        forgiven,
    }))
}

/// Money came to the market's account, and nobody knows what for.
pub(crate) async fn unknown(
    tx: &Tx,
    line: BankLineId,
    amount: Vnd,
    now: Timestamp,
) -> Result<(), Error> {
    let posting = Posting {
        debit: Account::Bank,
        credit: Account::Unmatched,
        amount,
        cause: Cause::Unmatched,
        about: About {
            subject: line.uuid(),
            order: None,
            payment: None,
        },
    };
    Ok(ledger::post(tx, &[posting], now).await?)
}

/// A carrier handed on to the producer what it took for an order.
pub(crate) async fn handed_on(
    tx: &Tx,
    standing: &Standing,
    (line, amount): (RemittanceLineId, Vnd),
    now: Timestamp,
) -> Result<(), Error> {
    let book = ledger::book(tx, standing.id).await?;
    let of = (line.uuid(), standing.id, standing.producer);
    let to = (Custody::Producer, amount);
    Ok(ledger::post(tx, &ledger::handed_on(&book, of, to), now).await?)
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

/// The order ended unsold, and what came is owed back: nothing is let go of or borne any more.
pub(crate) async fn ended(tx: &Tx, standing: &Standing, now: Timestamp) -> Result<(), Error> {
    let book = ledger::book(tx, standing.id).await?;
    let back = ledger::borne_back(&book, standing.id);
    Ok(ledger::post(tx, &back, now).await?)
}
