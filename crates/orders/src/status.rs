//! Where an order can stand, whose move it is then, and how long it may wait.

#![deny(clippy::wildcard_enum_match_arm)]

use crate::deadline::Rule;
use kernel::words;

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
