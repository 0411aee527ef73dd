use std::collections::BTreeMap;

use kernel::{LineId, OrderId, Vnd};
use store::{ConnectionTrait, Tx, first, rows};

use crate::{Error, Fault, Wrong};

/// Counts so many of an order's lines as paid back; what they cost. Of a line, no more than was
/// ordered and not paid back yet.
pub async fn pay_back(tx: &Tx, order: OrderId, lines: &[(LineId, i64)]) -> Result<Vnd, Error> {
    let mut sum = Vnd::ZERO;
    for (line, quantity) in lines {
        let sql = "UPDATE order_lines SET refunded = refunded + $3 \
            WHERE id = $1 AND order_id = $2 AND $3 > 0 AND refunded + $3 <= ordered RETURNING unit_price";
        let values = vec![line.uuid().into(), order.uuid().into(), (*quantity).into()];
        let counted = rows(tx, sql, values).await?;
        let Some(row) = counted.first() else {
            return Err(Error::Invalid(vec![Fault {
                pointer: "/lines",
                wrong: Wrong::Unknown,
            }]));
        };
        let price = Vnd(row.try_get("", "unit_price")?);
        sum = price.times(*quantity).and_then(|price| sum.plus(price))?;
    }
    Ok(sum)
}

/// Counts an order's delivery as paid back, once; what it cost.
pub async fn pay_back_shipping(tx: &Tx, order: OrderId) -> Result<Vnd, Error> {
    let sql = "UPDATE orders SET shipping_paid_back = 1 WHERE id = $1 AND shipping > 0 AND shipping_paid_back = 0 \
        RETURNING shipping";
    let counted = rows(tx, sql, vec![order.uuid().into()]).await?;
    let row = counted.first().ok_or_else(|| {
        Error::Invalid(vec![Fault {
            pointer: "/shipping",
            wrong: Wrong::Unknown,
        }])
    })?;
    Ok(Vnd(row.try_get("", "shipping")?))
}

/// What of an order counts as paid back: so many of each line, and whether its delivery.
pub async fn paid_back(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<(BTreeMap<LineId, i64>, bool), Error> {
    let sql = "SELECT id, refunded FROM order_lines WHERE order_id = $1";
    let mut lines = BTreeMap::new();
    for row in rows(db, sql, vec![order.uuid().into()]).await? {
        lines.insert(LineId(row.try_get("", "id")?), row.try_get("", "refunded")?);
    }
    let sql = "SELECT shipping_paid_back AS n FROM orders WHERE id = $1";
    let row = first(db, sql, vec![order.uuid().into()]).await?;
    let delivery: i64 = row.ok_or(Error::NotFound)?.try_get("", "n")?;
    Ok((lines, delivery == 1))
}
