//! Deadlines: what is due, the reminder at half time, the grace after the first deadline, and more
//! time once.

use kernel::{Actor, Closures, OrderId, ProducerId, Timestamp, waking_deadline};
use serde_json::json;
use store::{ConnectionTrait, Tx, execute, rows};

use crate::deadline::Grace;
use crate::step::Standing;
use crate::{Error, Owner, Refused, Status};

/// The orders whose deadline has passed, the longest overdue first.
pub async fn due(
    db: &impl ConnectionTrait,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<OrderId>, Error> {
    let sql = "SELECT id FROM orders WHERE state_until IS NOT NULL AND state_until <= $1 \
        ORDER BY state_until, id LIMIT $2";
    ids(db, sql, limit, now).await
}

/// The orders whose owner is to be reminded.
pub async fn due_reminders(
    db: &impl ConnectionTrait,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<OrderId>, Error> {
    let sql = "SELECT id FROM orders WHERE remind_at IS NOT NULL AND remind_at <= $1 \
        ORDER BY remind_at, id LIMIT $2";
    ids(db, sql, limit, now).await
}

async fn ids(
    db: &impl ConnectionTrait,
    sql: &str,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<OrderId>, Error> {
    rows(db, sql, vec![now.0.into(), limit.into()])
        .await?
        .iter()
        .map(|row| Ok(OrderId(row.try_get("", "id")?)))
        .collect()
}

/// An order whose owner was reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminded {
    /// Which.
    pub order: OrderId,
    /// Who sells.
    pub producer: ProducerId,
    /// Where it stands.
    pub status: Status,
}

/// Reminds the owner of these orders' states, each once: two statements.
pub async fn remind(tx: &Tx, orders: &[OrderId], now: Timestamp) -> Result<Vec<Reminded>, Error> {
    let sql = format!(
        "UPDATE orders SET remind_at = NULL, reminded_at = $1 WHERE remind_at IS NOT NULL AND remind_at <= $1 \
         AND id IN {} RETURNING id, producer_id, status",
        store::in_list(orders.len(), 2)
    );
    let mut values = vec![now.0.into()];
    values.extend(orders.iter().map(|id| id.uuid().into()));
    let reminded: Vec<Reminded> = rows(tx, &sql, values)
        .await?
        .iter()
        .map(|row| {
            Ok(Reminded {
                order: OrderId(row.try_get("", "id")?),
                producer: ProducerId(row.try_get("", "producer_id")?),
                status: crate::order::status(row.try_get("", "status")?)?,
            })
        })
        .collect::<Result<_, Error>>()?;
    let job = |told: &Reminded| match told.status {
        Status::AwaitingPayment => ("orders.payment_reminder", json!({ "order": told.order })),
        _producers => ("orders.reminder", json!({ "order": told.order })),
    };
    jobs::enqueue_all(tx, reminded.iter().map(job).collect(), now).await?;
    Ok(reminded)
}

/// The first deadline has passed: the buyer is asked, or may step back. False where the state has
/// no grace, or it is over too.
pub async fn begin_grace(
    tx: &Tx,
    standing: &Standing,
    closures: &Closures,
    now: Timestamp,
) -> Result<bool, Error> {
    if standing.overdue {
        return Ok(false);
    }
    let (until, owner) = match standing.status.grace() {
        Grace::None => return Ok(false),
        Grace::Waking(hours) => (
            waking_deadline(now, hours, closures),
            standing.status.owner(),
        ),
        Grace::Days(days) => (now.plus_days(days), Owner::Buyer),
    };
    let sql = "UPDATE orders SET asked_buyer_at = $3, state_until = $4, remind_at = NULL, owner = $5, version = version + 1 \
        WHERE id = $1 AND status = $2";
    let values = vec![
        standing.id.uuid().into(),
        standing.status.as_str().into(),
        now.0.into(),
        until.0.into(),
        owner.as_str().into(),
    ];
    execute(tx, sql, values).await?;
    let payload = json!({ "order": standing.id });
    jobs::enqueue(tx, "orders.ask_buyer", &payload, now).await?;
    Ok(true)
}

/// The producer asks for more time: once, and only while it is their move. They are reminded anew at
/// half of it, and the buyer is told.
pub async fn extend(
    tx: &Tx,
    standing: &Standing,
    closures: &Closures,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let refused = Refused {
        from: standing.status,
        step: "extend",
    };
    let hours = standing.status.extension().ok_or(refused)?;
    if standing.extended {
        return Err(Error::ExtendedAlready);
    }
    let from = standing.deadline.until.ok_or(refused)?.max(now);
    let sql = "UPDATE orders SET state_until = $3, remind_at = $5, reminded_at = NULL, extended_at = $4, \
        version = version + 1 WHERE id = $1 AND status = $2 AND extended_at IS NULL";
    let values = vec![
        standing.id.uuid().into(),
        standing.status.as_str().into(),
        waking_deadline(from, hours, closures).0.into(),
        now.0.into(),
        waking_deadline(from, hours / 2, closures).0.into(),
    ];
    execute(tx, sql, values).await?;
    let payload = json!({ "order": standing.id });
    jobs::enqueue(tx, "orders.extended", &payload, now).await?;
    let entry = audit::Entry {
        actor,
        action: "orders.extend",
        subject_kind: "order",
        subject_id: standing.id.to_string(),
        detail: json!({ "status": standing.status.as_str(), "producer": standing.producer }),
    };
    Ok(audit::record(tx, entry, now).await?)
}
