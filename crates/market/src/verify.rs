//! The audit of all books: what `ledger verify` runs.
//!
//! Every look is one statement that asks the database for the first fault, which goes through its
//! rows by index and gathers nothing: what it takes does not grow with the orders, and nobody waits
//! for it.

use kernel::{OrderId, PaymentId, VariantId};
use orders::Status;
use store::{ConnectionTrait, Db};
use uuid::Uuid;

use crate::Error;

/// What was looked at, all of it in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Stocks that are the sum of their movements and of what open orders hold.
    pub variants: i64,
    /// Orders whose totals add up and whose histories end where they stand.
    pub orders: i64,
    /// Rows of those histories.
    pub history: i64,
    /// Payments that are the sum of their shares and of what came.
    pub payments: i64,
    /// Entries of the ledger.
    pub entries: i64,
}

/// The first fault, or why the books could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A variant's stock is not the sum of its movements.
    #[error("the stock of variant {0} is not the sum of its movements")]
    Stock(VariantId),
    /// What an order has promised to itself is not what it holds.
    #[error("order {order} holds another number of variant {variant} than was reserved for it")]
    Reserved {
        /// Which order.
        order: OrderId,
        /// Of what.
        variant: VariantId,
    },
    /// An order or a checkout does not add up.
    #[error(transparent)]
    Order(orders::Discord),
    /// A payment is not the sum of its shares.
    #[error("payment {0} does not add up")]
    Payment(PaymentId),
    /// The ledger does not say what was written down of money.
    #[error(transparent)]
    Ledger(payments::ledger::Discord),
    /// What came for an order stands where the order does not.
    #[error("the money of order {0} does not stand where the order does")]
    Clearing(OrderId),
    /// Something is owed or paid for an order that there is not.
    #[error("there is money of order {0}, and no such order")]
    Orphan(OrderId),
    /// The books could not be read.
    #[error("the books could not be read")]
    Unread(#[source] Error),
}

impl<E: Into<Error>> From<E> for Fault {
    fn from(err: E) -> Self {
        Self::Unread(err.into())
    }
}

/// Looks through stock, orders, histories, payments and the ledger, as they were at one moment.
pub async fn verify(db: &Db) -> Result<Checked, Fault> {
    let at = store::snapshot(db).await?;
    let variants = catalog::stock::look_through(&at)
        .await?
        .map_err(Fault::Stock)?;
    reserved(&at).await?;
    let looked = orders::look_through(&at).await?.map_err(Fault::Order)?;
    let payments = payments::look_through(&at).await?.map_err(Fault::Payment)?;
    let entries = payments::ledger::look_through(&at)
        .await?
        .map_err(Fault::Ledger)?;
    orphans(&at).await?;
    clearing(&at).await?;
    Ok(Checked {
        variants,
        orders: looked.orders,
        history: looked.history,
        payments,
        entries,
    })
}

fn words(of: impl Fn(Status) -> bool) -> String {
    let words = Status::ALL.iter().filter(|status| of(**status));
    let quoted: Vec<String> = words.map(|status| format!("'{status}'")).collect();
    quoted.join(", ")
}

/// Each line of an open order is reserved, and of no other; and nothing is for no order.
async fn reserved(db: &impl ConnectionTrait) -> Result<(), Fault> {
    let sql = format!(
        "SELECT l.order_id, l.variant_id FROM order_lines l JOIN orders o ON o.id = l.order_id \
         WHERE CASE WHEN o.status IN ({}) THEN l.ordered - l.cancelled ELSE 0 END <> \
         COALESCE((SELECT SUM(m.reserved_delta) FROM stock_movements m WHERE m.order_id = l.order_id \
         AND m.variant_id = l.variant_id), 0) LIMIT 1",
        words(Status::holds_stock)
    );
    let lost = "SELECT m.order_id, m.variant_id FROM stock_movements m WHERE m.reserved_delta <> 0 AND NOT EXISTS \
        (SELECT 1 FROM order_lines l WHERE l.order_id = m.order_id AND l.variant_id = m.variant_id) \
        AND (SELECT SUM(x.reserved_delta) FROM stock_movements x WHERE x.order_id = m.order_id AND x.variant_id = m.variant_id) <> 0 LIMIT 1";
    for sql in [sql.as_str(), lost] {
        if let Some(row) = store::first(db, sql, vec![]).await? {
            let id = |column: &str| row.try_get::<Option<Uuid>>("", column);
            return Err(Fault::Reserved {
                order: OrderId(
                    id("order_id")
                        .map_err(store::Error::from)?
                        .unwrap_or_default(),
                ),
                variant: VariantId(
                    id("variant_id")
                        .map_err(store::Error::from)?
                        .unwrap_or_default(),
                ),
            });
        }
    }
    Ok(())
}

/// Every payment and every refund is of an order that there is.
async fn orphans(db: &impl ConnectionTrait) -> Result<(), Fault> {
    for table in ["payment_orders", "refunds"] {
        let sql = format!(
            "SELECT s.order_id AS id FROM {table} s WHERE NOT EXISTS \
             (SELECT 1 FROM orders o WHERE o.id = s.order_id) LIMIT 1"
        );
        if let Some(order) = found(db, &sql).await? {
            return Err(Fault::Orphan(order));
        }
    }
    Ok(())
}

/// An order that has ended has nothing left on its clearing account: it has earned it where it is
/// completed, and only there; else it is owed back.
async fn clearing(db: &impl ConnectionTrait) -> Result<(), Fault> {
    let sql = format!(
        "SELECT o.id FROM orders o WHERE (o.status IN ({}) AND COALESCE((SELECT SUM(\
         CASE WHEN e.credit LIKE 'buyer:%' THEN e.amount ELSE 0 END - CASE WHEN e.debit LIKE 'buyer:%' THEN e.amount ELSE 0 END) \
         FROM ledger_entries e WHERE e.order_id = o.id), 0) <> 0) \
         OR (o.status <> 'completed' AND EXISTS (SELECT 1 FROM ledger_entries e WHERE e.subject_id = o.id \
         AND e.cause = 'earned')) LIMIT 1",
        words(Status::is_end)
    );
    match found(db, &sql).await? {
        Some(order) => Err(Fault::Clearing(order)),
        None => Ok(()),
    }
}

async fn found(db: &impl ConnectionTrait, sql: &str) -> Result<Option<OrderId>, Fault> {
    let row = store::first(db, sql, vec![]).await?;
    let id = row.map(|row| row.try_get("", "id")).transpose();
    Ok(id.map_err(store::Error::from)?.map(OrderId))
}
