//! What is done.

use super::order::Way;

/// A command. An order is named by its place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Command {
    Place {
        seller: usize,
        quantity: i64,
        way: Way,
    },
    Pay {
        order: usize,
        amount: i64,
        forgive: bool,
    },
    Report(usize),
    Expire(usize),
    Step(usize, Step),
    Refund(usize, i64),
    RefundTwice(usize, [i64; 2]),
    Send(usize),
    OpenCase(usize),
    CloseCase {
        order: usize,
        refund: bool,
    },
    HandOn(usize),
    PayOut,
    /// The card pays, of which the market has yet to hear.
    PayByCard(usize),
    /// The market hears of it, so often.
    Hear(usize, u32),
    /// What does not go back to a card is sent by a person.
    SendByHand(usize),
    /// The card's bank takes so many hundredths of what is left back.
    Dispute(usize, i64),
    /// It is decided whether the market has won.
    Decide(usize, bool),
    /// Producers are paid what cards paid.
    Transfer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Cancel,
    Accept,
    Decline,
    Pack,
    Ship { carrier: bool },
    Deliver,
    FailDelivery,
    Return { whole: bool },
    Receive,
}

impl Command {
    /// About which order it is, if about one.
    pub(crate) fn order(&self) -> Option<usize> {
        match *self {
            Self::Place { .. } | Self::PayOut | Self::Transfer => None,
            Self::Pay { order, .. }
            | Self::Report(order)
            | Self::Expire(order)
            | Self::Step(order, _)
            | Self::Refund(order, _)
            | Self::RefundTwice(order, _)
            | Self::Send(order)
            | Self::OpenCase(order)
            | Self::CloseCase { order, .. }
            | Self::HandOn(order)
            | Self::PayByCard(order)
            | Self::Hear(order, _)
            | Self::SendByHand(order)
            | Self::Dispute(order, _)
            | Self::Decide(order, _) => Some(order),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Place { .. } => "place",
            Self::Pay { .. } => "pay",
            Self::Report(_) => "report",
            Self::Expire(_) => "expire",
            Self::Step(_, step) => match step {
                Step::Cancel => "cancel",
                Step::Accept => "accept",
                Step::Decline => "decline",
                Step::Pack => "pack",
                Step::Ship { .. } => "ship",
                Step::Deliver => "deliver",
                Step::FailDelivery => "fail delivery",
                Step::Return { .. } => "return",
                Step::Receive => "confirm receipt",
            },
            Self::Refund(..) => "refund",
            Self::RefundTwice(..) => "refund twice at once",
            Self::Send(_) => "send a refund",
            Self::OpenCase(_) => "open a case",
            Self::CloseCase { .. } => "close a case",
            Self::HandOn(_) => "hand cash on",
            Self::PayOut => "pay out",
            Self::PayByCard(_) => "pay by card",
            Self::Hear(_, 1) => "hear once",
            Self::Hear(..) => "hear twice",
            Self::SendByHand(_) => "send by hand",
            Self::Dispute(..) => "dispute",
            Self::Decide(_, true) => "win a dispute",
            Self::Decide(_, false) => "lose a dispute",
            Self::Transfer => "transfer",
        }
    }
}
