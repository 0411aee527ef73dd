//! The audit of the orders' own books: totals add up, and each history is a legal chain that ends
//! where its order stands.

use std::collections::BTreeMap;

use kernel::{CheckoutId, OrderId, VariantId};
use store::{ConnectionTrait, Row, rows};
use uuid::Uuid;

use crate::order::status;
use crate::{Error, Status, may_follow};

/// How much is read at once.
const CHUNK: i64 = 5_000;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Looked {
    /// Orders.
    pub orders: u64,
    /// Rows of their histories.
    pub history: u64,
}

/// The first thing that does not add up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Discord {
    /// An order's goods are not the sum of its lines.
    #[error("the goods of order {0} are not the sum of its lines")]
    Goods(OrderId),
    /// A checkout's total is not the sum of its orders.
    #[error("the total of checkout {0} is not the sum of its orders")]
    Total(CheckoutId),
    /// An order's history is not a legal chain.
    #[error("the history of order {order} goes from {from} to {to}")]
    Chain {
        /// Which order.
        order: OrderId,
        /// From where.
        from: String,
        /// To where.
        to: Status,
    },
    /// An order does not stand where its history ends.
    #[error("order {0} does not stand where its history ends")]
    End(OrderId),
}

/// What all open orders hold of each variant.
pub async fn promised(db: &impl ConnectionTrait) -> Result<BTreeMap<VariantId, i64>, Error> {
    let open: Vec<&str> = Status::ALL
        .iter()
        .filter(|s| s.holds_stock())
        .map(|s| s.as_str())
        .collect();
    let sql = format!(
        "SELECT l.variant_id, CAST(SUM(l.ordered - l.cancelled) AS BIGINT) AS held FROM orders o \
         JOIN order_lines l ON l.order_id = o.id WHERE o.status IN {} GROUP BY l.variant_id",
        store::in_list(open.len(), 1)
    );
    let values = open.into_iter().map(Into::into).collect();
    let mut held = BTreeMap::new();
    for row in rows(db, &sql, values).await? {
        held.insert(
            VariantId(row.try_get("", "variant_id")?),
            row.try_get("", "held")?,
        );
    }
    Ok(held)
}

/// Looks through all orders. The first discord, or what was looked at.
pub async fn look_through(db: &impl ConnectionTrait) -> Result<Result<Looked, Discord>, Error> {
    if let Some(discord) = sums(db).await? {
        return Ok(Err(discord));
    }
    chains(db).await
}

async fn sums(db: &impl ConnectionTrait) -> Result<Option<Discord>, Error> {
    let sql = "SELECT o.id FROM orders o LEFT JOIN (SELECT order_id, CAST(SUM(total) AS BIGINT) AS goods \
        FROM order_lines GROUP BY order_id) l ON l.order_id = o.id \
        WHERE l.goods IS NULL OR l.goods <> o.goods OR o.total <> o.goods + o.shipping ORDER BY o.id LIMIT 1";
    if let Some(row) = store::first(db, sql, vec![]).await? {
        return Ok(Some(Discord::Goods(OrderId(row.try_get("", "id")?))));
    }
    let sql = "SELECT c.id FROM checkouts c LEFT JOIN (SELECT checkout_id, CAST(SUM(total) AS BIGINT) AS total \
        FROM orders GROUP BY checkout_id) o ON o.checkout_id = c.id \
        WHERE o.total IS NULL OR o.total <> c.total ORDER BY c.id LIMIT 1";
    let row = store::first(db, sql, vec![]).await?;
    let id = row.map(|row| row.try_get::<Uuid>("", "id")).transpose()?;
    Ok(id.map(|id| Discord::Total(CheckoutId(id))))
}

/// Each history, read in chunks in the order of orders and time.
async fn chains(db: &impl ConnectionTrait) -> Result<Result<Looked, Discord>, Error> {
    let mut looked = Looked::default();
    let mut at: Option<(OrderId, Status, Status)> = None;
    let mut after = (Uuid::nil(), 0i64);
    loop {
        let sql = "SELECT h.order_id, h.seq, h.from_status, h.to_status, o.status FROM order_history h \
            JOIN orders o ON o.id = h.order_id \
            WHERE h.order_id > $1 OR (h.order_id = $1 AND h.seq > $2) ORDER BY h.order_id, h.seq LIMIT $3";
        let values = vec![after.0.into(), after.1.into(), CHUNK.into()];
        let found = rows(db, sql, values).await?;
        for row in &found {
            looked.history += 1;
            match follow(row, at)? {
                Ok(next) => {
                    looked.orders += u64::from(at.is_none_or(|(order, ..)| order != next.0));
                    at = Some(next);
                }
                Err(discord) => return Ok(Err(discord)),
            }
        }
        let Some(last) = found.last() else {
            break;
        };
        after = (last.try_get("", "order_id")?, last.try_get("", "seq")?);
    }
    Ok(match at {
        Some((order, reached, stands)) if reached != stands => Err(Discord::End(order)),
        _ => Ok(looked),
    })
}

type Reached = (OrderId, Status, Status);

/// One row after another: it begins a history where the one before ended well, or goes on with it.
fn follow(row: &Row, at: Option<Reached>) -> Result<Result<Reached, Discord>, Error> {
    let order = OrderId(row.try_get("", "order_id")?);
    let to = status(row.try_get("", "to_status")?)?;
    let stands = status(row.try_get("", "status")?)?;
    let from: Option<String> = row.try_get("", "from_status")?;
    let from = from.map(status).transpose()?;
    let legal = match (at, from) {
        (Some((same, reached, _)), Some(from)) if same == order => {
            from == reached && may_follow(from, to)
        }
        (Some((same, ..)), None) if same == order => false,
        (Some((other, reached, stood)), None) if reached != stood => {
            return Ok(Err(Discord::End(other)));
        }
        (_, None) => matches!(to, Status::Placed | Status::AwaitingPayment),
        (_, Some(_)) => false,
    };
    Ok(if legal {
        Ok((order, to, stands))
    } else {
        Err(Discord::Chain {
            order,
            from: from.map_or("nowhere", Status::as_str).to_owned(),
            to,
        })
    })
}
