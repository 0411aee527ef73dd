//! What is owed to a buyer: due, sent, confirmed.

mod due;
mod find;
mod owe;
mod pay;

use kernel::{Actor, CaseId, OrderId, PaymentId, ProducerId, RefundId, Timestamp, Vnd, words};
use serde_json::json;
use store::Tx;

pub(crate) use self::due::deadline;
pub use self::due::{due_refunds, pass_deadline};
pub use self::find::{list_refunds, owed_back, owes, paid, refund, refunds_of, taken};
pub(crate) use self::owe::taken_back_by_bank;
pub use self::owe::{fall_due, owe, owe_surplus};
pub use self::pay::{begin_to_card, came_back, confirm, send, send_to_card};
pub(crate) use self::pay::{taken_by_bank, waiting};
use crate::{BadCode, Custody, Destination, Error, Transfer};

words! {
    /// Who pays it.
    Payer {
        /// The producer, who has the money or gets it from the carrier.
        Producer = "producer",
        /// The market.
        Market = "market",
    }
}

words! {
    /// Where a refund stands.
    RefundStatus {
        /// It is owed.
        Due = "due",
        /// The payer says that it is on its way.
        Sent = "sent",
        /// The buyer has it.
        Confirmed = "confirmed",
        /// It did not arrive.
        Failed = "failed",
    }
}

/// The reason of a refund of what came too much.
pub(crate) const SURPLUS: &str = "overpaid";

/// What falls due.
#[derive(Debug, Clone, Copy)]
pub struct Owed<'a> {
    /// Of which order.
    pub order: OrderId,
    /// Who sold.
    pub producer: ProducerId,
    /// For which case, if for one.
    pub case: Option<CaseId>,
    /// How much at most; never more than was captured and not paid back yet.
    pub amount: Vnd,
    /// Why: a code.
    pub reason: &'a str,
}

/// What is owed to a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Which.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// Of which order.
    pub order: OrderId,
    /// Who sold.
    pub producer: ProducerId,
    /// Who holds what was paid.
    pub custody: Custody,
    /// For which case.
    pub case: Option<CaseId>,
    /// The code that the payment is recognised by.
    pub reference: String,
    /// How much.
    pub amount: Vnd,
    /// Who pays it.
    pub payer: Payer,
    /// Where it stands.
    pub status: RefundStatus,
    /// Until when it is to be sent.
    pub due_at: Timestamp,
    /// Since when it is overdue.
    pub overdue_at: Option<Timestamp>,
    /// Why: a code.
    pub reason: String,
    /// The bank's number for it.
    pub bank_ref: Option<String>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// Whether the buyer said where it goes.
    pub has_destination: bool,
}

impl Refund {
    /// What a code says that sends exactly it to where its buyer wants it.
    pub fn vietqr(&self, to: &Destination) -> Result<String, BadCode> {
        let transfer = Transfer {
            bank_bin: &to.bank_bin,
            account: &to.account,
            amount: Some(self.amount),
            bill: None,
            text: Some(&self.reference),
        };
        transfer.payload()
    }
}

/// Which refunds are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Refunds {
    /// This producer's.
    pub producer: Option<ProducerId>,
    /// Those that stand there.
    pub status: Option<RefundStatus>,
    /// Those that they pay.
    pub payer: Option<Payer>,
}

async fn record(
    tx: &Tx,
    (refund, order): (RefundId, OrderId),
    (action, mut detail): (&'static str, serde_json::Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("order".to_owned(), json!(order));
    }
    let entry = audit::Entry {
        actor,
        action,
        subject_kind: "refund",
        subject_id: refund.to_string(),
        detail,
    };
    Ok(audit::record(tx, entry, now).await?)
}
