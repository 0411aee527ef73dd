//! What a carrier hands on of the cash that it collected at doors: each line once, held against what
//! was collected, and told where it differs.

mod file;
mod write;

use kernel::{Day, PaymentId, ProducerId, RemittanceId, RemittanceLineId, Vnd, words};

pub use self::file::{remitted, typed};
pub use self::write::{
    Moved, RemittedLines, begin, list_remitted, of_code, remitted_line, settle_remitted,
    write_remitted,
};

/// A transfer or an envelope of a carrier.
#[derive(Debug, Clone)]
pub struct NewRemittance {
    /// Who collected, as the parcels name them.
    pub carrier: String,
    /// Their own number for it.
    pub reference: String,
    /// When it came.
    pub received_on: Day,
    /// Of which producer's orders alone, where it came to one.
    pub producer: Option<ProducerId>,
}

/// What was collected for one box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remitted {
    /// The order's code, or the carrier's own for the box.
    pub code: String,
    /// How much.
    pub amount: Vnd,
}

/// A line as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemittedLine {
    /// Which.
    pub id: RemittanceLineId,
    /// Of which remittance.
    pub remittance: RemittanceId,
    /// Who collected.
    pub carrier: String,
    /// Their number for the remittance.
    pub reference: String,
    /// What they told.
    pub told: Remitted,
    /// For which payment.
    pub payment: Option<PaymentId>,
    /// What was collected, as the order says.
    pub expected: Option<Vnd>,
    /// How it stands.
    pub status: RemittedStatus,
    /// What a person said when they settled it.
    pub note: Option<String>,
}

words! {
    /// How a line of a remittance stands.
    RemittedStatus {
        /// It is what was collected.
        Matched = "matched",
        /// It is more or less.
        Differs = "differs",
        /// No order paid in cash bears that code.
        Unknown = "unknown",
        /// The order is not known to have arrived.
        Undelivered = "undelivered",
        /// Its cash was handed on already, under another code.
        Twice = "twice",
        /// A person has settled it.
        Settled = "settled",
    }
}
