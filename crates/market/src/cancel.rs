use kernel::{Actor, OrderId, Timestamp};
use orders::{Event, Reason};
use store::Db;

use crate::Error;
use crate::step::{self, Whose};

/// The buyer steps back: freely until the producer accepts, then only once the hand-over is overdue.
pub async fn cancel(
    db: &Db,
    (order, whose): (OrderId, Whose),
    reason: Reason,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let standing = step::lock(&tx, order, whose).await?;
        let overdue = standing.overdue || standing.deadline.until.is_some_and(|at| at <= now);
        let event = Event::Cancel { reason, overdue };
        if event.holds_in(standing.status) {
            return Ok(());
        }
        step::advance(&tx, &standing, event, actor, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}
