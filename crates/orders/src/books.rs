//! The audit of the orders' own books: totals add up, and each history is a legal chain that ends
//! where its order stands. The database goes through them by index, one by one: nothing is gathered,
//! however many there are.

use kernel::{CheckoutId, OrderId};
use store::{ConnectionTrait, first};
use uuid::Uuid;

use crate::{Error, Status, may_follow};

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Looked {
    /// Orders.
    pub orders: i64,
    /// Rows of their histories.
    pub history: i64,
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
        to: String,
    },
    /// An order does not stand where its history ends.
    #[error("order {0} does not stand where its history ends")]
    End(OrderId),
}

/// Looks through all orders. The first discord, or what was looked at.
pub async fn look_through(db: &impl ConnectionTrait) -> Result<Result<Looked, Discord>, Error> {
    if let Some(discord) = sums(db).await? {
        return Ok(Err(discord));
    }
    if let Some(discord) = chains(db).await? {
        return Ok(Err(discord));
    }
    let count = async |table: &str| {
        let sql = format!("SELECT COUNT(*) AS n FROM {table}");
        let row = first(db, &sql, vec![]).await?;
        let n: Option<i64> = row.map(|row| row.try_get("", "n")).transpose()?;
        Ok::<i64, Error>(n.unwrap_or(0))
    };
    Ok(Ok(Looked {
        orders: count("orders").await?,
        history: count("order_history").await?,
    }))
}

async fn sums(db: &impl ConnectionTrait) -> Result<Option<Discord>, Error> {
    let sql = "SELECT o.id FROM orders o WHERE o.total <> o.goods + o.shipping OR o.goods <> \
        COALESCE((SELECT SUM(l.total) FROM order_lines l WHERE l.order_id = o.id), -1) LIMIT 1";
    if let Some(order) = found(db, sql).await? {
        return Ok(Some(Discord::Goods(OrderId(order))));
    }
    let sql = "SELECT c.id FROM checkouts c WHERE c.total <> \
        COALESCE((SELECT SUM(o.total) FROM orders o WHERE o.checkout_id = c.id), -1) LIMIT 1";
    Ok(found(db, sql)
        .await?
        .map(|id| Discord::Total(CheckoutId(id))))
}

/// Each row of a history beside the one before it, and each order beside the last of its own.
async fn chains(db: &impl ConnectionTrait) -> Result<Option<Discord>, Error> {
    let mut legal = vec![
        format!("'>{}'", Status::Placed),
        format!("'>{}'", Status::AwaitingPayment),
    ];
    for from in Status::ALL {
        let next = Status::ALL.iter().filter(|to| may_follow(*from, **to));
        legal.extend(next.map(|to| format!("'{from}>{to}'")));
    }
    let sql = format!(
        "SELECT s.order_id, s.from_status, s.to_status FROM (SELECT h.order_id, h.from_status, h.to_status, \
         LAG(h.to_status) OVER (PARTITION BY h.order_id ORDER BY h.seq) AS before FROM order_history h) s \
         WHERE COALESCE(s.from_status, '') <> COALESCE(s.before, '') \
         OR COALESCE(s.from_status, '') || '>' || s.to_status NOT IN ({}) LIMIT 1",
        legal.join(", ")
    );
    if let Some(row) = first(db, &sql, vec![]).await? {
        let from: Option<String> = row.try_get("", "from_status")?;
        return Ok(Some(Discord::Chain {
            order: OrderId(row.try_get("", "order_id")?),
            from: from.unwrap_or_else(|| "nowhere".to_owned()),
            to: row.try_get("", "to_status")?,
        }));
    }
    let sql = "SELECT o.id FROM orders o WHERE o.status <> COALESCE((SELECT h.to_status FROM order_history h \
        WHERE h.order_id = o.id ORDER BY h.seq DESC LIMIT 1), '') LIMIT 1";
    Ok(found(db, sql).await?.map(|id| Discord::End(OrderId(id))))
}

async fn found(db: &impl ConnectionTrait, sql: &str) -> Result<Option<Uuid>, Error> {
    let row = first(db, sql, vec![]).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?)
}
