use kernel::PaymentId;
use store::{ConnectionTrait, first, rows};

use crate::Error;

/// How many payments there are, or the first whose shares do not add up to it or whose status its
/// money does not explain.
pub async fn look_through(db: &impl ConnectionTrait) -> Result<Result<i64, PaymentId>, Error> {
    let sql = "SELECT p.id FROM payments p WHERE p.amount <> COALESCE((SELECT SUM(s.amount) FROM payment_orders s WHERE s.payment_id = p.id), -1) \
        OR (CASE WHEN p.received < p.amount THEN p.received ELSE p.amount END) <> (SELECT SUM(s.captured) FROM payment_orders s WHERE s.payment_id = p.id) \
        OR p.received <> COALESCE((SELECT SUM(r.amount) FROM payment_receipts r WHERE r.payment_id = p.id), 0) \
        OR (p.status IN ('pending', 'cancelled') AND p.received <> 0) OR (p.status = 'paid' AND p.received + p.forgiven - p.surplus <> p.amount) \
        OR (p.status = 'overpaid' AND p.received - p.surplus <> p.amount) \
        ORDER BY p.id LIMIT 1";
    if let Some(row) = first(db, sql, vec![]).await? {
        return Ok(Err(PaymentId(row.try_get("", "id")?)));
    }
    let counted = rows(db, "SELECT COUNT(*) AS n FROM payments", vec![]).await?;
    let n = counted
        .first()
        .map(|row| row.try_get("", "n"))
        .transpose()?;
    Ok(Ok(n.unwrap_or(0)))
}
