use kernel::{Actor, ReviewId, Timestamp};
use serde_json::json;
use store::{Db, Tx, first, rows, write};

use super::due::due_at;
use super::review::Level;
use crate::{Error, record};

/// What was not decided by its deadline goes up one level, with that level's own time. A listing
/// whose application went back to the applicant waits for them, not for an official. How many
/// moved.
pub async fn escalate_overdue(db: &Db, now: Timestamp) -> Result<usize, Error> {
    // A look first: the write lock is for when there is something to do.
    let overdue = "SELECT 1 AS one FROM reviews WHERE status = 'pending' AND level <> 'platform' \
                   AND due_at <= $1 LIMIT 1";
    if first(db.read(), overdue, vec![now.0.into()])
        .await?
        .is_none()
    {
        return Ok(0);
    }
    let tx = write(db).await?;
    let mut moved = 0;
    // The higher level first, so that nothing climbs two levels at once.
    for from in [Level::Province, Level::Commune] {
        if let Some(to) = from.up() {
            moved += lift(&tx, from, to, now).await?;
        }
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(moved)
}

async fn lift(tx: &Tx, from: Level, to: Level, now: Timestamp) -> Result<usize, Error> {
    let due = due_at(tx, to, now).await?;
    let sql = "UPDATE reviews SET level = $2, due_at = $3, claimed_by = NULL, claimed_at = NULL \
               WHERE status = 'pending' AND level = $1 AND due_at <= $4 AND (kind <> 'listing' OR \
               producer_id NOT IN (SELECT id FROM producers WHERE status IN ('draft', 'changes_requested'))) \
               RETURNING id";
    let values = vec![
        from.as_str().into(),
        to.as_str().into(),
        due.0.into(),
        now.0.into(),
    ];
    let lifted = rows(tx, sql, values).await?;
    for row in &lifted {
        let id = ReviewId(row.try_get("", "id")?);
        let detail = json!({"from": from, "to": to});
        record::review(tx, Actor::SYSTEM, "catalog.escalate", (id, detail), now).await?;
    }
    Ok(lifted.len())
}
