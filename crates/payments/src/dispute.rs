//! What a card's bank took back of a payment: while it is argued about, and how that ended.

use kernel::{PaymentId, Timestamp, Vnd, words};
use serde_json::json;
use store::{Row, Tx, execute, first, rows};
use uuid::Uuid;

use crate::ledger::{self, About, Account, Cause, Posting};
use crate::{Error, TO_CARD};

words! {
    /// How an argument with a card's bank stands.
    DisputeStatus {
        /// It goes on; the money is not here.
        Open = "open",
        /// The money is back.
        Won = "won",
        /// The money is gone: who bears it, a person says.
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

/// Writes down how an argument stands; whether it is a new one. Forward only: one that has ended stays
/// so. What was won lets refunds that waited go on.
pub async fn dispute(tx: &Tx, told: &Disputed<'_>, now: Timestamp) -> Result<bool, Error> {
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
        return Ok(news);
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
    Ok(news)
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
