//! What a payment can be, and what money that comes in makes of it.

use kernel::{Vnd, words};

words! {
    /// Where a payment stands.
    Status {
        /// Nothing has come.
        Pending = "pending",
        /// The buyer says that they have paid.
        Reported = "reported",
        /// Less than the whole has come.
        PartlyPaid = "partly_paid",
        /// The whole has come.
        Paid = "paid",
        /// More than the whole has come.
        Overpaid = "overpaid",
        /// It could not be collected.
        Failed = "failed",
        /// It is no longer wanted.
        Cancelled = "cancelled",
        /// Some of it went back.
        PartlyRefunded = "partly_refunded",
        /// All of it went back.
        Refunded = "refunded",
    }
}

words! {
    /// Who holds the money once it was paid.
    Custody {
        /// The producer.
        Producer = "producer",
        /// The carrier, until it is handed on.
        Carrier = "carrier",
        /// The market.
        Market = "market",
        /// The card company.
        Stripe = "stripe",
    }
}

/// Where a payment stands when so much of it has come.
pub fn after_receipt(from: Status, amount: Vnd, received: Vnd) -> Result<Status, Status> {
    match from {
        // Cancelled: it came too late; what becomes of it the order says. Paid: it came twice.
        Status::Pending
        | Status::Reported
        | Status::PartlyPaid
        | Status::Failed
        | Status::Cancelled
        | Status::Paid
        | Status::Overpaid => Ok(match received.cmp(&amount) {
            std::cmp::Ordering::Less => Status::PartlyPaid,
            std::cmp::Ordering::Equal => Status::Paid,
            std::cmp::Ordering::Greater => Status::Overpaid,
        }),
        Status::PartlyRefunded | Status::Refunded => Err(from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_moves_a_payment_forward_only() {
        let after = |from, received| after_receipt(from, Vnd(100), Vnd(received));
        assert_eq!(after(Status::Pending, 40), Ok(Status::PartlyPaid));
        assert_eq!(after(Status::PartlyPaid, 100), Ok(Status::Paid));
        assert_eq!(after(Status::Pending, 101), Ok(Status::Overpaid));
        assert_eq!(after(Status::Paid, 200), Ok(Status::Overpaid));
        assert_eq!(after(Status::Cancelled, 100), Ok(Status::Paid));
        assert_eq!(after(Status::Refunded, 100), Err(Status::Refunded));
    }
}
