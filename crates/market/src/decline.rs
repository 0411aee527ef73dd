use kernel::{Actor, OrderId, ProducerId, Timestamp};
use orders::{Event, Reason};
use store::Db;

use crate::Error;
use crate::step::{Whose, step};

/// The producer refuses an order: its stock is free again.
pub async fn decline(
    db: &Db,
    (producer, order): (ProducerId, OrderId),
    reason: Reason,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let whose = (order, Whose::Producer(producer));
    step(db, whose, Event::Decline(reason), actor, now).await
}
