//! The facts that a message carries.

use kernel::{CheckoutId, OrderId, Timestamp, Vnd};
use serde::{Deserialize, Serialize};

use super::{OrderStep, Pile};

/// A case as a notice tells it: what the buyer wrote stays where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// The order.
    pub order: OrderId,
    /// Its checkout.
    pub checkout: CheckoutId,
    /// What people call it.
    pub code: String,
    /// The producer's name.
    pub producer: String,
    /// What is wrong: a code.
    pub kind: String,
    /// What the buyer wishes: a code.
    pub wish: String,
    /// What the producer offers: a code.
    pub answer: Option<String>,
    /// What was decided: a code.
    pub decision: Option<String>,
    /// Until when its owner has time.
    pub until: Option<Timestamp>,
}

/// A refund as a notice tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundFacts {
    /// The order.
    pub order: OrderId,
    /// Its checkout.
    pub checkout: CheckoutId,
    /// The code that the payment is recognised by.
    pub code: String,
    /// How much.
    pub amount: Vnd,
    /// Until when it is to be paid.
    pub until: Timestamp,
}

/// An order as a notice tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderFacts {
    /// The order.
    pub id: OrderId,
    /// Its checkout.
    pub checkout: CheckoutId,
    /// What people call it.
    pub code: String,
    /// The producer's name.
    pub producer: String,
    /// Who receives it: name, telephone, place.
    pub recipient: String,
    /// What was bought.
    pub lines: Vec<Item>,
    /// The goods.
    pub goods: Vnd,
    /// The delivery.
    pub shipping: Vnd,
    /// Both.
    pub total: Vnd,
    /// `cod`, `vietqr`, `stripe`.
    pub payment_method: String,
    /// How the money is sent, where it is waited for.
    #[serde(default)]
    pub transfer: Option<TransferFacts>,
    /// Until when its owner has time.
    pub deadline: Option<Timestamp>,
    /// Why it ended: a reason code.
    pub reason: Option<String>,
    /// Who carries the parcel.
    pub carrier: Option<String>,
    /// The carrier's number for it.
    pub tracking_code: Option<String>,
    /// Whom to telephone about the parcel.
    pub parcel_phone: Option<String>,
}

impl OrderFacts {
    /// Whether a step says whose account it is, and that is the market's.
    pub(super) fn goes_to_market(&self, step: OrderStep) -> bool {
        let says = matches!(
            step,
            OrderStep::AwaitingPayment | OrderStep::PartlyPaid | OrderStep::PaymentMissing
        );
        says && self.transfer.as_ref().is_some_and(|to| to.to_market)
    }
}

/// A transfer as a notice tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferFacts {
    /// What has yet to come.
    pub amount: Vnd,
    /// The bank.
    pub bank: String,
    /// The account's number.
    pub account: String,
    /// In whose name.
    pub account_name: String,
    /// The text by which it is recognised.
    pub text: String,
    /// Whether the market takes it, rather than the producer.
    #[serde(default)]
    pub to_market: bool,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Product and variant.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// What they cost together.
    pub total: Vnd,
}

/// A remark on a revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// Its code.
    pub code: String,
    /// The official's own words.
    pub text: String,
}

/// How much of one kind waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// Of what.
    pub on: Pile,
    /// How many.
    pub count: i64,
    /// How many of them past their day, or, of calls, about an order that ends today.
    pub urgent: i64,
    /// For how many days the oldest waits; of what ends, how many days are left to the first.
    pub days: i64,
}
