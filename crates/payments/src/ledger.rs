//! The ledger: double entry in whole đồng, one row a transfer.
//!
//! A *posting* moves an amount from a *credit* account to a *debit* account for a *cause* that a
//! *subject* (a receipt, a refund, an order, a payout) has once. A balance is debits less credits:
//! positive where somebody holds or owes money, negative where it is owed to somebody or was earned.
//!
//! What happens to the money of an order is decided here by pure functions over its [`Book`], the
//! entries that it has so far; [`post`] writes what they say with one statement.
//!
//! **Invariant:** an entry is never changed and never deleted, and one cause of one subject is
//! posted once between two accounts: the database holds both (`append_only`, `posted_once`).
//! **Invariant:** what a buyer paid stands on the order's own clearing account until the order has
//! earned it or it is owed back; there it ends at nothing.
//! **Invariant:** where the producer takes the money itself, what the market has earned is a claim,
//! never a payout.

mod account;
mod audit;
mod balance;
mod book;
mod cause;
mod checkpoint;
mod entry;
mod event;
mod post;
mod statement;
mod terms;

pub use account::{Account, Bearer};
pub use audit::{Discord, look_through};
pub use balance::{balance, balances};
pub use book::{Book, book};
pub use cause::Cause;
pub use checkpoint::checkpoint;
pub use entry::{About, Entry, Posting};
pub use event::{
    Came, Charges, Earned, Owes, borne_back, came, came_back, earned, handed_on, lost, owes,
    sent_from,
};
pub use post::post;
pub use statement::{Standing, accounts, standing, statement};
pub use terms::Terms;
