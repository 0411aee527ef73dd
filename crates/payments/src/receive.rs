use kernel::{Actor, Day, OrderId, PaymentId, ReceiptId, Timestamp, Vnd};
use serde_json::json;
use store::{Tx, execute, first, insert};
use uuid::Uuid;

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
    /// Whether the payee lets go of what is missing.
    pub forgive: bool,
}

/// What a receipt made of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// Which payment.
    pub payment: PaymentId,
    /// Where it stands now.
    pub status: Status,
    /// What came too much by this receipt.
    pub surplus: Vnd,
    /// The receipt.
    pub receipt: ReceiptId,
    /// How much it says.
    pub amount: Vnd,
    /// How much more, or less, is let go of since it came.
    pub forgiven: i64,
    /// Who holds the money.
    pub custody: Custody,
}

/// The payee says that money came for an order. Said again under the bank's own number, or without
/// one of what is paid in full, it holds and nothing is answered.
pub async fn receive(
    tx: &Tx,
    order: OrderId,
    receipt: &Receipt,
    actor: Actor,
    now: Timestamp,
) -> Result<Option<Received>, Error> {
    if !(1..=MOST).contains(&receipt.amount.0) {
        return Err(Error::Amount { min: 1, max: MOST });
    }
    let payments = locked(tx, order).await?;
    let payment = payments.first().ok_or(Error::NotFound)?;
    let told = match &receipt.bank_ref {
        // Cash is taken once, whatever number it comes to the bank under.
        Some(_) if payment.method == "cod" && payment.remaining() == Vnd::ZERO => true,
        Some(bank_ref) => is_written(tx, payment.id, bank_ref).await?,
        None => payment.remaining() == Vnd::ZERO,
    };
    if told {
        return Ok(None);
    }
    let received = payment
        .received
        .plus(receipt.amount)
        .map_err(|_too_large| Error::Amount { min: 1, max: MOST })?;
    let forgiven = forgiven(tx, payment, (receipt, received), now).await?;
    let settled = Vnd(received.0.saturating_add(forgiven.0));
    let status = after_receipt(payment.status, payment.amount, settled).map_err(Error::State)?;
    let over = |sum: Vnd| sum.0.saturating_sub(payment.amount.0).max(0);
    let surplus = over(received).saturating_sub(over(payment.received));
    let sql = "UPDATE payments SET status = $3, received = $4, forgiven = $5, surplus = surplus + $6, \
        version = version + 1 WHERE id = $1 AND version = $2";
    let values = vec![
        payment.id.uuid().into(),
        payment.version.into(),
        status.as_str().into(),
        received.0.into(),
        forgiven.0.into(),
        surplus.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::State(payment.status));
    }
    capture(tx, payment, received).await?;
    let id = ReceiptId::new(now);
    write(tx, (id, payment.id, order), receipt, actor, now).await?;
    let detail = json!({
        "payment": payment.id,
        "amount": receipt.amount.0,
        "received": received.0,
        "forgiven": forgiven.0,
        "bank_ref": receipt.bank_ref,
    });
    record(tx, order, ("payments.receive", detail), actor, now).await?;
    Ok(Some(Received {
        payment: payment.id,
        status,
        surplus: Vnd(surplus),
        receipt: id,
        amount: receipt.amount,
        forgiven: forgiven.0.saturating_sub(payment.forgiven.0),
        custody: payment.custody,
    }))
}

async fn is_written(tx: &Tx, payment: PaymentId, bank_ref: &str) -> Result<bool, Error> {
    let sql = "SELECT id FROM payment_receipts WHERE payment_id = $1 AND bank_ref = $2";
    let values = vec![payment.uuid().into(), bank_ref.into()];
    Ok(first(tx, sql, values).await?.is_some())
}

/// What the payee lets go of: what is missing, up to what today's rule allows.
async fn forgiven(
    tx: &Tx,
    payment: &Payment,
    (receipt, received): (&Receipt, Vnd),
    now: Timestamp,
) -> Result<Vnd, Error> {
    let missing = payment.amount.0.saturating_sub(received.0).max(0);
    if !receipt.forgive || missing == 0 {
        // What was let go of before stays so, as far as it is still missing.
        return Ok(Vnd(payment.forgiven.0.min(missing)));
    }
    let most: i64 = rules::value(tx, "payment.forgive_up_to", "*", Day::of(now)).await?;
    if missing > most {
        return Err(Error::Forgive {
            missing: Vnd(missing),
            most: Vnd(most),
        });
    }
    Ok(Vnd(missing))
}

async fn write(
    tx: &Tx,
    (id, payment, order): (ReceiptId, PaymentId, OrderId),
    receipt: &Receipt,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let columns = [
        "id",
        "payment_id",
        "order_id",
        "amount",
        "bank_ref",
        "account_id",
        "capacity",
        "received_at",
    ];
    let row = vec![
        id.uuid().into(),
        payment.uuid().into(),
        order.uuid().into(),
        receipt.amount.0.into(),
        receipt.bank_ref.clone().into(),
        actor.account.map(Uuid::from).into(),
        actor.capacity.as_str().into(),
        now.0.into(),
    ];
    Ok(insert(tx, "payment_receipts", &columns, vec![row]).await?)
}

/// What was received belongs to the payment's one order, up to its share.
async fn capture(tx: &Tx, payment: &Payment, received: Vnd) -> Result<(), Error> {
    let captured = received.min(payment.amount);
    let sql = "UPDATE payment_orders SET captured = $2 WHERE payment_id = $1";
    execute(tx, sql, vec![payment.id.uuid().into(), captured.0.into()]).await?;
    Ok(())
}

async fn record(
    tx: &Tx,
    order: OrderId,
    (action, detail): (&'static str, serde_json::Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject_kind: "order",
        subject_id: order.to_string(),
        detail,
    };
    Ok(audit::record(tx, entry, now).await?)
}

/// The order has arrived: cash that nobody has written down was taken at its door.
pub async fn collected(tx: &Tx, order: OrderId, now: Timestamp) -> Result<Option<Received>, Error> {
    let payments = locked(tx, order).await?;
    let Some(payment) = payments.first() else {
        return Ok(None);
    };
    let open = matches!(payment.status, Status::Pending | Status::PartlyPaid);
    if payment.method != "cod" || !open {
        return Ok(None);
    }
    let receipt = Receipt {
        amount: payment.remaining(),
        bank_ref: None,
        forgive: false,
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
    let sql = "UPDATE payments SET status = 'cancelled', version = version + 1 \
        WHERE status IN ('pending', 'reported') AND received = 0 \
        AND id IN (SELECT payment_id FROM payment_orders WHERE order_id = $1)";
    execute(tx, sql, vec![order.uuid().into()]).await?;
    Ok(())
}

/// The buyer says that they have paid: whether that is news. Nobody needs to say so of cash at the
/// door.
pub async fn report(tx: &Tx, order: OrderId) -> Result<bool, Error> {
    let payments = locked(tx, order).await?;
    let payment = payments.first().ok_or(Error::NotFound)?;
    if payment.method == "cod" {
        return Err(Error::CashAtTheDoor);
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
    order: OrderId,
    actor: Actor,
    now: Timestamp,
) -> Result<bool, Error> {
    let payments = locked(tx, order).await?;
    let payment = payments.first().ok_or(Error::NotFound)?;
    let status = match payment.status {
        Status::Reported if payment.received == Vnd::ZERO => Status::Pending,
        Status::Reported => Status::PartlyPaid,
        Status::Pending | Status::PartlyPaid => return Ok(false),
        other => return Err(Error::State(other)),
    };
    set(tx, payment, status).await?;
    let detail = json!({ "payment": payment.id });
    record(tx, order, ("payments.not_received", detail), actor, now).await?;
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
