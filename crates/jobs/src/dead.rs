use kernel::{JobId, Timestamp};
use store::{ConnectionTrait, Error, execute, rows};
use uuid::Uuid;

/// A job that will not be tried again by itself.
#[derive(Debug, Clone)]
pub struct Dead {
    /// Its id.
    pub id: JobId,
    /// What was to be done.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong at last.
    pub why: String,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// The dead letters, newest first, at most 100.
pub async fn list_dead(db: &impl ConnectionTrait) -> Result<Vec<Dead>, Error> {
    let sql = "SELECT id, kind, attempts, last_error, created_at FROM jobs WHERE status = 'dead' \
               ORDER BY created_at DESC, id DESC LIMIT 100";
    rows(db, sql, vec![])
        .await?
        .iter()
        .map(|row| {
            Ok(Dead {
                id: JobId(row.try_get::<Uuid>("", "id")?),
                kind: row.try_get("", "kind")?,
                attempts: row.try_get("", "attempts")?,
                why: row
                    .try_get::<Option<String>>("", "last_error")?
                    .unwrap_or_default(),
                created_at: Timestamp(row.try_get("", "created_at")?),
            })
        })
        .collect()
}

/// Gives a dead letter another life. False where it is not dead.
pub async fn revive(tx: &store::Tx, id: JobId, now: Timestamp) -> Result<bool, Error> {
    let sql = "UPDATE jobs SET status = 'ready', run_at = $2, attempts = 0 WHERE id = $1 AND status = 'dead'";
    Ok(execute(tx, sql, vec![id.uuid().into(), now.0.into()]).await? == 1)
}
