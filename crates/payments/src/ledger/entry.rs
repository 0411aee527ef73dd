use kernel::{Day, OrderId, PaymentId, Timestamp, Vnd};
use store::Row;
use uuid::Uuid;

use super::{Account, Cause};
use crate::Error;

/// What a posting speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// The receipt, the refund, the order, the payout: as the cause says.
    pub subject: Uuid,
    /// Of which order, where it is of one.
    pub order: Option<OrderId>,
    /// Of which payment, where it is of one.
    pub payment: Option<PaymentId>,
}

impl About {
    /// Of an order.
    pub const fn order(order: OrderId) -> Self {
        Self {
            subject: order.uuid(),
            order: Some(order),
            payment: None,
        }
    }
}

/// A transfer that is to be written. One of nothing is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// Where it goes.
    pub debit: Account,
    /// Where it comes from.
    pub credit: Account,
    /// How much.
    pub amount: Vnd,
    /// Why.
    pub cause: Cause,
    /// What of.
    pub about: About,
}

/// A transfer as it stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub seq: i64,
    /// What moved.
    pub posting: Posting,
    /// When.
    pub at: Timestamp,
    /// On which day.
    pub day: Day,
}

/// The columns that [`Entry::read`] reads, of `e`.
pub(crate) const COLUMNS: &str = "e.seq, e.debit, e.credit, e.amount, e.cause, e.subject_id, e.order_id, e.payment_id, e.at, e.day";

impl Entry {
    pub(crate) fn read(row: &Row) -> Result<Self, Error> {
        let text = |column: &str| row.try_get::<String>("", column);
        let id = |column: &str| row.try_get::<Option<Uuid>>("", column);
        let (cause, day) = (text("cause")?, text("day")?);
        Ok(Self {
            seq: row.try_get("", "seq")?,
            posting: Posting {
                debit: text("debit")?.parse()?,
                credit: text("credit")?.parse()?,
                amount: Vnd(row.try_get("", "amount")?),
                cause: Cause::parse(&cause).ok_or(Error::Unreadable(cause))?,
                about: About {
                    subject: row.try_get("", "subject_id")?,
                    order: id("order_id")?.map(OrderId),
                    payment: id("payment_id")?.map(PaymentId),
                },
            },
            at: Timestamp(row.try_get("", "at")?),
            day: day.parse().map_err(|_no_day| Error::Unreadable(day))?,
        })
    }
}
