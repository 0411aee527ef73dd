use kernel::{Actor, OrderId, PaymentId, ProducerId, RefundId, Timestamp, Vnd};
use serde_json::json;
use store::{Tx, Values, execute, first, for_update, insert};
use uuid::Uuid;

use super::due::deadline;
use super::{Owed, Payer, RefundStatus, SURPLUS, record};
use crate::ledger::{self, Owes};
use crate::{Custody, Error};

/// Something is owed to the buyer of an order; none where nothing of it is left.
pub async fn owe(
    tx: &Tx,
    owed: &Owed<'_>,
    actor: Actor,
    now: Timestamp,
) -> Result<Option<RefundId>, Error> {
    let sql = format!(
        "SELECT s.payment_id, s.captured - s.refunded AS remains, p.custody FROM payment_orders s \
         JOIN payments p ON p.id = s.payment_id WHERE s.order_id = $1 AND s.captured > s.refunded \
         ORDER BY s.payment_id LIMIT 1{}",
        for_update(tx)
    );
    let Some(row) = first(tx, &sql, vec![owed.order.uuid().into()]).await? else {
        return Ok(None);
    };
    let payment = PaymentId(row.try_get("", "payment_id")?);
    let custody: String = row.try_get("", "custody")?;
    let custody = Custody::parse(&custody).ok_or(Error::Unreadable(custody))?;
    let amount = owed.amount.min(Vnd(row.try_get("", "remains")?));
    if amount <= Vnd::ZERO {
        return Ok(None);
    }
    let sql = "UPDATE payment_orders SET refunded = refunded + $3 WHERE payment_id = $1 AND order_id = $2";
    let values = vec![
        payment.uuid().into(),
        owed.order.uuid().into(),
        amount.0.into(),
    ];
    execute(tx, sql, values).await?;
    let id = RefundId::new(now);
    write(tx, (id, payment, amount, payer(custody)), owed, actor, now).await?;
    told(tx, (id, owed, amount), (custody, actor), now).await?;
    Ok(Some(id))
}

/// The order ended without its goods: all that was taken for it is owed.
pub async fn fall_due(
    tx: &Tx,
    (order, producer): (OrderId, ProducerId),
    reason: &'static str,
    now: Timestamp,
) -> Result<Option<RefundId>, Error> {
    let owed = Owed {
        order,
        producer,
        case: None,
        amount: Vnd(i64::MAX),
        reason,
    };
    owe(tx, &owed, Actor::SYSTEM, now).await
}

/// More came than was asked for: the rest is owed at once. It never was the order's own.
pub async fn owe_surplus(
    tx: &Tx,
    (order, producer): (OrderId, ProducerId),
    (payment, amount): (PaymentId, Vnd),
    now: Timestamp,
) -> Result<RefundId, Error> {
    let sql = "SELECT custody FROM payments WHERE id = $1";
    let row = first(tx, sql, vec![payment.uuid().into()]).await?;
    let custody: String = row.ok_or(Error::NotFound)?.try_get("", "custody")?;
    let custody = Custody::parse(&custody).ok_or(Error::Unreadable(custody))?;
    let owed = Owed {
        order,
        producer,
        case: None,
        amount,
        reason: SURPLUS,
    };
    let id = RefundId::new(now);
    let what = (id, payment, amount, payer(custody));
    write(tx, what, &owed, Actor::SYSTEM, now).await?;
    let by = (custody, Actor::SYSTEM);
    told(tx, (id, &owed, amount), by, now).await?;
    Ok(id)
}

/// A card's bank took some of what was paid for an order: it is owed, and has left. Its seller bears it,
/// or the market does.
pub(crate) async fn taken_back_by_bank(
    tx: &Tx,
    owed: &Owed<'_>,
    (payment, dispute, bears): (PaymentId, &str, Payer),
    now: Timestamp,
) -> Result<(), Error> {
    if owed.amount <= Vnd::ZERO {
        return Ok(());
    }
    let sql = "UPDATE payment_orders SET refunded = refunded + $3 WHERE payment_id = $1 AND order_id = $2";
    let values = vec![
        payment.uuid().into(),
        owed.order.uuid().into(),
        owed.amount.0.into(),
    ];
    execute(tx, sql, values).await?;
    let id = RefundId::new(now);
    let what = (id, payment, owed.amount, Payer::Market);
    match bears {
        Payer::Producer => write(tx, what, owed, Actor::SYSTEM, now).await?,
        Payer::Market => {
            row(tx, what, owed, Actor::SYSTEM, now).await?;
            let debt = debt(tx, (id, payment, owed.amount), owed).await?;
            ledger::post(tx, &[ledger::lost(&debt)], now).await?;
        }
    }
    let detail = json!({ "amount": owed.amount.0, "reason": owed.reason, "borne_by": bears });
    let which = (id, owed.order);
    record(tx, which, ("payments.owe", detail), Actor::SYSTEM, now).await?;
    let refund = super::refund(tx, id).await?;
    super::taken_by_bank(tx, &refund, dispute, now).await
}

/// What is owed stands in the audit, and its buyer is asked where it goes; to a card it goes by itself.
async fn told(
    tx: &Tx,
    (id, owed, amount): (RefundId, &Owed<'_>, Vnd),
    (custody, actor): (Custody, Actor),
    now: Timestamp,
) -> Result<(), Error> {
    let detail = json!({ "amount": amount.0, "reason": owed.reason });
    record(tx, (id, owed.order), ("payments.owe", detail), actor, now).await?;
    let kind = match custody {
        Custody::Stripe => crate::TO_CARD,
        Custody::Producer | Custody::Carrier | Custody::Market => "payments.refund_due",
    };
    Ok(jobs::enqueue(tx, kind, &json!({ "refund": id }), now).await?)
}

const fn payer(custody: Custody) -> Payer {
    match custody {
        Custody::Producer | Custody::Carrier => Payer::Producer,
        Custody::Market | Custody::Stripe => Payer::Market,
    }
}

/// The refund, and what it does in the order's book.
async fn write(
    tx: &Tx,
    what: (RefundId, PaymentId, Vnd, Payer),
    owed: &Owed<'_>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    row(tx, what, owed, actor, now).await?;
    let (id, payment, amount, _payer) = what;
    let debt = debt(tx, (id, payment, amount), owed).await?;
    if debt.paid_out {
        // Where the card company paid it out, it may be taken back there.
        jobs::enqueue(tx, crate::TAKE_BACK, &json!({ "refund": id }), now).await?;
    }
    let book = ledger::book(tx, owed.order).await?;
    ledger::post(tx, &ledger::owes(&book, &debt), now).await
}

async fn debt(
    tx: &Tx,
    (refund, payment, amount): (RefundId, PaymentId, Vnd),
    owed: &Owed<'_>,
) -> Result<Owes, Error> {
    Ok(Owes {
        refund,
        payment,
        order: owed.order,
        producer: owed.producer,
        amount,
        paid_out: crate::payouts::is_paid_out(tx, owed.order).await?,
    })
}

async fn row(
    tx: &Tx,
    (id, payment, amount, payer): (RefundId, PaymentId, Vnd, Payer),
    owed: &Owed<'_>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let columns = [
        "id",
        "payment_id",
        "order_id",
        "producer_id",
        "case_id",
        "amount",
        "payer",
        "status",
        "due_at",
        "reason",
        "created_by",
        "created_at",
        "version",
    ];
    let values: Values = vec![
        id.uuid().into(),
        payment.uuid().into(),
        owed.order.uuid().into(),
        owed.producer.uuid().into(),
        owed.case.map(Uuid::from).into(),
        amount.0.into(),
        payer.as_str().into(),
        RefundStatus::Due.as_str().into(),
        deadline(tx, now).await?.0.into(),
        owed.reason.into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
        1i64.into(),
    ];
    Ok(insert(tx, "refunds", &columns, vec![values]).await?)
}
