//! The history of an order: a row for every change, append-only, ids alone.

use kernel::{Actor, OrderId, Timestamp};
use store::Values;
use uuid::Uuid;

use crate::Status;
use crate::event::Reason;

pub(crate) const COLUMNS: &[&str] = &[
    "order_id",
    "from_status",
    "to_status",
    "at",
    "account_id",
    "capacity",
    "mandate_id",
    "reason_code",
];

/// One row, in the order of [`COLUMNS`].
pub(crate) fn entry(
    order: OrderId,
    (from, to): (Option<Status>, Status),
    reason: Option<Reason>,
    actor: Actor,
    now: Timestamp,
) -> Values {
    vec![
        order.uuid().into(),
        from.map(Status::as_str).into(),
        to.as_str().into(),
        now.0.into(),
        actor.account.map(Uuid::from).into(),
        actor.capacity.as_str().into(),
        actor.mandate.map(Uuid::from).into(),
        reason.map(Reason::as_str).into(),
    ]
}
