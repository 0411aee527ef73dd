//! The machine of an order on one screen.

#![deny(clippy::wildcard_enum_match_arm)]

use crate::deadline::Rule;
use crate::words::words;

words! {
    /// Where an order stands.
    Status {
        /// The buyer has yet to pay.
        AwaitingPayment = "awaiting_payment",
        /// The producer has yet to answer.
        Placed = "placed",
        /// The producer will send it.
        Accepted = "accepted",
        /// It is in its box.
        Packed = "packed",
        /// It is on its way.
        Shipped = "shipped",
        /// The buyer has it, or is taken to have it.
        Delivered = "delivered",
        /// Done.
        Completed = "completed",
        /// It ended before it was shipped.
        Cancelled = "cancelled",
        /// The producer refused it.
        Declined = "declined",
        /// It was never paid.
        Expired = "expired",
        /// The box came back.
        Returned = "returned",
        /// The box never came back.
        Lost = "lost",
        /// The carrier could not hand it over.
        DeliveryFailed = "delivery_failed",
    }
}

words! {
    /// Why an order ended or turned.
    Reason {
        /// The buyer no longer wants it.
        BuyerChangedMind = "buyer_changed_mind",
        /// The producer did not answer in time.
        ProducerNoAnswer = "producer_no_answer",
        /// It was not handed over in time.
        NotShipped = "not_shipped",
        /// The producer has none after all.
        OutOfStock = "out_of_stock",
        /// No money came.
        PaymentMissing = "payment_missing",
        /// It cannot be brought there.
        Undeliverable = "undeliverable",
        /// The receiver refused it.
        RefusedAtDoor = "refused_at_door",
        /// Nobody knows where it is.
        Lost = "lost",
        /// The goods were called back.
        Recall = "recall",
        /// The listing or its producer was suspended.
        Suspended = "suspended",
    }
}

words! {
    /// Whose move it is.
    Owner {
        /// The buyer.
        Buyer = "buyer",
        /// The producer.
        Producer = "producer",
        /// The carrier.
        Carrier = "carrier",
        /// Who is to be paid.
        Payee = "payee",
        /// Who runs the market.
        Operator = "operator",
        /// Nobody's: it is over.
        Nobody = "nobody",
    }
}

words! {
    /// What a change does to the stock of the order's lines.
    Stock {
        /// Nothing.
        Keep = "keep",
        /// What was promised is free again.
        Release = "release",
        /// What was promised is handed over.
        Sell = "sell",
        /// What was handed over is back and whole.
        TakeBack = "take_back",
    }
}

/// What happens to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The money came.
    Paid,
    /// The producer will send it.
    Accept,
    /// The producer refuses it.
    Decline(Reason),
    /// It is in its box.
    Pack,
    /// The box is handed over.
    Ship,
    /// The box has arrived.
    Deliver,
    /// The carrier could not hand it over.
    FailDelivery,
    /// The producer has the box back.
    Returned {
        /// Whether what is in it can be sold again.
        whole: bool,
    },
    /// The buyer has it and is content.
    ConfirmReceipt,
    /// The buyer steps back. Once the producer has accepted, only after the hand-over is overdue.
    Cancel {
        /// Why.
        reason: Reason,
        /// Whether the hand-over is overdue.
        overdue: bool,
    },
    /// An official or an administrator ends it: a recall, a suspension.
    Withdraw(Reason),
    /// The last deadline of its state has passed.
    TimeOut,
}

/// What a change makes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// Where it stands now.
    pub to: Status,
    /// Why, where that is said.
    pub reason: Option<Reason>,
    /// What its stock does.
    pub stock: Stock,
}

/// A step that the order's state does not admit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the order is {from}: it cannot {step}")]
pub struct Refused {
    /// Where the order stands.
    pub from: Status,
    /// What was tried.
    pub step: &'static str,
}

impl Status {
    /// Whether nothing ever follows.
    pub const fn is_end(self) -> bool {
        match self {
            Self::Completed
            | Self::Cancelled
            | Self::Declined
            | Self::Expired
            | Self::Returned
            | Self::Lost => true,
            Self::AwaitingPayment
            | Self::Placed
            | Self::Accepted
            | Self::Packed
            | Self::Shipped
            | Self::Delivered
            | Self::DeliveryFailed => false,
        }
    }

    /// Whether its lines hold reserved stock.
    pub const fn holds_stock(self) -> bool {
        matches!(
            self,
            Self::AwaitingPayment | Self::Placed | Self::Accepted | Self::Packed
        )
    }

    /// Whose move it is.
    pub const fn owner(self) -> Owner {
        match self {
            Self::AwaitingPayment | Self::Delivered => Owner::Buyer,
            Self::Placed | Self::Accepted | Self::Packed | Self::DeliveryFailed => Owner::Producer,
            Self::Shipped => Owner::Carrier,
            Self::Completed
            | Self::Cancelled
            | Self::Declined
            | Self::Expired
            | Self::Returned
            | Self::Lost => Owner::Nobody,
        }
    }

    /// How long it may wait here.
    pub const fn rule(self) -> Rule {
        match self {
            Self::AwaitingPayment => Rule::Hours(24),
            Self::Placed => Rule::Waking(24),
            Self::Accepted => Rule::Waking(48),
            // Packing buys no time: the hand-over is due when it was.
            Self::Packed => Rule::Keep,
            Self::Shipped => Rule::PromisedAnd(3),
            Self::DeliveryFailed => Rule::Days {
                usual: 10,
                fresh: 10,
            },
            Self::Delivered => Rule::Days { usual: 7, fresh: 2 },
            Self::Completed
            | Self::Cancelled
            | Self::Declined
            | Self::Expired
            | Self::Returned
            | Self::Lost => Rule::Never,
        }
    }
}

impl Event {
    /// Whether an order that stands there has this step behind it: said again, it holds.
    pub fn holds_in(self, status: Status) -> bool {
        let after = match self {
            Self::Paid => Status::Placed,
            Self::Accept => Status::Accepted,
            Self::Decline(_) => Status::Declined,
            Self::Pack => Status::Packed,
            Self::Ship => Status::Shipped,
            Self::Deliver => Status::Delivered,
            Self::FailDelivery => Status::DeliveryFailed,
            Self::Returned { .. } => Status::Returned,
            Self::ConfirmReceipt => Status::Completed,
            Self::Cancel { .. } | Self::Withdraw(_) => Status::Cancelled,
            // A deadline is never said twice: the sweeper looks again under the lock.
            Self::TimeOut => return false,
        };
        status == after
    }

    /// The step's word in problems and the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paid => "pay",
            Self::Accept => "accept",
            Self::Decline(_) => "decline",
            Self::Pack => "pack",
            Self::Ship => "ship",
            Self::Deliver => "deliver",
            Self::FailDelivery => "fail_delivery",
            Self::Returned { .. } => "returned",
            Self::ConfirmReceipt => "confirm_receipt",
            Self::Cancel { .. } => "cancel",
            Self::Withdraw(_) => "withdraw",
            Self::TimeOut => "time_out",
        }
    }
}

/// What an event makes of an order that stands somewhere. The whole machine is here.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a state and no wildcard: a new event must be placed in each"
)]
pub fn apply(from: Status, event: Event) -> Result<Transition, Refused> {
    use Status::{
        Accepted, AwaitingPayment, Cancelled, Completed, Declined, Delivered, DeliveryFailed,
        Expired, Lost, Packed, Placed, Returned, Shipped,
    };
    let refused = Refused {
        from,
        step: event.as_str(),
    };
    let to = |to, reason, stock| Ok(Transition { to, reason, stock });
    match from {
        AwaitingPayment => match event {
            Event::Paid => to(Placed, None, Stock::Keep),
            Event::Cancel { reason, .. } | Event::Withdraw(reason) => {
                to(Cancelled, Some(reason), Stock::Release)
            }
            Event::TimeOut => to(Expired, Some(Reason::PaymentMissing), Stock::Release),
            Event::Accept
            | Event::Decline(_)
            | Event::Pack
            | Event::Ship
            | Event::Deliver
            | Event::FailDelivery
            | Event::Returned { .. }
            | Event::ConfirmReceipt => Err(refused),
        },
        Placed => match event {
            Event::Accept => to(Accepted, None, Stock::Keep),
            Event::Decline(reason) => to(Declined, Some(reason), Stock::Release),
            Event::Cancel { reason, .. } | Event::Withdraw(reason) => {
                to(Cancelled, Some(reason), Stock::Release)
            }
            Event::TimeOut => to(Cancelled, Some(Reason::ProducerNoAnswer), Stock::Release),
            Event::Paid
            | Event::Pack
            | Event::Ship
            | Event::Deliver
            | Event::FailDelivery
            | Event::Returned { .. }
            | Event::ConfirmReceipt => Err(refused),
        },
        Accepted | Packed => match event {
            Event::Pack if from == Accepted => to(Packed, None, Stock::Keep),
            Event::Ship if from == Packed => to(Shipped, None, Stock::Sell),
            Event::Decline(reason) => to(Declined, Some(reason), Stock::Release),
            Event::Cancel {
                reason,
                overdue: true,
            }
            | Event::Withdraw(reason) => to(Cancelled, Some(reason), Stock::Release),
            Event::TimeOut => to(Cancelled, Some(Reason::NotShipped), Stock::Release),
            Event::Cancel { overdue: false, .. }
            | Event::Pack
            | Event::Ship
            | Event::Paid
            | Event::Accept
            | Event::Deliver
            | Event::FailDelivery
            | Event::Returned { .. }
            | Event::ConfirmReceipt => Err(refused),
        },
        Shipped => match event {
            // Silence after the question counts as receipt.
            Event::Deliver | Event::TimeOut => to(Delivered, None, Stock::Keep),
            Event::ConfirmReceipt => to(Completed, None, Stock::Keep),
            Event::FailDelivery => to(DeliveryFailed, None, Stock::Keep),
            Event::Paid
            | Event::Accept
            | Event::Decline(_)
            | Event::Pack
            | Event::Ship
            | Event::Returned { .. }
            | Event::Cancel { .. }
            | Event::Withdraw(_) => Err(refused),
        },
        DeliveryFailed => match event {
            // A second try that succeeds.
            Event::Deliver => to(Delivered, None, Stock::Keep),
            Event::Returned { whole: true } => to(Returned, None, Stock::TakeBack),
            Event::Returned { whole: false } => to(Returned, None, Stock::Keep),
            Event::TimeOut => to(Lost, Some(Reason::Lost), Stock::Keep),
            Event::Paid
            | Event::Accept
            | Event::Decline(_)
            | Event::Pack
            | Event::Ship
            | Event::FailDelivery
            | Event::ConfirmReceipt
            | Event::Cancel { .. }
            | Event::Withdraw(_) => Err(refused),
        },
        Delivered => match event {
            Event::ConfirmReceipt | Event::TimeOut => to(Completed, None, Stock::Keep),
            Event::Paid
            | Event::Accept
            | Event::Decline(_)
            | Event::Pack
            | Event::Ship
            | Event::Deliver
            | Event::FailDelivery
            | Event::Returned { .. }
            | Event::Cancel { .. }
            | Event::Withdraw(_) => Err(refused),
        },
        Completed | Cancelled | Declined | Expired | Returned | Lost => Err(refused),
    }
}

/// Whether an order may go from one state to another in one step: what a history is checked by.
pub fn may_follow(from: Status, to: Status) -> bool {
    EVERY_STEP
        .iter()
        .any(|event| apply(from, *event).is_ok_and(|t| t.to == to))
}

/// One event of every kind, with what admits the most.
const EVERY_STEP: &[Event] = &[
    Event::Paid,
    Event::Accept,
    Event::Decline(Reason::OutOfStock),
    Event::Pack,
    Event::Ship,
    Event::Deliver,
    Event::FailDelivery,
    Event::Returned { whole: true },
    Event::Returned { whole: false },
    Event::ConfirmReceipt,
    Event::Cancel {
        reason: Reason::BuyerChangedMind,
        overdue: true,
    },
    Event::Withdraw(Reason::Suspended),
    Event::TimeOut,
];

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_whole_machine_is_this_table() {
        let mut table = String::new();
        for from in Status::ALL {
            for event in EVERY_STEP {
                if let Ok(t) = apply(*from, *event) {
                    let reason = t.reason.map_or("", Reason::as_str);
                    let step = if let Event::Returned { whole } = event {
                        ["returned (broken)", "returned (whole)"][usize::from(*whole)]
                    } else {
                        event.as_str()
                    };
                    writeln!(
                        table,
                        "{from:<17} {step:<18} {:<16} stock {:<10} {reason}",
                        t.to.as_str(),
                        t.stock.as_str()
                    )
                    .unwrap();
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_buyer_steps_back_from_an_accepted_order_only_once_it_is_overdue() {
        let cancel = |overdue| Event::Cancel {
            reason: Reason::BuyerChangedMind,
            overdue,
        };
        for from in [Status::Accepted, Status::Packed] {
            assert!(apply(from, cancel(false)).is_err());
            assert!(apply(from, cancel(true)).is_ok());
        }
        assert!(apply(Status::Placed, cancel(false)).is_ok());
        assert!(apply(Status::Shipped, cancel(true)).is_err());
    }

    proptest! {
        #[test]
        fn an_order_that_has_ended_never_moves_again(steps in prop::collection::vec(0..EVERY_STEP.len(), 0..60)) {
            let mut status = Status::Placed;
            let mut held = true;
            for step in steps {
                let before = status;
                if let Ok(t) = apply(status, EVERY_STEP[step]) {
                    prop_assert!(!before.is_end());
                    // Reserved stock is released or sold exactly when the order stops holding it.
                    prop_assert_eq!(
                        matches!(t.stock, Stock::Release | Stock::Sell),
                        held && !t.to.holds_stock()
                    );
                    held = t.to.holds_stock();
                    status = t.to;
                }
            }
        }
    }
}
