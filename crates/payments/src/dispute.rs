//! What a card's bank took back of a payment: while it is argued about, and how that ended. What is
//! lost is as if it were paid back: each order bears its own share, of what it has not earned yet or
//! of what its producer is owed, or owes where it was paid; where a rule says so, the market bears it
//! and the sale stands.

mod bears;

use kernel::{OrderId, PaymentId, ProducerId, Timestamp, Vnd, words};
use serde_json::json;
use store::{Row, Tx, execute, first, for_update, rows};
use uuid::Uuid;

pub use self::bears::Bears;
use crate::ledger::{self, About, Account, Cause, Posting};
use crate::refund::{Owed, taken_back_by_bank, taken_by_bank, waiting};
use crate::{Error, Payer, TO_CARD};

words! {
    /// How an argument with a card's bank stands.
    DisputeStatus {
        /// It goes on; the money is not here.
        Open = "open",
        /// The money is back.
        Won = "won",
        /// The money is gone: its orders bear it.
        Lost = "lost",
    }
}

/// What the card company says of an argument.
#[derive(Debug, Clone, Copy)]
pub struct Disputed<'a> {
    /// What the card company calls it.
    pub provider_id: &'a str,
    /// About which payment.
    pub payment: PaymentId,
    /// How much was taken back.
    pub amount: Vnd,
    /// How it stands.
    pub status: DisputeStatus,
}

/// What was news of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argued {
    /// It has begun.
    pub begun: bool,
    /// It is lost: what was taken is to be borne ([`bear`]).
    pub lost: bool,
}

/// Writes down how an argument stands; what of it is news. Forward only: one that has ended stays so.
/// What was won lets refunds that waited go on.
pub async fn dispute(tx: &Tx, told: &Disputed<'_>, now: Timestamp) -> Result<Argued, Error> {
    let id = kernel::mint(now);
    let sql = "INSERT INTO disputes (id, provider_id, payment_id, amount, status, opened_at) \
        VALUES ($1, $2, $3, $4, 'open', $5) ON CONFLICT (provider_id) DO NOTHING";
    let values = vec![
        id.into(),
        told.provider_id.into(),
        told.payment.uuid().into(),
        told.amount.0.into(),
        now.0.into(),
    ];
    let news = execute(tx, sql, values).await? == 1;
    if news {
        let taken = (Account::Disputes, Account::Stripe);
        post(tx, (id, told), taken, Cause::Disputed, now).await?;
    }
    if told.status == DisputeStatus::Open {
        return Ok(Argued {
            begun: news,
            lost: false,
        });
    }
    let sql = "UPDATE disputes SET status = $2, closed_at = $3 WHERE provider_id = $1 AND status = 'open'";
    let values = vec![
        told.provider_id.into(),
        told.status.as_str().into(),
        now.0.into(),
    ];
    let ended = execute(tx, sql, values).await? == 1;
    if ended && told.status == DisputeStatus::Won {
        let back = (Account::Stripe, Account::Disputes);
        post(
            tx,
            (own(tx, told).await?, told),
            back,
            Cause::DisputeWon,
            now,
        )
        .await?;
        let sql = "SELECT id FROM refunds WHERE payment_id = $1 AND status = 'due' ORDER BY id";
        for row in rows(tx, sql, vec![told.payment.uuid().into()]).await? {
            let refund = kernel::RefundId(row.try_get("", "id")?);
            jobs::enqueue(tx, TO_CARD, &json!({ "refund": refund }), now).await?;
        }
    }
    Ok(Argued {
        begun: news,
        lost: ended && told.status == DisputeStatus::Lost,
    })
}

/// What a card's bank took for good is paid back to its buyer: refunds of that payment that waited have
/// left so, and the rest is each order's share of what was paid and not paid back, with who bears it.
/// What is more than all of it stays where it is, for a person.
pub async fn bear(
    tx: &Tx,
    told: &Disputed<'_>,
    sellers: &[(OrderId, ProducerId, Payer)],
    now: Timestamp,
) -> Result<Vnd, Error> {
    let mut left = told.amount;
    for refund in waiting(tx, told.payment).await? {
        if refund.amount <= left {
            taken_by_bank(tx, &refund, told.provider_id, now).await?;
            left = Vnd(left.0.saturating_sub(refund.amount.0));
        }
    }
    let shares = remaining(tx, told.payment).await?;
    let most: Vec<Vnd> = shares.iter().map(|(_, remains)| *remains).collect();
    let all = Vnd(most
        .iter()
        .fold(0, |sum: i64, share| sum.saturating_add(share.0)));
    let borne = left.min(all);
    for ((order, _), amount) in shares.iter().zip(borne.spread(&most)) {
        let seller = sellers.iter().find(|(own, ..)| own == order);
        let (order, producer, bears) = *seller.ok_or(Error::NotFound)?;
        let owed = Owed {
            order,
            producer,
            case: None,
            amount,
            reason: "disputed",
        };
        let of = (told.payment, told.provider_id, bears);
        taken_back_by_bank(tx, &owed, of, now).await?;
    }
    Ok(Vnd(left.0.saturating_sub(borne.0)))
}

/// What is left of each order's share, locked until the transaction ends.
async fn remaining(tx: &Tx, payment: PaymentId) -> Result<Vec<(OrderId, Vnd)>, Error> {
    let sql = format!(
        "SELECT order_id, captured - refunded AS remains FROM payment_orders \
         WHERE payment_id = $1 AND captured > refunded ORDER BY order_id{}",
        for_update(tx)
    );
    let read = |row: &Row| {
        let order = OrderId(row.try_get("", "order_id")?);
        Ok((order, Vnd(row.try_get("", "remains")?)))
    };
    let found = rows(tx, &sql, vec![payment.uuid().into()]).await?;
    found.iter().map(read).collect()
}

async fn own(tx: &Tx, told: &Disputed<'_>) -> Result<Uuid, Error> {
    let sql = "SELECT id FROM disputes WHERE provider_id = $1";
    let row = first(tx, sql, vec![told.provider_id.into()]).await?;
    let id = |row: Row| row.try_get("", "id");
    Ok(row.map(id).ok_or(Error::NotFound)??)
}

async fn post(
    tx: &Tx,
    (subject, told): (Uuid, &Disputed<'_>),
    (debit, credit): (Account, Account),
    cause: Cause,
    now: Timestamp,
) -> Result<(), Error> {
    let posting = Posting {
        debit,
        credit,
        amount: told.amount,
        cause,
        about: About {
            subject,
            order: None,
            payment: Some(told.payment),
        },
    };
    ledger::post(tx, &[posting], now).await
}
