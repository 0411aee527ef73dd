//! An order's own book: the entries that speak of it, and what follows from them.

use kernel::{OrderId, Vnd};
use store::{ConnectionTrait, rows};

use super::entry::{COLUMNS, Entry};
use super::{Account, Cause, Posting};
use crate::Error;

/// What the ledger says of one order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    postings: Vec<Posting>,
}

/// The book of an order. Whoever posts from it holds the order's lock.
pub async fn book(db: &impl ConnectionTrait, order: OrderId) -> Result<Book, Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM ledger_entries e WHERE e.order_id = $1 ORDER BY e.seq");
    let found = rows(db, &sql, vec![order.uuid().into()]).await?;
    let posting = |row: &store::Row| Entry::read(row).map(|entry| entry.posting);
    Ok(Book {
        postings: found.iter().map(posting).collect::<Result<_, _>>()?,
    })
}

impl Book {
    /// A book of these postings.
    pub fn of(postings: Vec<Posting>) -> Self {
        Self { postings }
    }

    /// What an account holds by this order alone: debits less credits.
    pub fn balance(&self, account: Account) -> Vnd {
        let moved = |posting: &Posting| {
            let signed = |own: Account| if own == account { posting.amount.0 } else { 0 };
            signed(posting.debit).saturating_sub(signed(posting.credit))
        };
        let sum = self.postings.iter().map(moved);
        Vnd(sum.fold(0i64, i64::saturating_add))
    }

    /// What was posted for a cause, in all.
    pub fn posted(&self, cause: Cause) -> Vnd {
        self.sum(|posting| posting.cause == cause)
    }

    /// What the buyer paid and neither the producer earned nor is owed back.
    pub fn clearing(&self, order: OrderId) -> Vnd {
        Vnd(self
            .balance(Account::Buyer(order))
            .0
            .saturating_neg()
            .max(0))
    }

    /// How much of what came in has passed through the market.
    pub(super) fn through_the_market(&self) -> Vnd {
        self.sum(|posting| {
            matches!(posting.credit, Account::Buyer(_)) && posting.debit.is_through_the_market()
        })
    }

    /// What is let go of, and was not taken back.
    pub fn let_go_of(&self) -> Vnd {
        let back = self.posted(Cause::ForgivenBack);
        Vnd(self.posted(Cause::Forgiven).0.saturating_sub(back.0))
    }

    /// Whether the order has earned its money.
    pub fn is_earned(&self) -> bool {
        self.postings
            .iter()
            .any(|posting| posting.cause == Cause::Earned)
    }

    /// The entries of a cause.
    pub(super) fn of_cause(&self, cause: Cause) -> impl Iterator<Item = &Posting> {
        self.postings
            .iter()
            .filter(move |posting| posting.cause == cause)
    }

    fn sum(&self, wanted: impl Fn(&Posting) -> bool) -> Vnd {
        let sum = self.postings.iter().filter(|posting| wanted(posting));
        Vnd(sum.fold(0i64, |sum, posting| sum.saturating_add(posting.amount.0)))
    }

    /// Adds postings, as the database will: for what follows from them in the same transaction.
    pub fn extend(&mut self, postings: &[Posting]) {
        let moving = postings
            .iter()
            .filter(|posting| posting.amount != Vnd::ZERO);
        self.postings.extend(moving);
    }
}
