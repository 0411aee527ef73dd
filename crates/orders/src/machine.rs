//! The machine of an order on one screen.

#![deny(clippy::wildcard_enum_match_arm)]

use crate::event::{Event, Reason};
use crate::status::Status;
use kernel::words;

words! {
    /// What a change does to the stock of the order's lines.
    Stock {
        /// Nothing.
        Keep = "keep",
        /// It is promised again: money came after it had been set free.
        Reserve = "reserve",
        /// What was promised is free again.
        Release = "release",
        /// What was promised is handed over.
        Sell = "sell",
        /// What was handed over is back and whole.
        TakeBack = "take_back",
    }
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
            | Event::FailDelivery { .. }
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
            | Event::FailDelivery { .. }
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
            | Event::FailDelivery { .. }
            | Event::Returned { .. }
            | Event::ConfirmReceipt => Err(refused),
        },
        Shipped => match event {
            // Silence after the question counts as receipt.
            Event::Deliver | Event::TimeOut => to(Delivered, None, Stock::Keep),
            Event::ConfirmReceipt => to(Completed, None, Stock::Keep),
            Event::FailDelivery { refused } => {
                let reason = refused.then_some(Reason::RefusedAtDoor);
                to(DeliveryFailed, reason, Stock::Keep)
            }
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
            | Event::FailDelivery { .. }
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
            | Event::FailDelivery { .. }
            | Event::Returned { .. }
            | Event::Cancel { .. }
            | Event::Withdraw(_) => Err(refused),
        },
        // Money that came too late brings it back, where there still is something to sell.
        Expired if event == Event::Paid => to(Placed, None, Stock::Reserve),
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
    Event::FailDelivery { refused: false },
    Event::FailDelivery { refused: true },
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
        fn an_order_that_has_ended_moves_by_late_money_alone(steps in prop::collection::vec(0..EVERY_STEP.len(), 0..60)) {
            let mut status = Status::Placed;
            let mut held = true;
            for step in steps {
                let before = status;
                if let Ok(t) = apply(status, EVERY_STEP[step]) {
                    prop_assert!(!before.is_end() || before == Status::Expired && EVERY_STEP[step] == Event::Paid);
                    prop_assert_eq!(t.stock == Stock::Reserve, before == Status::Expired);
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
