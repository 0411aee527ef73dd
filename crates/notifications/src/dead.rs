use kernel::{DeliveryId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Tx};
use uuid::Uuid;

use crate::{DELIVER, Error};

/// A delivery that will not be tried again by itself. It names no person.
#[derive(Debug, Clone)]
pub struct Dead {
    /// Its id.
    pub id: DeliveryId,
    /// What the notice is about: `order-placed-buyer`.
    pub kind: String,
    /// By which channel.
    pub channel: String,
    /// `dead`, or `skipped` where the channel was closed.
    pub status: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong at last.
    pub why: String,
    /// When it was given up.
    pub settled_at: Timestamp,
}

/// The deliveries in a state (`dead`, `skipped`), newest first, at most 100.
pub async fn list_dead(db: &impl ConnectionTrait, status: &str) -> Result<Vec<Dead>, Error> {
    let sql = "SELECT d.id, n.kind, d.channel, d.status, d.attempts, d.last_error, d.settled_at \
               FROM deliveries d JOIN notices n ON n.id = d.notice_id \
               WHERE d.status = $1 AND d.status IN ('dead', 'skipped') \
               ORDER BY d.settled_at DESC, d.id DESC LIMIT 100";
    let rows = store::rows(db, sql, vec![status.into()]).await?;
    let dead = |row: &store::Row| -> Result<Dead, sea_orm::DbErr> {
        Ok(Dead {
            id: DeliveryId(row.try_get::<Uuid>("", "id")?),
            kind: row.try_get("", "kind")?,
            channel: row.try_get("", "channel")?,
            status: row.try_get("", "status")?,
            attempts: row.try_get("", "attempts")?,
            why: row
                .try_get::<Option<String>>("", "last_error")?
                .unwrap_or_default(),
            settled_at: Timestamp(row.try_get("", "settled_at")?),
        })
    };
    let dead: Result<Vec<Dead>, _> = rows.iter().map(dead).collect();
    Ok(dead.map_err(store::Error::from)?)
}

/// Gives a dead or skipped delivery another life, with the same Message-ID. False where it is
/// neither.
pub async fn revive(tx: &Tx, id: DeliveryId, now: Timestamp) -> Result<bool, Error> {
    let sql = "UPDATE deliveries SET status = 'waiting', attempts = 0, settled_at = NULL \
               WHERE id = $1 AND status IN ('dead', 'skipped')";
    if store::execute(tx, sql, vec![id.uuid().into()]).await? == 0 {
        return Ok(false);
    }
    jobs::enqueue(tx, DELIVER, &json!({ "delivery": id }), now).await?;
    Ok(true)
}
