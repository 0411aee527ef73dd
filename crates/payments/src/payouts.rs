//! Paying producers what the market took for them.
//!
//! A *batch* is prepared by one person and confirmed by another; it has one *payout* a producer. What
//! a payout pays are entries of the ledger, each *claimed* by a row of `payout_entries`, written in
//! the transaction that prepares the payout: an entry is claimed once, so whatever stops between the
//! money's leaving and its being written down, nothing is paid by a second batch. (The entries
//! themselves are append-only: the claim is a row beside them.)
//!
//! Only what an order has earned, and has had for the days of `payout.hold_days`, is in a batch; an
//! order with an open case is not completed, and so has earned nothing; one that a card's bank argues
//! about, or took back, waits. What a producer owes is taken
//! off; who comes to less than `payout.minimum`, or to less than nothing, waits with all of it for
//! the next batch.
//!
//! **Invariant:** who prepared a batch does not confirm it: the database holds it.

mod find;
mod prepare;
mod settle;
mod table;

use kernel::{AccountId, BankAccount, PayoutBatchId, PayoutId, ProducerId, Timestamp, Vnd, words};

pub use find::{batch, is_paid_out, list_batches, payouts_of, payouts_to, waiting};
pub use prepare::{Preparing, payees, prepare};
pub use settle::{all_paid, cancel, confirm, fail, paid};
pub use table::table;

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

/// What one producer is paid out.
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
    pub to: BankAccount,
    /// The bank's number for it.
    pub bank_ref: Option<String>,
    /// When it was paid, or failed.
    pub settled_at: Option<Timestamp>,
    /// When it was prepared.
    pub created_at: Timestamp,
}
