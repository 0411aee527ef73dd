use kernel::{JobId, Timestamp};
use store::{ConnectionTrait, Db, Error, Row, Value};
use uuid::Uuid;

use crate::LEASE_MS;

/// A claimed job.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what: ids.
    pub payload: serde_json::Value,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// Claims up to `n` due jobs of these kinds, oldest first, under a lease. A job whose lease ran
/// out belongs to nobody and is claimed again.
pub async fn claim(db: &Db, kinds: &[&str], n: usize, now: Timestamp) -> Result<Vec<Job>, Error> {
    // A look without the write lock first: idle nodes must not queue for it.
    if next_due(db.read(), kinds, now)
        .await?
        .is_none_or(|due| due > now)
    {
        return Ok(vec![]);
    }
    // SQLite's single writer needs no row locks and has no words for them.
    let locks = match db.dialect() {
        migrations::Dialect::Postgres => "FOR UPDATE SKIP LOCKED",
        migrations::Dialect::Sqlite => "",
    };
    let sql = format!(
        "WITH due AS MATERIALIZED (SELECT id FROM jobs WHERE kind IN {} AND ((status = 'ready' AND run_at <= $1) \
         OR (status = 'running' AND leased_until <= $1)) ORDER BY run_at, id LIMIT $2 {locks}) \
         UPDATE jobs SET status = 'running', leased_until = $3, attempts = attempts + 1 \
         WHERE id IN (SELECT id FROM due) RETURNING id, kind, payload, attempts, created_at",
        store::in_list(kinds.len(), 4)
    );
    let mut values: Vec<Value> = vec![
        now.0.into(),
        i64::try_from(n).unwrap_or(i64::MAX).into(),
        (now.0 + LEASE_MS).into(),
    ];
    values.extend(kinds.iter().map(|kind| Value::from(*kind)));
    let tx = store::write(db).await?;
    let rows = store::rows(&tx, &sql, values).await?;
    tx.commit().await?;
    let mut jobs = rows.iter().map(job).collect::<Result<Vec<Job>, Error>>()?;
    jobs.sort_by_key(|job| (job.created_at, job.id));
    Ok(jobs)
}

/// When the next job of these kinds is due.
pub async fn next_due(
    db: &impl ConnectionTrait,
    kinds: &[&str],
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let list = store::in_list(kinds.len(), 2);
    let sql = format!(
        "SELECT MIN(due) AS due FROM (SELECT MIN(run_at) AS due FROM jobs WHERE status = 'ready' AND kind IN {list} \
         UNION ALL SELECT MIN(CASE WHEN leased_until <= $1 THEN $1 ELSE leased_until END) AS due FROM jobs \
         WHERE status = 'running' AND kind IN {list}) AS waiting"
    );
    let mut values: Vec<Value> = vec![now.0.into()];
    values.extend(kinds.iter().map(|kind| Value::from(*kind)));
    let row = store::first(db, &sql, values).await?;
    Ok(match row {
        Some(row) => row.try_get::<Option<i64>>("", "due")?.map(Timestamp),
        None => None,
    })
}

fn job(row: &Row) -> Result<Job, Error> {
    let payload: String = row.try_get("", "payload")?;
    Ok(Job {
        id: JobId(row.try_get::<Uuid>("", "id")?),
        kind: row.try_get("", "kind")?,
        payload: serde_json::from_str(&payload).unwrap_or(serde_json::Value::Null),
        attempt: row.try_get("", "attempts")?,
        created_at: Timestamp(row.try_get("", "created_at")?),
    })
}
