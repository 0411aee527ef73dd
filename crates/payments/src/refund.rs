//! What is owed to a buyer: due, sent, confirmed.

use kernel::{
    Actor, CaseId, Day, HOUR_MS, OrderId, PaymentId, ProducerId, RefundId, Timestamp, Vnd,
};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, Values, execute, first, for_update, insert, rows};
use uuid::Uuid;

use crate::status::words;
use crate::{Custody, Error, Status};

words! {
    /// Who pays it.
    Payer {
        /// The producer, who has the money or gets it from the carrier.
        Producer = "producer",
        /// The market.
        Market = "market",
    }
}

words! {
    /// Where a refund stands.
    RefundStatus {
        /// It is owed.
        Due = "due",
        /// The payer says that it is on its way.
        Sent = "sent",
        /// The buyer has it.
        Confirmed = "confirmed",
        /// It did not arrive.
        Failed = "failed",
    }
}

/// What falls due.
#[derive(Debug, Clone, Copy)]
pub struct Owed<'a> {
    /// Of which order.
    pub order: OrderId,
    /// Who sold.
    pub producer: ProducerId,
    /// For which case, if for one.
    pub case: Option<CaseId>,
    /// How much at most; never more than was captured and not paid back yet.
    pub amount: Vnd,
    /// Why: a code.
    pub reason: &'a str,
}

/// What is owed to a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Which.
    pub id: RefundId,
    /// Of which order.
    pub order: OrderId,
    /// Who sold.
    pub producer: ProducerId,
    /// For which case.
    pub case: Option<CaseId>,
    /// The code that the payment is recognised by.
    pub reference: String,
    /// How much.
    pub amount: Vnd,
    /// Who pays it.
    pub payer: Payer,
    /// Where it stands.
    pub status: RefundStatus,
    /// Until when it is to be sent.
    pub due_at: Timestamp,
    /// Since when it is overdue.
    pub overdue_at: Option<Timestamp>,
    /// Why: a code.
    pub reason: String,
    /// The bank's number for it.
    pub bank_ref: Option<String>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// Whether the buyer said where it goes.
    pub has_destination: bool,
}

/// Which refunds are listed; what is due first comes first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Refunds {
    /// Of this order.
    pub order: Option<OrderId>,
    /// This producer's.
    pub producer: Option<ProducerId>,
    /// Those that stand there.
    pub status: Option<RefundStatus>,
}

/// Until when what falls due now is to be paid.
pub(crate) async fn deadline(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Timestamp, Error> {
    let hours: i64 = rules::value(db, "refund.hours", "*", Day::of(now)).await?;
    Ok(now.plus_ms(hours.saturating_mul(HOUR_MS)))
}

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
    record(
        tx,
        (id, owed.order),
        (
            "payments.owe",
            json!({ "amount": amount.0, "reason": owed.reason }),
        ),
        actor,
        now,
    )
    .await?;
    jobs::enqueue(tx, "payments.refund_due", &json!({ "refund": id }), now).await?;
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

const fn payer(custody: Custody) -> Payer {
    match custody {
        Custody::Producer | Custody::Carrier => Payer::Producer,
        Custody::Market | Custody::Stripe => Payer::Market,
    }
}

async fn write(
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
    let row: Values = vec![
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
    Ok(insert(tx, "refunds", &columns, vec![row]).await?)
}

async fn record(
    tx: &Tx,
    (refund, order): (RefundId, OrderId),
    (action, mut detail): (&'static str, serde_json::Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("order".to_owned(), json!(order));
    }
    let entry = audit::Entry {
        actor,
        action,
        subject_kind: "refund",
        subject_id: refund.to_string(),
        detail,
    };
    Ok(audit::record(tx, entry, now).await?)
}

/// The payer says that it is on its way. Said again, it holds.
pub async fn send(
    tx: &Tx,
    refund: &Refund,
    bank_ref: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if matches!(refund.status, RefundStatus::Sent | RefundStatus::Confirmed) {
        return Ok(());
    }
    let sql = "UPDATE refunds SET status = 'sent', sent_at = $2, bank_ref = $3, version = version + 1 \
        WHERE id = $1 AND status IN ('due', 'failed')";
    let values = vec![
        refund.id.uuid().into(),
        now.0.into(),
        bank_ref.map(str::to_owned).into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::RefundState(refund.status));
    }
    let sql = "UPDATE payments SET version = version + 1, status = CASE WHEN \
        (SELECT SUM(r.amount) FROM refunds r WHERE r.payment_id = payments.id AND r.status IN ('sent', 'confirmed')) >= received \
        THEN $2 ELSE $3 END WHERE id = (SELECT payment_id FROM refunds WHERE id = $1)";
    let values = vec![
        refund.id.uuid().into(),
        Status::Refunded.as_str().into(),
        Status::PartlyRefunded.as_str().into(),
    ];
    execute(tx, sql, values).await?;
    let which = (refund.id, refund.order);
    record(tx, which, ("payments.send_refund", json!({})), actor, now).await?;
    let payload = json!({ "refund": refund.id });
    Ok(jobs::enqueue(tx, "payments.refund_sent", &payload, now).await?)
}

/// The buyer has it: where it went is nobody's business any more.
pub async fn confirm(tx: &Tx, refund: &Refund, actor: Actor, now: Timestamp) -> Result<(), Error> {
    if refund.status == RefundStatus::Confirmed {
        return Ok(());
    }
    let sql = "UPDATE refunds SET status = 'confirmed', confirmed_at = $2, version = version + 1 \
        WHERE id = $1 AND status = 'sent'";
    let values = vec![refund.id.uuid().into(), now.0.into()];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::RefundState(refund.status));
    }
    let sql = "DELETE FROM refund_destinations WHERE refund_id = $1";
    execute(tx, sql, vec![refund.id.uuid().into()]).await?;
    let which = (refund.id, refund.order);
    record(
        tx,
        which,
        ("payments.confirm_refund", json!({})),
        actor,
        now,
    )
    .await
}

/// The refunds whose deadline has passed.
pub async fn due_refunds(
    db: &impl ConnectionTrait,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<RefundId>, Error> {
    let sql = "SELECT id FROM refunds WHERE status = 'due' AND overdue_at IS NULL AND due_at <= $1 \
        ORDER BY due_at, id LIMIT $2";
    let found = rows(db, sql, vec![now.0.into(), limit.into()]).await?;
    let id = |row: &Row| Ok(RefundId(row.try_get("", "id")?));
    found.iter().map(id).collect()
}

/// The deadline has passed. Where the buyer has not said where the money goes, they are asked again
/// and its payer gets the same time again; else it is overdue. Whether it is.
pub async fn pass_deadline(tx: &Tx, refund: &Refund, now: Timestamp) -> Result<bool, Error> {
    let overdue = refund.has_destination;
    let next = deadline(tx, now).await?;
    let sql = "UPDATE refunds SET overdue_at = $2, due_at = $3, version = version + 1 \
        WHERE id = $1 AND status = 'due' AND overdue_at IS NULL AND due_at <= $4";
    let values = vec![
        refund.id.uuid().into(),
        overdue.then_some(now.0).into(),
        if overdue { refund.due_at.0 } else { next.0 }.into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Ok(false);
    }
    let kind = if overdue {
        "payments.refund_overdue"
    } else {
        "payments.refund_due"
    };
    jobs::enqueue(tx, kind, &json!({ "refund": refund.id }), now).await?;
    Ok(overdue)
}

/// Whether anything of what was paid for an order is still there.
pub async fn paid(db: &impl ConnectionTrait, order: OrderId) -> Result<bool, Error> {
    let sql =
        "SELECT payment_id FROM payment_orders WHERE order_id = $1 AND captured > refunded LIMIT 1";
    Ok(first(db, sql, vec![order.uuid().into()]).await?.is_some())
}

/// Whether a producer owes something that is overdue.
pub async fn owes(db: &impl ConnectionTrait, producer: ProducerId) -> Result<bool, Error> {
    let sql = "SELECT id FROM refunds WHERE producer_id = $1 AND payer = 'producer' AND status = 'due' \
        AND overdue_at IS NOT NULL LIMIT 1";
    Ok(first(db, sql, vec![producer.uuid().into()])
        .await?
        .is_some())
}

/// A refund.
pub async fn refund(db: &impl ConnectionTrait, id: RefundId) -> Result<Refund, Error> {
    let found = load(db, "r.id = $1", vec![id.uuid().into()]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Refunds, at most 100.
pub async fn list_refunds(db: &impl ConnectionTrait, which: Refunds) -> Result<Vec<Refund>, Error> {
    let clause = "($1 = 0 OR r.order_id = $2) AND ($3 = 0 OR r.producer_id = $4) \
        AND (CAST($5 AS TEXT) IS NULL OR r.status = $5) ORDER BY r.due_at, r.id LIMIT 100";
    let (order, producer) = (which.order.map(Uuid::from), which.producer.map(Uuid::from));
    let values = vec![
        i64::from(order.is_some()).into(),
        order.unwrap_or(Uuid::nil()).into(),
        i64::from(producer.is_some()).into(),
        producer.unwrap_or(Uuid::nil()).into(),
        which.status.map(|s| s.as_str().to_owned()).into(),
    ];
    load(db, clause, values).await
}

async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: Values,
) -> Result<Vec<Refund>, Error> {
    let sql = format!(
        "SELECT r.*, p.reference, d.given_at FROM refunds r \
         JOIN payments p ON p.id = r.payment_id LEFT JOIN refund_destinations d ON d.refund_id = r.id WHERE {clause}"
    );
    rows(db, &sql, values).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Refund, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let instant = |column: &str| row.try_get::<Option<i64>>("", column);
    let (payer, status) = (text("payer")?, text("status")?);
    Ok(Refund {
        id: RefundId(row.try_get("", "id")?),
        order: OrderId(row.try_get("", "order_id")?),
        producer: ProducerId(row.try_get("", "producer_id")?),
        case: row.try_get::<Option<Uuid>>("", "case_id")?.map(CaseId),
        reference: text("reference")?,
        amount: Vnd(row.try_get("", "amount")?),
        payer: Payer::parse(&payer).ok_or(Error::Unreadable(payer))?,
        status: RefundStatus::parse(&status).ok_or(Error::Unreadable(status))?,
        due_at: Timestamp(row.try_get("", "due_at")?),
        overdue_at: instant("overdue_at")?.map(Timestamp),
        reason: text("reason")?,
        bank_ref: row.try_get("", "bank_ref")?,
        sent_at: instant("sent_at")?.map(Timestamp),
        has_destination: instant("given_at")?.is_some(),
    })
}
