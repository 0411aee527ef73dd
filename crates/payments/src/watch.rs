//! What is read again at the card company on a schedule, for the word of it can be lost.

use std::collections::BTreeMap;

use kernel::{PaymentId, Timestamp};
use store::{ConnectionTrait, Db, execute, first, in_list, rows};

use crate::Error;
use crate::dispute::DisputeStatus;

/// Where it stands when it was read last.
const WATCHED: &str = "cards.watched_at";

/// Whether it is time to read it again, `every` so many milliseconds, and this node's to do: one of
/// several that ask at once.
pub async fn watches(db: &Db, now: Timestamp, every: i64) -> Result<bool, Error> {
    let before = now.plus_ms(-every).0;
    let sql = "SELECT value FROM counters WHERE name = $1";
    let last = first(db.read(), sql, vec![WATCHED.into()]).await?;
    let last: Option<i64> = last.map(|row| row.try_get("", "value")).transpose()?;
    if last.is_some_and(|last| last > before) {
        return Ok(false);
    }
    let sql = "INSERT INTO counters (name, value) VALUES ($1, $2) \
        ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE counters.value <= $3";
    let values = vec![WATCHED.into(), now.0.into(), before.into()];
    let tx = store::write(db).await?;
    let taken = execute(&tx, sql, values).await? == 1;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(taken)
}

/// When the oldest argument with a card's bank that goes on began.
pub async fn oldest_dispute(db: &impl ConnectionTrait) -> Result<Option<Timestamp>, Error> {
    let sql = "SELECT MIN(opened_at) AS oldest FROM disputes WHERE status = 'open'";
    let row = first(db, sql, vec![]).await?;
    let oldest = row.map(|row| row.try_get::<Option<i64>>("", "oldest"));
    Ok(oldest.transpose()?.flatten().map(Timestamp))
}

/// How those of some arguments stand that we know, by the card company's name for them.
pub async fn dispute_statuses(
    db: &impl ConnectionTrait,
    named: &[&str],
) -> Result<BTreeMap<String, DisputeStatus>, Error> {
    if named.is_empty() {
        return Ok(BTreeMap::new());
    }
    let list = in_list(named.len(), 1);
    let sql = format!("SELECT provider_id, status FROM disputes WHERE provider_id IN {list}");
    let values = named.iter().map(|name| (*name).into()).collect();
    let mut known = BTreeMap::new();
    for row in rows(db, &sql, values).await? {
        let status: String = row.try_get("", "status")?;
        let status = DisputeStatus::parse(&status).ok_or(Error::Unreadable(status))?;
        known.insert(row.try_get("", "provider_id")?, status);
    }
    Ok(known)
}

/// The payments whose refunds, by the card company's names for them, we believe to have arrived.
pub async fn not_known_to_be_back(
    db: &impl ConnectionTrait,
    refunds: &[&str],
) -> Result<Vec<PaymentId>, Error> {
    if refunds.is_empty() {
        return Ok(vec![]);
    }
    let list = in_list(refunds.len(), 1);
    let sql = format!(
        "SELECT DISTINCT payment_id FROM payment_attempts WHERE kind = 'refund' AND status = 'done' \
         AND returned_at IS NULL AND provider_id IN {list} ORDER BY payment_id"
    );
    let values = refunds.iter().map(|name| (*name).into()).collect();
    let found = rows(db, &sql, values).await?;
    let payment = |row: &store::Row| Ok(PaymentId(row.try_get("", "payment_id")?));
    found.iter().map(payment).collect()
}
