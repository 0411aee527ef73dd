//! What can happen to an order.

#![deny(clippy::wildcard_enum_match_arm)]

use crate::status::Status;
use kernel::words;

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
    FailDelivery {
        /// Whether its receiver refused it.
        refused: bool,
    },
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
            Self::FailDelivery { .. } => Status::DeliveryFailed,
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
            Self::FailDelivery { .. } => "fail_delivery",
            Self::Returned { .. } => "returned",
            Self::ConfirmReceipt => "confirm_receipt",
            Self::Cancel { .. } => "cancel",
            Self::Withdraw(_) => "withdraw",
            Self::TimeOut => "time_out",
        }
    }
}
