use kernel::{LineId, OrderId, Vnd};
use store::{Tx, rows};

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
