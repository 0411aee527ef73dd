//! What happened, to whom it is told, and on what: the words of messages.

use serde::{Deserialize, Serialize};

/// A step of a case that somebody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the case's own states")]
pub enum CaseStep {
    Open,
    Answered,
    Operator,
    Returning,
    Closed,
}

/// A step of a refund that somebody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum RefundStep {
    Due,
    Payable,
    Overdue,
    Sent,
}

/// A step of an order that somebody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the order's own states")]
pub enum OrderStep {
    AwaitingPayment,
    PaymentReminder,
    PaymentReported,
    PartlyPaid,
    PaymentMissing,
    PaymentUnchecked,
    Placed,
    Reminder,
    Extended,
    Accepted,
    Declined,
    Shipped,
    AskBuyer,
    Delivered,
    Completed,
    Cancelled,
    Expired,
    DeliveryFailed,
    Returned,
    Lost,
}

/// The one who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Side {
    Buyer,
    Producer,
    Official,
}

/// What becomes of a producer's paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum DocumentStep {
    Expiring,
    Lapsed,
    Paused,
}

/// What is reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Subject {
    Producer,
    Listing,
    Certificate,
    Document,
    Portrait,
}

/// What lies before an official.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pile {
    /// Producers to be approved.
    Producers,
    /// Listings to be approved.
    Listings,
    /// Certificates to be verified.
    Certificates,
    /// Papers to be verified.
    Documents,
    /// Pictures of producers to be looked at.
    Portraits,
    /// People to be telephoned.
    Calls,
    /// Where our books and another's differ.
    Differences,
    /// Certificates that end soon.
    EndingCertificates,
    /// Papers that end soon.
    EndingPapers,
}

/// How a review ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Decision {
    Approved,
    Rejected,
    ChangesRequested,
}
