use kernel::{Actor, BankLineId, Day, OrderId, PaymentId, ReceiptId, Timestamp, Vnd};
use serde_json::json;
use store::{Tx, execute, first, insert};
use uuid::Uuid;

use crate::payment::{locked, of_orders};
use crate::{Custody, Error, Payment, Share, Status, status};

/// The most that one receipt may say.
pub(crate) const MOST: i64 = 1_000_000_000_000;

/// What came in.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// How much.
    pub amount: Vnd,
    /// The bank's own number for it.
    pub bank_ref: Option<String>,
    /// Whether the payee lets go of what is missing.
    pub forgive: bool,
    /// The line of the market's account that told of it.
    pub line: Option<BankLineId>,
}

/// What of a receipt is one order's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which order.
    pub order: OrderId,
    /// How much came for it; what is too much comes with the first.
    pub amount: Vnd,
    /// How much more, or less, of it is let go of since then.
    pub forgiven: i64,
}

/// What a receipt made of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Which payment.
    pub payment: PaymentId,
    /// Where it stands now.
    pub status: Status,
    /// What came too much by this receipt.
    pub surplus: Vnd,
    /// The receipt.
    pub receipt: ReceiptId,
    /// What of it is each order's.
    pub parts: Vec<Part>,
    /// Who holds the money.
    pub custody: Custody,
}

/// The payee says that money came. Said again under the bank's own number, or without one of what is
/// paid in full, it holds and nothing is answered. All or nothing: orders that share a payment begin
/// once all of it is there.
pub async fn receive(
    tx: &Tx,
    payment: PaymentId,
    receipt: &Receipt,
    actor: Actor,
    now: Timestamp,
) -> Result<Option<Received>, Error> {
    if !(1..=MOST).contains(&receipt.amount.0) {
        return Err(Error::Amount { min: 1, max: MOST });
    }
    let payment = &locked(tx, payment).await?;
    let told = match &receipt.bank_ref {
        _ if receipt.line.is_some() => false,
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
        .map_err(Error::too_large)?;
    let forgiven = forgiven(tx, payment, (receipt, received), now).await?;
    let settled = Vnd(received.0.saturating_add(forgiven.0));
    let status = after_receipt(payment, receipt, settled)?;
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
    let captured = capture(tx, payment, receipt.amount).await?;
    let id = ReceiptId::new(now);
    write(tx, (id, payment.id), receipt, actor, now).await?;
    let detail = json!({
        "payment": payment.id,
        "amount": receipt.amount.0,
        "received": received.0,
        "forgiven": forgiven.0,
        "bank_ref": receipt.bank_ref,
        "line": receipt.line,
    });
    record(tx, payment, ("payments.receive", detail), actor, now).await?;
    Ok(Some(Received {
        payment: payment.id,
        status,
        surplus: Vnd(surplus),
        receipt: id,
        parts: parts(payment, &captured, Vnd(surplus), forgiven),
        custody: payment.custody,
    }))
}

/// What of it is each order's. What is let go of is all that is missing, so that each bears its own.
fn parts(payment: &Payment, captured: &[Vnd], surplus: Vnd, forgiven: Vnd) -> Vec<Part> {
    let let_go = |of: Vnd, missing: i64| if of > Vnd::ZERO { missing } else { 0 };
    let shares = payment.shares.iter().zip(captured).enumerate();
    let part = |(at, (share, came)): (usize, (&Share, &Vnd))| {
        let before = share.missing().0;
        let after = before.saturating_sub(came.0);
        let extra = if at == 0 { surplus.0 } else { 0 };
        Part {
            order: share.order,
            amount: Vnd(came.0.saturating_add(extra)),
            forgiven: let_go(forgiven, after) - let_go(payment.forgiven, before),
        }
    };
    shares.map(part).collect()
}

/// Where a payment stands when so much of it has come. What the bank told came, even of what went back
/// already: it is owed again.
fn after_receipt(payment: &Payment, receipt: &Receipt, settled: Vnd) -> Result<Status, Error> {
    let went_back = matches!(payment.status, Status::PartlyRefunded | Status::Refunded);
    if !went_back || receipt.line.is_none() {
        return status::after_receipt(payment.status, payment.amount, settled)
            .map_err(Error::State);
    }
    Ok(if payment.received >= payment.amount {
        payment.status
    } else {
        Status::PartlyRefunded
    })
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
    let_go(tx, Vnd(missing), now).await
}

/// The payee lets go of all that is missing, up to what today's rule allows: the payment is paid.
pub async fn forgive(
    tx: &Tx,
    payment: PaymentId,
    actor: Actor,
    now: Timestamp,
) -> Result<Received, Error> {
    let payment = &locked(tx, payment).await?;
    let partly = matches!(payment.status, Status::PartlyPaid | Status::Reported);
    if !partly || payment.received == Vnd::ZERO {
        return Err(Error::State(payment.status));
    }
    let missing = let_go(tx, payment.remaining(), now).await?;
    let sql = "UPDATE payments SET status = $3, forgiven = $4, version = version + 1 WHERE id = $1 AND version = $2";
    let values = vec![
        payment.id.uuid().into(),
        payment.version.into(),
        Status::Paid.as_str().into(),
        missing.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::State(payment.status));
    }
    let detail = json!({ "payment": payment.id, "forgiven": missing.0 });
    record(tx, payment, ("payments.forgive", detail), actor, now).await?;
    let nothing = vec![Vnd::ZERO; payment.shares.len()];
    Ok(Received {
        payment: payment.id,
        status: Status::Paid,
        surplus: Vnd::ZERO,
        // No money came: the ledger knows it by the payment, of which it happens once.
        receipt: ReceiptId(payment.id.uuid()),
        parts: parts(payment, &nothing, Vnd::ZERO, missing),
        custody: payment.custody,
    })
}

/// So much may be let go of today.
async fn let_go(tx: &Tx, missing: Vnd, now: Timestamp) -> Result<Vnd, Error> {
    let most: i64 = rules::value(tx, "payment.forgive_up_to", "*", Day::of(now)).await?;
    let most = Vnd(most);
    if missing > most {
        return Err(Error::Forgive { missing, most });
    }
    Ok(missing)
}

async fn write(
    tx: &Tx,
    (id, payment): (ReceiptId, PaymentId),
    receipt: &Receipt,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let columns = [
        "id",
        "payment_id",
        "amount",
        "bank_ref",
        "line_id",
        "account_id",
        "capacity",
        "received_at",
    ];
    let row = vec![
        id.uuid().into(),
        payment.uuid().into(),
        receipt.amount.0.into(),
        receipt.bank_ref.clone().into(),
        receipt.line.map(Uuid::from).into(),
        actor.account.map(Uuid::from).into(),
        actor.capacity.as_str().into(),
        now.0.into(),
    ];
    Ok(insert(tx, "payment_receipts", &columns, vec![row]).await?)
}

/// What newly came is spread over what each share still lacks, by largest remainder: no share ever
/// loses what it has, and together they have what came, up to the whole.
async fn capture(tx: &Tx, payment: &Payment, came: Vnd) -> Result<Vec<Vnd>, Error> {
    let missing: Vec<Vnd> = payment.shares.iter().map(Share::missing).collect();
    let wanted = Vnd::sum(missing.iter().copied()).map_err(Error::too_large)?;
    let sql = "UPDATE payment_orders SET captured = captured + $3 WHERE payment_id = $1 AND order_id = $2";
    let parts = came.min(wanted).spread(&missing);
    for (share, part) in payment.shares.iter().zip(&parts) {
        let values = vec![
            payment.id.uuid().into(),
            share.order.uuid().into(),
            part.0.into(),
        ];
        execute(tx, sql, values).await?;
    }
    Ok(parts)
}

/// Stands at each order, so that whoever asks about one of them finds it.
pub(crate) async fn record(
    tx: &Tx,
    payment: &Payment,
    (action, detail): (&'static str, serde_json::Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    for order in payment.orders() {
        let entry = audit::Entry {
            actor,
            action,
            subject_kind: "order",
            subject_id: order.to_string(),
            detail: detail.clone(),
        };
        audit::record(tx, entry, now).await?;
    }
    Ok(())
}

/// The order has arrived: cash that nobody has written down was taken at its door.
pub async fn collected(tx: &Tx, order: OrderId, now: Timestamp) -> Result<Option<Received>, Error> {
    let Some(payment) = of_orders(tx, &[order]).await?.into_iter().next() else {
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
        line: None,
    };
    receive(tx, payment.id, &receipt, Actor::SYSTEM, now).await
}
