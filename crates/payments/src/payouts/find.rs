use kernel::{
    AccountId, BankAccount, Cursor, Limit, OrderId, Page, PaymentId, PayoutBatchId, PayoutId,
    ProducerId, Timestamp, Vnd,
};
use store::{ConnectionTrait, Row, Values, first, rows};
use uuid::Uuid;

use super::due::{Due, earned_until};
use super::{Batch, BatchStatus, PayTo, Payout, Rail, Status};
use crate::Error;

/// Whether a payout has claimed what an order earned.
pub async fn is_paid_out(db: &impl ConnectionTrait, order: OrderId) -> Result<bool, Error> {
    let sql = "SELECT c.entry_seq FROM ledger_entries e JOIN payout_entries c ON c.entry_seq = e.seq \
        WHERE c.payout_id IS NOT NULL AND e.order_id = $1 AND e.cause IN ('earned', 'taken') LIMIT 1";
    Ok(first(db, sql, vec![order.uuid().into()]).await?.is_some())
}

/// What a producer would be paid now, by both rails: below nothing where it owes more.
pub async fn waiting(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    now: Timestamp,
) -> Result<Vnd, Error> {
    let until = earned_until(db, now).await?;
    Ok(Due::of(db, producer, until).await?.total())
}

/// A batch.
pub async fn batch(db: &impl ConnectionTrait, id: PayoutBatchId) -> Result<Batch, Error> {
    let found = load(db, "b.id = $1", vec![id.uuid().into()]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The batches, the newest first.
pub async fn list_batches(
    db: &impl ConnectionTrait,
    (limit, after): (Limit, Option<&str>),
) -> Result<Page<Batch>, Error> {
    let (at, id) = match after {
        None => (Timestamp(i64::MAX), PayoutBatchId(Uuid::max())),
        Some(cursor) => Cursor::place(cursor)?,
    };
    let clause = "b.prepared_at < $1 OR (b.prepared_at = $1 AND b.id < $2) \
        ORDER BY b.prepared_at DESC, b.id DESC LIMIT $3";
    let values = vec![at.0.into(), id.uuid().into(), limit.overfetch().into()];
    let found = load(db, clause, values).await?;
    Ok(Page::from_overfetch(found, limit, |batch| {
        Cursor::at(batch.prepared_at, batch.id)
    }))
}

async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: Values,
) -> Result<Vec<Batch>, Error> {
    let sql = format!(
        "SELECT b.*, (SELECT COUNT(*) FROM payouts p WHERE p.batch_id = b.id) AS payouts, \
         (SELECT CAST(SUM(p.amount) AS BIGINT) FROM payouts p WHERE p.batch_id = b.id) AS total \
         FROM payout_batches b WHERE {clause}"
    );
    rows(db, &sql, values)
        .await?
        .iter()
        .map(read_batch)
        .collect()
}

fn read_batch(row: &Row) -> Result<Batch, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let (rail, status) = (text("rail")?, text("status")?);
    let confirmed_by: Option<Uuid> = row.try_get("", "confirmed_by")?;
    let confirmed_at: Option<i64> = row.try_get("", "confirmed_at")?;
    Ok(Batch {
        id: PayoutBatchId(row.try_get("", "id")?),
        rail: Rail::parse(&rail).ok_or(Error::Unreadable(rail))?,
        status: BatchStatus::parse(&status).ok_or(Error::Unreadable(status))?,
        earned_until: Timestamp(row.try_get("", "earned_until")?),
        prepared_by: AccountId(row.try_get("", "prepared_by")?),
        prepared_at: Timestamp(row.try_get("", "prepared_at")?),
        confirmed_by: confirmed_by.map(AccountId),
        confirmed_at: confirmed_at.map(Timestamp),
        count: row.try_get("", "payouts")?,
        total: Vnd(row.try_get::<Option<i64>>("", "total")?.unwrap_or(0)),
    })
}

/// The payouts of a batch, in the order of their producers.
pub async fn payouts_of(
    db: &impl ConnectionTrait,
    batch: PayoutBatchId,
) -> Result<Vec<Payout>, Error> {
    let sql = "SELECT * FROM payouts WHERE batch_id = $1 ORDER BY producer_id";
    let found = rows(db, sql, vec![batch.uuid().into()]).await?;
    found.iter().map(read).collect()
}

/// A producer's payouts, the newest first: the last hundred.
pub async fn payouts_to(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<Payout>, Error> {
    let sql =
        "SELECT * FROM payouts WHERE producer_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100";
    let found = rows(db, sql, vec![producer.uuid().into()]).await?;
    found.iter().map(read).collect()
}

/// A payout.
pub async fn payout(db: &impl ConnectionTrait, id: PayoutId) -> Result<Payout, Error> {
    let row = first(
        db,
        "SELECT * FROM payouts WHERE id = $1",
        vec![id.uuid().into()],
    )
    .await?;
    read(&row.ok_or(Error::NotFound)?)
}

/// A payout of a batch.
pub(super) async fn payout_in(
    db: &impl ConnectionTrait,
    (batch, id): (PayoutBatchId, PayoutId),
) -> Result<Payout, Error> {
    let sql = "SELECT * FROM payouts WHERE batch_id = $1 AND id = $2";
    let row = first(db, sql, vec![batch.uuid().into(), id.uuid().into()]).await?;
    read(&row.ok_or(Error::NotFound)?)
}

pub(super) fn read(row: &Row) -> Result<Payout, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let money = |column: &str| row.try_get::<i64>("", column).map(Vnd);
    let status = text("status")?;
    Ok(Payout {
        id: PayoutId(row.try_get("", "id")?),
        batch: PayoutBatchId(row.try_get("", "batch_id")?),
        producer: ProducerId(row.try_get("", "producer_id")?),
        reference: text("reference")?,
        status: Status::parse(&status).ok_or(Error::Unreadable(status))?,
        payable: money("payable")?,
        claim: money("claim")?,
        amount: money("amount")?,
        to: match row.try_get::<Option<Uuid>>("", "payment_id")? {
            Some(payment) => PayTo::Card {
                account: text("card_account")?,
                payment: PaymentId(payment),
            },
            None => PayTo::Bank(BankAccount {
                bank_bin: text("pay_to_bin")?,
                account: text("pay_to_account")?,
                account_name: text("pay_to_name")?,
            }),
        },
        bank_ref: row.try_get("", "bank_ref")?,
        reversed: money("reversed")?,
        settled_at: row.try_get::<Option<i64>>("", "settled_at")?.map(Timestamp),
        created_at: Timestamp(row.try_get("", "created_at")?),
    })
}
