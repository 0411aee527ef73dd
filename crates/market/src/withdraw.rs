use kernel::{Actor, OrderId, Timestamp};
use orders::{Event, Reason};
use store::Db;

use crate::Error;
use crate::step::{Whose, step};

/// An official or an administrator ends an order that was not handed over: a recall, a suspension.
pub async fn withdraw(
    db: &Db,
    order: OrderId,
    reason: Reason,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let whose = (order, Whose::Holder);
    step(db, whose, Event::Withdraw(reason), actor, now).await
}
