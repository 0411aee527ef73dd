use kernel::{Day, HOUR_MS, RefundId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, rows};

use super::Refund;
use crate::Error;

/// Until when what falls due now is to be paid.
pub(crate) async fn deadline(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Timestamp, Error> {
    let hours: i64 = rules::value(db, "refund.hours", "*", Day::of(now)).await?;
    Ok(now.plus_ms(hours.saturating_mul(HOUR_MS)))
}

/// The refunds whose deadline has passed.
pub async fn due_refunds(
    db: &impl ConnectionTrait,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<RefundId>, Error> {
    let sql = "SELECT id FROM refunds WHERE status = 'due' AND overdue_at IS NULL AND due_at <= $1 \
        ORDER BY due_at, id LIMIT $2";
    let found = rows(db, sql, vec![now.0.into(), limit.into()]).await?;
    let id = |row: &Row| Ok(RefundId(row.try_get("", "id")?));
    found.iter().map(id).collect()
}

/// The deadline has passed. Where the buyer has not said where the money goes, they are asked again
/// and its payer gets the same time again; else it is overdue. Whether it is.
pub async fn pass_deadline(tx: &Tx, refund: &Refund, now: Timestamp) -> Result<bool, Error> {
    let overdue = refund.has_destination;
    let next = deadline(tx, now).await?;
    let sql = "UPDATE refunds SET overdue_at = $2, due_at = $3, version = version + 1 \
        WHERE id = $1 AND status = 'due' AND overdue_at IS NULL AND due_at <= $4";
    let values = vec![
        refund.id.uuid().into(),
        overdue.then_some(now.0).into(),
        if overdue { refund.due_at.0 } else { next.0 }.into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Ok(false);
    }
    let kind = if overdue {
        "payments.refund_overdue"
    } else {
        "payments.refund_due"
    };
    jobs::enqueue(tx, kind, &json!({ "refund": refund.id }), now).await?;
    Ok(overdue)
}
