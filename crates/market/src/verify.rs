//! The audit of all books: what `ledger verify` runs.

use kernel::{PaymentId, VariantId};
use store::Db;

use crate::Error;

/// What was looked at, all of it in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Variants whose stock is the sum of its movements and of what open orders hold.
    pub variants: u64,
    /// Orders whose totals add up and whose histories end where they stand.
    pub orders: u64,
    /// Rows of those histories.
    pub history: u64,
    /// Payments that are the sum of their shares.
    pub payments: i64,
}

/// The first fault, or why the books could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A variant's stock is not the sum of its movements.
    #[error("the stock of variant {0} is not the sum of its movements")]
    Stock(VariantId),
    /// What is reserved of a variant is not what open orders hold.
    #[error("of variant {variant} {reserved} are reserved, but open orders hold {held}")]
    Reserved {
        /// Which variant.
        variant: VariantId,
        /// How many are reserved.
        reserved: i64,
        /// How many open orders hold.
        held: i64,
    },
    /// An order or a checkout does not add up.
    #[error(transparent)]
    Order(orders::Discord),
    /// A payment is not the sum of its shares.
    #[error("payment {0} does not add up")]
    Payment(PaymentId),
    /// The books could not be read.
    #[error("the books could not be read")]
    Unread(#[source] Error),
}

impl<E: Into<Error>> From<E> for Fault {
    fn from(err: E) -> Self {
        Self::Unread(err.into())
    }
}

/// Looks through stock, orders, histories and payments, from one snapshot of the database.
pub async fn verify(db: &Db) -> Result<Checked, Fault> {
    // A write transaction is the one snapshot that both databases give.
    let tx = store::write(db).await?;
    let mut held = orders::promised(&tx).await?;
    let balances = catalog::stock::balances(&tx).await?;
    for (variant, balance) in &balances {
        if !balance.holds() {
            return Err(Fault::Stock(*variant));
        }
        reserved(
            *variant,
            balance.reserved,
            held.remove(variant).unwrap_or(0),
        )?;
    }
    if let Some((variant, held)) = held.into_iter().next() {
        reserved(variant, 0, held)?;
    }
    let looked = orders::look_through(&tx).await?.map_err(Fault::Order)?;
    let payments = payments::look_through(&tx).await?.map_err(Fault::Payment)?;
    Ok(Checked {
        variants: u64::try_from(balances.len()).unwrap_or(0),
        orders: looked.orders,
        history: looked.history,
        payments,
    })
}

fn reserved(variant: VariantId, reserved: i64, held: i64) -> Result<(), Fault> {
    if reserved == held {
        Ok(())
    } else {
        Err(Fault::Reserved {
            variant,
            reserved,
            held,
        })
    }
}
