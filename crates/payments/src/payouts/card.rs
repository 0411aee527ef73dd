//! The steps of a payout that the card company transfers: begun before anything is sent, ended by its
//! word.

use kernel::{Actor, PayoutId, Timestamp};
use store::{ConnectionTrait, Row, Tx, first, rows};

use super::find::payout;
use super::settle::{left, locked, stayed};
use super::{PayTo, Payout, Status};
use crate::attempt::under_way;
use crate::{Attempt, AttemptKind, Error, NewAttempt, begin, drop_attempt, finish};

/// The try to transfer a payout: the one that is under way, or a new one. None where nothing is to be
/// sent any more; while a card's bank argues about the payment nothing is sent either, and what it was
/// to pay is in a later batch.
pub async fn begin_transfer(
    tx: &Tx,
    id: PayoutId,
    now: Timestamp,
) -> Result<Option<Attempt>, Error> {
    let payout = held(tx, id).await?;
    let PayTo::Card { payment, .. } = payout.to else {
        return Ok(None);
    };
    if payout.status != Status::Confirmed {
        return Ok(None);
    }
    if let Some(attempt) = under_way(tx, AttemptKind::Transfer, id.uuid()).await? {
        return Ok(Some(attempt));
    }
    let sql = "SELECT id FROM disputes WHERE payment_id = $1 AND status = 'open' LIMIT 1";
    if first(tx, sql, vec![payment.uuid().into()]).await?.is_some() {
        stayed(tx, &payout, Actor::SYSTEM, now).await?;
        return Ok(None);
    }
    let new = NewAttempt {
        payment,
        kind: AttemptKind::Transfer,
        subject: id.uuid(),
        amount: payout.amount,
    };
    begin(tx, new, now).await.map(Some)
}

/// The card company has transferred it. Said again, it holds.
pub async fn transferred(
    tx: &Tx,
    (id, attempt): (PayoutId, &Attempt),
    transfer: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let payout = held(tx, id).await?;
    left(tx, &payout, Some(transfer), Actor::SYSTEM, now).await?;
    finish(tx, attempt, (transfer, transfer), now).await
}

/// The card company will not transfer it, and has not: what it was to pay is free again.
pub async fn not_transferred(
    tx: &Tx,
    (id, attempt): (PayoutId, &Attempt),
    now: Timestamp,
) -> Result<(), Error> {
    let payout = held(tx, id).await?;
    drop_attempt(tx, attempt, now).await?;
    stayed(tx, &payout, Actor::SYSTEM, now).await
}

/// The payouts that were confirmed to be transferred and that nobody is about to send: their jobs were
/// given up.
pub async fn unsent(
    db: &impl ConnectionTrait,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<PayoutId>, Error> {
    let sql = "SELECT p.id FROM payouts p JOIN payout_batches b ON b.id = p.batch_id WHERE p.status = 'confirmed' \
        AND p.payment_id IS NOT NULL AND b.confirmed_at <= $1 AND NOT EXISTS (SELECT 1 FROM payment_attempts a \
        WHERE a.subject_id = p.id AND a.look_at > $2) ORDER BY b.confirmed_at, p.id LIMIT $3";
    let late = now.plus_ms(-crate::attempt::LOOK_AFTER);
    let values = vec![late.0.into(), now.0.into(), limit.into()];
    let id = |row: &Row| Ok(PayoutId(row.try_get("", "id")?));
    rows(db, sql, values).await?.iter().map(id).collect()
}

/// A payout whose batch is locked until the transaction ends.
async fn held(tx: &Tx, id: PayoutId) -> Result<Payout, Error> {
    locked(tx, payout(tx, id).await?.batch).await?;
    payout(tx, id).await
}
