//! Whom a step concerns, and the word that names it in the catalogue.

use kernel::{CheckoutId, OrderId};

use super::{CaseStep, Decision, Link, OrderStep, Pile, RefundStep, Side, Subject};

impl OrderStep {
    /// Who is told of it.
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Placed | Self::Cancelled | Self::Expired => &[Side::Buyer, Side::Producer],
            Self::Reminder | Self::Completed | Self::PaymentReported => &[Side::Producer],
            Self::PaymentUnchecked => &[Side::Official],
            Self::AwaitingPayment
            | Self::PaymentReminder
            | Self::PartlyPaid
            | Self::PaymentMissing
            | Self::Accepted
            | Self::Extended
            | Self::Declined
            | Self::Shipped
            | Self::AskBuyer
            | Self::Delivered
            | Self::DeliveryFailed
            | Self::Returned
            | Self::Lost => &[Side::Buyer],
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "awaiting-payment",
            Self::PaymentReminder => "payment-reminder",
            Self::PaymentReported => "payment-reported",
            Self::PartlyPaid => "partly-paid",
            Self::PaymentMissing => "payment-missing",
            Self::PaymentUnchecked => "payment-unchecked",
            Self::Placed => "placed",
            Self::Reminder => "reminder",
            Self::Extended => "extended",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Shipped => "shipped",
            Self::AskBuyer => "ask-buyer",
            Self::Delivered => "delivered",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::DeliveryFailed => "delivery-failed",
            Self::Returned => "returned",
            Self::Lost => "lost",
        }
    }
}

impl CaseStep {
    /// Who is told of it.
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Open => &[Side::Producer],
            Self::Answered => &[Side::Buyer],
            Self::Operator => &[Side::Official],
            Self::Returning | Self::Closed => &[Side::Buyer, Side::Producer],
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Operator => "operator",
            Self::Returning => "returning",
            Self::Closed => "closed",
        }
    }
}

impl RefundStep {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Payable => "payable",
            Self::Overdue => "overdue",
            Self::Sent => "sent",
        }
    }
}

impl Side {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Producer => "producer",
            Self::Official => "official",
        }
    }
}

impl Side {
    /// Where this side sees an order.
    pub(super) const fn order(self, checkout: CheckoutId, order: OrderId) -> Link {
        match self {
            Self::Buyer => Link::Order(checkout, order),
            Self::Producer => Link::ProducerOrder(order),
            Self::Official => Link::Reviews,
        }
    }
}

impl Pile {
    /// Whether it is told because it ends, and not because it waits.
    pub const fn ends(self) -> bool {
        matches!(self, Self::EndingCertificates | Self::EndingPapers)
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Producers => "producer",
            Self::Listings => "listing",
            Self::Certificates => "certificate",
            Self::Documents => "document",
            Self::Portraits => "portrait",
            Self::Calls => "call",
            Self::Differences => "difference",
            Self::EndingCertificates => "ending-certificate",
            Self::EndingPapers => "ending-paper",
        }
    }
}

impl Subject {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Listing => "listing",
            Self::Certificate => "certificate",
            Self::Document => "document",
            Self::Portrait => "portrait",
        }
    }
}

impl Decision {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::ChangesRequested => "changes-requested",
        }
    }
}
