//! What can be collected, and what came of it.
//!
//! Vocabulary: a *payment* is one thing that can be collected, for one or several orders by
//! *shares*; it is *opened*, *reported* by the buyer, *received* by the payee. *Custody* says who
//! holds the money. A *refund* is *due* from its *payer*, then *sent*, then *confirmed*; its
//! *destination* is the buyer's bank account, sealed. Cash at the door, and a transfer to a producer,
//! is one payment an order; money that the market takes is one payment a checkout. What comes to the
//! market's account is a bank *line*.
//!
//! **Invariant:** what is refunded is at most what was captured, and that at most the share: the
//! database holds it. What came is the shares' together, up to the whole, by largest remainder.
//! **Invariant:** a receipt moves a payment forward only, and stands in the audit log.
//!
//! What it does not do: decide what an order's state becomes; that is `market`'s.

#![deny(clippy::as_conversions, clippy::float_arithmetic)]
#![warn(missing_docs)]

mod attempt;
pub mod bank;
mod books;
mod card_account;
mod destination;
mod discrepancy;
mod dispute;
mod error;
mod event;
mod leave;
pub mod ledger;
mod moved;
mod open;
mod payment;
pub mod payouts;
mod receive;
mod refund;
pub mod remit;
mod said;
mod status;
mod to_bank;
mod vietqr;
mod watch;

/// The job that reads a payment by card again.
pub const RECONCILE: &str = "payments.reconcile";
/// The job that follows from what the card company said of a payment by card.
pub const HEARD: &str = "payments.heard";
/// The job that reads a producer's account at the card company again.
pub const ACCOUNT: &str = "payments.account";
/// The job that sends a refund back to its card.
pub const TO_CARD: &str = "payments.to_card";
/// The job that transfers a payout to its producer's account at the card company.
pub const TO_PRODUCER: &str = "payments.to_producer";
/// The job that takes back what was paid out of a sale that is owed to its buyer.
pub const TAKE_BACK: &str = "payments.take_back";

pub use attempt::{
    Attempt, AttemptKind, AttemptStatus, NewAttempt, attempt_of, attempts, begin, charge_of,
    drop_attempt, due, finish, found, look_later, reprice, try_anew,
};
pub use books::look_through;
pub use card_account::{CardAccount, card_account, card_accounts, holder_of, keep_card_account};
pub use destination::{Destination, destination, give_destination, sealed};
pub use discrepancy::{Difference, Discrepancy, differ, differences, settle_difference, unsettled};
pub use dispute::{Argued, Bears, DisputeStatus, Disputed, bear, dispute};
pub use error::Error;
pub use event::{Heard, hear};
pub use leave::{cancel, hand_over, leave};
pub use moved::{Moved, book_fee, moved, moved_by};
pub use open::{card, cash, open, to_market, together, transfer};
pub use payment::{Payment, Share, of_checkout, of_order, of_orders, payment};
pub use receive::{Part, Receipt, Received, collected, forgive, receive};
pub use refund::{
    Owed, Payer, Refund, RefundStatus, Refunds, begin_to_card, came_back, confirm, due_refunds,
    fall_due, list_refunds, owe, owe_surplus, owed_back, owes, paid, pass_deadline, refund,
    refunds_of, send, send_to_card, taken,
};
pub use said::{not_received, report};
pub use status::{Custody, Status, after_receipt};
pub use to_bank::{
    CardPayout, ToBank, assign_payout, card_payouts, keep_payout, on_their_way, return_payout,
    take_payout,
};
pub use vietqr::{BadCode, Read, Transfer};
pub use watch::{dispute_statuses, not_known_to_be_back, oldest_dispute, watches};
