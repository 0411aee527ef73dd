//! What the buyer and the payee say before any money is written down.

use kernel::{Actor, PaymentId, Timestamp, Vnd};
use serde_json::json;
use store::{Tx, execute};

use crate::payment::locked;
use crate::receive::record;
use crate::{Error, Payment, Status};

/// The buyer says that they have paid: whether that is news. Nobody needs to say so of cash at the
/// door.
pub async fn report(tx: &Tx, payment: PaymentId) -> Result<bool, Error> {
    let payment = &locked(tx, payment).await?;
    if payment.method == "cod" {
        return Err(Error::CashAtTheDoor);
    }
    if payment.is_card() {
        // The card company says so, nobody else.
        return Ok(false);
    }
    match payment.status {
        Status::Pending | Status::PartlyPaid => {}
        Status::Reported | Status::Paid | Status::Overpaid => return Ok(false),
        other => return Err(Error::State(other)),
    }
    set(tx, payment, Status::Reported).await?;
    Ok(true)
}

/// The payee has looked and found nothing, or no more than before: whether that is news.
pub async fn not_received(
    tx: &Tx,
    payment: PaymentId,
    actor: Actor,
    now: Timestamp,
) -> Result<bool, Error> {
    let payment = &locked(tx, payment).await?;
    let status = match payment.status {
        Status::Reported if payment.received == Vnd::ZERO => Status::Pending,
        Status::Reported => Status::PartlyPaid,
        Status::Pending | Status::PartlyPaid => return Ok(false),
        other => return Err(Error::State(other)),
    };
    set(tx, payment, status).await?;
    let detail = json!({ "payment": payment.id });
    record(tx, payment, ("payments.not_received", detail), actor, now).await?;
    Ok(true)
}

async fn set(tx: &Tx, payment: &Payment, status: Status) -> Result<(), Error> {
    let sql =
        "UPDATE payments SET status = $3, version = version + 1 WHERE id = $1 AND version = $2";
    let values = vec![
        payment.id.uuid().into(),
        payment.version.into(),
        status.as_str().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::State(payment.status));
    }
    Ok(())
}
