use kernel::{Actor, OrderId, Timestamp, Vnd};
use serde_json::json;
use store::{Tx, execute};

use crate::payment::locked;
use crate::status::after_receipt;
use crate::{Custody, Error, Payment, Status};

/// The most that one receipt may say.
const MOST: i64 = 1_000_000_000_000;

/// What came in for an order.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// How much.
    pub amount: Vnd,
    /// The bank's own number for it.
    pub bank_ref: Option<String>,
}

/// The payee says that money came for an order. Said again of what is already paid, it holds.
pub async fn receive(
    tx: &Tx,
    order: OrderId,
    receipt: &Receipt,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if !(1..=MOST).contains(&receipt.amount.0) {
        return Err(Error::Amount { min: 1, max: MOST });
    }
    let payments = locked(tx, order).await?;
    let payment = payments.first().ok_or(Error::NotFound)?;
    if payment.remaining() == Vnd::ZERO {
        return Ok(());
    }
    let received = payment
        .received
        .plus(receipt.amount)
        .map_err(|_too_large| Error::Amount { min: 1, max: MOST })?;
    let status = after_receipt(payment.status, payment.amount, received).map_err(Error::State)?;
    let sql = "UPDATE payments SET status = $3, received = $4, version = version + 1 WHERE id = $1 AND version = $2";
    let values = vec![
        payment.id.uuid().into(),
        payment.version.into(),
        status.as_str().into(),
        received.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::State(payment.status));
    }
    capture(tx, payment, received).await?;
    let detail = json!({
        "payment": payment.id,
        "amount": receipt.amount.0,
        "received": received.0,
        "bank_ref": receipt.bank_ref,
    });
    let entry = audit::Entry {
        actor,
        action: "payments.receive",
        subject_kind: "order",
        subject_id: order.to_string(),
        detail,
    };
    Ok(audit::record(tx, entry, now).await?)
}

/// What was received belongs to the payment's one order, up to its share.
async fn capture(tx: &Tx, payment: &Payment, received: Vnd) -> Result<(), Error> {
    let captured = received.min(payment.amount);
    let sql = "UPDATE payment_orders SET captured = $2 WHERE payment_id = $1";
    execute(tx, sql, vec![payment.id.uuid().into(), captured.0.into()]).await?;
    Ok(())
}

/// The order has arrived: cash that nobody has written down was taken at its door.
pub async fn collected(tx: &Tx, order: OrderId, now: Timestamp) -> Result<(), Error> {
    let payments = locked(tx, order).await?;
    let Some(payment) = payments.first() else {
        return Ok(());
    };
    let open = matches!(payment.status, Status::Pending | Status::PartlyPaid);
    if payment.method != "cod" || !open {
        return Ok(());
    }
    let receipt = Receipt {
        amount: payment.remaining(),
        bank_ref: None,
    };
    receive(tx, order, &receipt, Actor::SYSTEM, now).await
}

/// Who takes the cash, known once the box is handed over.
pub async fn hand_over(tx: &Tx, order: OrderId, custody: Custody) -> Result<(), Error> {
    let sql = "UPDATE payments SET custody = $2, version = version + 1 WHERE method = 'cod' AND custody <> $2 \
        AND id IN (SELECT payment_id FROM payment_orders WHERE order_id = $1)";
    let values = vec![order.uuid().into(), custody.as_str().into()];
    execute(tx, sql, values).await?;
    Ok(())
}

/// The order ended before anything was paid: nothing is wanted any more.
pub async fn cancel(tx: &Tx, order: OrderId) -> Result<(), Error> {
    let sql = "UPDATE payments SET status = 'cancelled', version = version + 1 WHERE status = 'pending' AND received = 0 \
        AND id IN (SELECT payment_id FROM payment_orders WHERE order_id = $1)";
    execute(tx, sql, vec![order.uuid().into()]).await?;
    Ok(())
}

/// The buyer says that they have paid. Nobody needs to say so of cash at the door.
pub async fn report(tx: &Tx, order: OrderId) -> Result<(), Error> {
    let payments = locked(tx, order).await?;
    let payment = payments.first().ok_or(Error::NotFound)?;
    if payment.method == "cod" {
        return Err(Error::CashAtTheDoor);
    }
    // The other ways to pay come with their own landing; until then none can be opened.
    Err(Error::State(payment.status))
}
