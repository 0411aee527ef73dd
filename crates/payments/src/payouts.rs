//! Paying producers what the market took for them.
//!
//! A *batch* is prepared by one person and confirmed by another, and goes by one *rail*: the bank's file,
//! or the card company's transfers. Money goes out where it came in: what cards paid lies with the card
//! company and is paid by its rail alone, everything else by the bank's. By the bank a batch has one
//! *payout* a producer; by the card company one a producer and payment, for each transfer comes out of
//! one charge, which bounds it, and can be taken back without touching any other. What a payout pays are entries of the ledger, each *claimed* by a row of `payout_entries`, written in
//! the transaction that prepares the payout: an entry is claimed once, so whatever stops between the
//! money's leaving and its being written down, nothing is paid by a second batch. (The entries
//! themselves are append-only: the claim is a row beside them.)
//!
//! Only what an order has earned, and has had for the days of `payout.hold_days`, is in a batch; an
//! order with an open case is not completed, and so has earned nothing; one that a card's bank argues
//! about waits. What a producer owes is taken off, by whichever rail pays it first; who comes to less than `payout.minimum`, or to less than nothing, waits with all of it for
//! the next batch.
//!
//! What was paid out of a sale that is owed to its buyer afterwards is *taken back* where it can be: of
//! that producer's own transfer, and at most what was transferred. Else it is a debt of the next batch.
//!
//! **Invariant:** who prepared a batch does not confirm it: the database holds it.
//! **Invariant:** a payout comes to an end by the card company's word or by a person's, never by both.

mod card;
mod due;
mod find;
mod prepare;
mod settle;
mod share;
mod table;
mod take_back;

use kernel::{
    AccountId, BankAccount, PaymentId, PayoutBatchId, PayoutId, ProducerId, Timestamp, Vnd, words,
};

pub use card::{begin_transfer, not_transferred, transferred, unsent};
pub use due::{Waiting, payees, waiting_by};
pub use find::{batch, is_paid_out, list_batches, payout, payouts_of, payouts_to, waiting};
pub use prepare::{Payees, prepare};
pub use settle::{all_paid, cancel, confirm, fail, paid};
pub use table::table;
pub use take_back::{begin_take_back, not_taken_back, taken_back};

words! {
    /// How the money goes.
    Rail {
        /// By a file that the market's bank takes.
        BankFile = "bank_file",
        /// By transfers of the card company.
        Stripe = "stripe",
    }
}

words! {
    /// Where a batch stands.
    BatchStatus {
        /// It waits for a second person.
        Prepared = "prepared",
        /// It may be paid.
        Confirmed = "confirmed",
        /// Every payout of it was paid or failed.
        Settled = "settled",
        /// It was given up before it was confirmed.
        Cancelled = "cancelled",
    }
}

words! {
    /// Where a payout stands.
    Status {
        /// It waits with its batch.
        Prepared = "prepared",
        /// It may be paid.
        Confirmed = "confirmed",
        /// It was paid.
        Paid = "paid",
        /// It did not arrive: what it was to pay is in the next batch.
        Failed = "failed",
        /// Its batch was given up.
        Cancelled = "cancelled",
    }
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Which.
    pub id: PayoutBatchId,
    /// How the money goes.
    pub rail: Rail,
    /// Where it stands.
    pub status: BatchStatus,
    /// What was earned until then is in it.
    pub earned_until: Timestamp,
    /// Who prepared it.
    pub prepared_by: AccountId,
    /// When.
    pub prepared_at: Timestamp,
    /// Who confirmed it.
    pub confirmed_by: Option<AccountId>,
    /// When.
    pub confirmed_at: Option<Timestamp>,
    /// How many payouts it has.
    pub count: i64,
    /// What they come to.
    pub total: Vnd,
}

/// Where a payout goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayTo {
    /// To a bank account.
    Bank(BankAccount),
    /// To an account at the card company.
    Card {
        /// What the card company calls it.
        account: String,
        /// The payment by card that it comes out of.
        payment: PaymentId,
    },
}

/// What one producer is paid out by one transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    /// Which.
    pub id: PayoutId,
    /// In which batch.
    pub batch: PayoutBatchId,
    /// Whom.
    pub producer: ProducerId,
    /// What stands in the transfer's text.
    pub reference: String,
    /// Where it stands.
    pub status: Status,
    /// What the market owed.
    pub payable: Vnd,
    /// What was taken off, for the producer owed it.
    pub claim: Vnd,
    /// What is paid.
    pub amount: Vnd,
    /// Where it goes.
    pub to: PayTo,
    /// The bank's number for it, or the card company's.
    pub bank_ref: Option<String>,
    /// How much of it was taken back.
    pub reversed: Vnd,
    /// When it was paid, or failed.
    pub settled_at: Option<Timestamp>,
    /// When it was prepared.
    pub created_at: Timestamp,
}
