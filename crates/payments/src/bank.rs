//! What comes to the market's own account: each line of the bank once, whoever told of it, and what
//! became of it.
//!
//! A line *names* a payment where its text holds the payment's code, found by its check character.
//! Without one it is never guessed: a person is shown what it could be, and decides.

mod amount;
mod compare;
mod find;
mod heading;
mod statement;
mod suggest;
mod webhook;
mod write;

use kernel::{BankLineId, PaymentId, Timestamp, Vnd, words};

pub(crate) use self::amount::amount;
pub(crate) use self::statement::csv_rows;

pub use self::compare::compare;
pub use self::find::{Lines, line, list_lines, looked_for, named};
pub use self::statement::{BadStatement, Fault, statement};
pub use self::suggest::{Suggestion, suggestions};
pub use self::webhook::{BadWebhook, Headers, Scheme, webhook};
pub use self::write::{LineWritten, settle, write_line};

/// A line as the bank tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// The account that it stands in.
    pub account: String,
    /// The bank's own number for it.
    pub bank_ref: String,
    /// How much came; below zero, how much went.
    pub amount: Vnd,
    /// What its sender wrote, as the bank gives it.
    pub text: String,
    /// When the bank booked it.
    pub booked_at: Timestamp,
}

/// A line as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankLine {
    /// Which.
    pub id: BankLineId,
    /// What the bank told.
    pub told: NewLine,
    /// What became of it.
    pub status: LineStatus,
    /// What is the matter with it.
    pub problem: Option<Problem>,
    /// The payments that it went to, and how much to each.
    pub parts: Vec<(PaymentId, Vnd)>,
    /// The payout of the card company that it is, as that calls it.
    pub card_payout: Option<String>,
    /// What a person said when they put it aside.
    pub note: Option<String>,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
}

words! {
    /// Who told of a line.
    Source {
        /// A statement that a person brought.
        Statement = "statement",
        /// The bank's messenger.
        Webhook = "webhook",
    }
}

words! {
    /// What became of a line.
    LineStatus {
        /// A person must look at it.
        Waiting = "waiting",
        /// It went to payments.
        Matched = "matched",
        /// It is nobody's payment, a person said.
        SetAside = "set_aside",
        /// Money that went out: kept for the books.
        Noted = "noted",
    }
}

words! {
    /// What is the matter with a line. Each has one remedy.
    Problem {
        /// It names no payment, or several that it does not add up to.
        Unknown = "unknown",
        /// Less than was missing: the rest is asked for.
        TooLittle = "too_little",
        /// More than was missing: the rest of it is owed back.
        TooMuch = "too_much",
        /// All was there already: it is owed back.
        Twice = "twice",
        /// The order had ended: it goes on, or the money is owed back.
        Late = "late",
    }
}

impl Problem {
    /// What mends it: a word for the person who looks.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Unknown => "assign",
            Self::TooLittle => "ask_for_the_rest",
            Self::TooMuch | Self::Twice => "send_refund",
            Self::Late => "look_at_order",
        }
    }
}
