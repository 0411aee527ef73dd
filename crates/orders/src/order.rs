//! Orders as they are read: whole, with lines, parcels and history.

mod find;
mod rows;

use kernel::{
    AccountId, CheckoutId, Lang, LineId, MandateId, OrderId, ParcelId, ProducerId, ProductId,
    Timestamp, VariantId, Vnd,
};

use crate::{Event, Method, Place, Reason, Status, apply};

pub use find::{
    Contact, Whose, by_code, checkout, codes, contact, list_orders, of_tracking, order,
    orders_of_phone, track,
};
pub(crate) use rows::status;

/// An order as it is read.
#[derive(Debug, Clone)]
pub struct Order {
    /// Which.
    pub id: OrderId,
    /// Its code.
    pub code: String,
    /// Of which checkout.
    pub checkout: CheckoutId,
    /// Whose buyer, where they were signed in.
    pub account: Option<AccountId>,
    /// Who sells.
    pub producer: ProducerId,
    /// Their name at purchase.
    pub producer_name: String,
    /// Where it stands.
    pub status: Status,
    /// Since when.
    pub status_at: Timestamp,
    /// Whose move it is, a word of [`crate::Owner`].
    pub owner: String,
    /// Until when.
    pub state_until: Option<Timestamp>,
    /// When more time was given.
    pub extended_at: Option<Timestamp>,
    /// Whether the hand-over is overdue and the buyer was asked.
    pub overdue: bool,
    /// Why it ended, where that is said.
    pub reason: Option<Reason>,
    /// How it is paid.
    pub method: Method,
    /// Whether it is alcohol.
    pub alcohol: bool,
    /// When buyer and receiver were said to be of age, where it is alcohol.
    pub age_confirmed_at: Option<Timestamp>,
    /// Whether it is perishable.
    pub fresh: bool,
    /// The goods alone.
    pub goods: Vnd,
    /// The delivery.
    pub shipping: Vnd,
    /// Both.
    pub total: Vnd,
    /// The days of the promised delivery, counted from the hand-over.
    pub days: (i64, i64),
    /// `ship` or `pickup`.
    pub fulfilment: String,
    /// Who receives it.
    pub recipient_name: String,
    /// Their phone.
    pub recipient_phone: String,
    /// Where.
    pub place: Place,
    /// House and street.
    pub street: String,
    /// A word to the producer.
    pub note: Option<String>,
    /// The buyer's language.
    pub lang: Lang,
    /// When.
    pub placed_at: Timestamp,
    /// Its version.
    pub version: i64,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// The boxes.
    pub parcels: Vec<Parcel>,
    /// Everything that happened.
    pub history: Vec<Entry>,
}

impl Order {
    /// Whether its buyer may step back now.
    pub fn can_be_cancelled(&self, now: Timestamp) -> bool {
        let event = Event::Cancel {
            reason: Reason::BuyerChangedMind,
            overdue: self.overdue || self.state_until.is_some_and(|at| at <= now),
        };
        apply(self.status, event).is_ok()
    }

    /// Whether its buyer may say that it has come.
    pub fn can_be_received(&self) -> bool {
        apply(self.status, Event::ConfirmReceipt).is_ok()
    }

    /// Whether its buyer may say that something is wrong with it.
    pub fn can_be_disputed(&self) -> bool {
        matches!(self.status, Status::Shipped | Status::Delivered)
    }
}

/// A line of an order.
#[derive(Debug, Clone)]
pub struct OrderLine {
    /// Which.
    pub id: LineId,
    /// Of what.
    pub variant: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// The product's name at purchase.
    pub title: String,
    /// The variant's name at purchase.
    pub variant_name: String,
    /// The producer's own number.
    pub sku: String,
    /// What one cost.
    pub unit_price: Vnd,
    /// What they cost.
    pub total: Vnd,
    /// The star that was true then.
    pub stars: Option<i64>,
    /// Its decision.
    pub decision_no: Option<String>,
    /// How many were ordered, cancelled, shipped, returned.
    pub counts: [i64; 4],
}

/// A box.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Which.
    pub id: ParcelId,
    /// Who carries it.
    pub carrier: String,
    /// Their number for it.
    pub tracking_code: Option<String>,
    /// The driver's phone.
    pub phone: Option<String>,
    /// What became of it.
    pub status: String,
}

/// A row of the history.
#[derive(Debug, Clone)]
pub struct Entry {
    /// From where; none at the beginning.
    pub from: Option<Status>,
    /// To where.
    pub to: Status,
    /// When.
    pub at: Timestamp,
    /// Who, where it was a person with an account.
    pub account: Option<AccountId>,
    /// In which capacity.
    pub capacity: String,
    /// Under which mandate.
    pub mandate: Option<MandateId>,
    /// Why.
    pub reason: Option<Reason>,
}

/// A checkout as it is read.
#[derive(Debug, Clone)]
pub struct Checkout {
    /// Which.
    pub id: CheckoutId,
    /// Its code.
    pub code: String,
    /// Whose, where they were signed in.
    pub account: Option<AccountId>,
    /// Everything together.
    pub total: Vnd,
    /// Its orders.
    pub orders: Vec<Order>,
}
