use kernel::{
    CaseId, Cursor, Limit, OrderId, Page, PaymentId, ProducerId, RefundId, Timestamp, Vnd,
};
use store::{ConnectionTrait, Row, Values, first, rows};
use uuid::Uuid;

use super::{Payer, Refund, RefundStatus, Refunds};
use crate::{Custody, Error};

/// Whether anything of what was paid for an order is still there.
pub async fn paid(db: &impl ConnectionTrait, order: OrderId) -> Result<bool, Error> {
    let sql =
        "SELECT payment_id FROM payment_orders WHERE order_id = $1 AND captured > refunded LIMIT 1";
    Ok(first(db, sql, vec![order.uuid().into()]).await?.is_some())
}

/// Whether anything of what was paid for an order is owed back, or was sent.
pub async fn owed_back(db: &impl ConnectionTrait, order: OrderId) -> Result<bool, Error> {
    let sql = "SELECT payment_id FROM payment_orders WHERE order_id = $1 AND refunded > 0 LIMIT 1";
    Ok(first(db, sql, vec![order.uuid().into()]).await?.is_some())
}

/// What came for an order, and how much of it is owed back or was sent.
pub async fn taken(db: &impl ConnectionTrait, order: OrderId) -> Result<(Vnd, Vnd), Error> {
    let sql = "SELECT captured, refunded FROM payment_orders WHERE order_id = $1";
    let (mut came, mut back) = (0_i64, 0_i64);
    for row in rows(db, sql, vec![order.uuid().into()]).await? {
        came = came.saturating_add(row.try_get("", "captured")?);
        back = back.saturating_add(row.try_get("", "refunded")?);
    }
    Ok((Vnd(came), Vnd(back)))
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

/// What is owed for an order; what is due first comes first.
pub async fn refunds_of(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Refund>, Error> {
    let clause = "r.order_id = $1 ORDER BY r.due_at, r.id";
    load(db, clause, vec![order.uuid().into()]).await
}

/// Refunds; what is due first comes first.
pub async fn list_refunds(
    db: &impl ConnectionTrait,
    which: Refunds,
    (limit, after): (Limit, Option<&str>),
) -> Result<Page<Refund>, Error> {
    let (at, id) = match after {
        None => (Timestamp(i64::MIN), RefundId(Uuid::nil())),
        Some(cursor) => Cursor::place(cursor)?,
    };
    let clause = "($1 = 0 OR r.producer_id = $2) AND (CAST($3 AS TEXT) IS NULL OR r.status = $3) \
        AND (CAST($7 AS TEXT) IS NULL OR r.payer = $7) AND (r.due_at > $4 OR (r.due_at = $4 AND r.id > $5)) ORDER BY r.due_at, r.id LIMIT $6";
    let producer = which.producer.map(Uuid::from);
    let values = vec![
        i64::from(producer.is_some()).into(),
        producer.unwrap_or(Uuid::nil()).into(),
        which.status.map(|s| s.as_str().to_owned()).into(),
        at.0.into(),
        id.uuid().into(),
        limit.overfetch().into(),
        which.payer.map(|p| p.as_str().to_owned()).into(),
    ];
    let found = load(db, clause, values).await?;
    Ok(Page::from_overfetch(found, limit, |refund| {
        Cursor::at(refund.due_at, refund.id)
    }))
}

async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: Values,
) -> Result<Vec<Refund>, Error> {
    let sql = format!(
        "SELECT r.*, p.reference, p.custody, d.given_at FROM refunds r \
         JOIN payments p ON p.id = r.payment_id LEFT JOIN refund_destinations d ON d.refund_id = r.id WHERE {clause}"
    );
    rows(db, &sql, values).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Refund, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let instant = |column: &str| row.try_get::<Option<i64>>("", column);
    let (payer, status, custody) = (text("payer")?, text("status")?, text("custody")?);
    Ok(Refund {
        id: RefundId(row.try_get("", "id")?),
        payment: PaymentId(row.try_get("", "payment_id")?),
        order: OrderId(row.try_get("", "order_id")?),
        producer: ProducerId(row.try_get("", "producer_id")?),
        custody: Custody::parse(&custody).ok_or(Error::Unreadable(custody))?,
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
