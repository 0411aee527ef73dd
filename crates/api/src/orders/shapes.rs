//! The shapes in which orders are answered.

use kernel::{
    CheckoutId, LineId, MandateId, OrderId, ParcelId, ProducerId, ProductId, Timestamp, VariantId,
    Vnd,
};
use orders::{Reason, Status};
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema::Money;

/// Who sells.
#[derive(Serialize, ToSchema)]
pub(crate) struct Seller {
    #[schema(value_type = String)]
    pub(crate) id: ProducerId,
    pub(crate) name: String,
}

/// The days of the promised delivery, counted from the hand-over.
#[derive(Serialize, ToSchema)]
pub(crate) struct Days {
    pub(super) min: i64,
    pub(super) max: i64,
}

impl Days {
    pub(crate) const fn new(min: i64, max: i64) -> Self {
        Self { min, max }
    }
}

/// An order.
#[derive(Serialize, ToSchema)]
#[schema(as = Order)]
pub(crate) struct OrderView {
    #[schema(value_type = String)]
    pub(super) id: OrderId,
    pub(super) code: String,
    #[schema(value_type = String)]
    pub(super) checkout: CheckoutId,
    pub(super) producer: Seller,
    #[schema(value_type = String)]
    pub(super) status: Status,
    #[schema(value_type = String, format = DateTime)]
    pub(super) status_at: Timestamp,
    /// Why it ended, where that is said.
    #[schema(value_type = Option<String>)]
    pub(super) reason_code: Option<Reason>,
    pub(super) deadline: DeadlineView,
    #[schema(value_type = String, format = DateTime)]
    pub(super) placed_at: Timestamp,
    pub(super) lines: Vec<LineView>,
    #[schema(value_type = Money)]
    pub(super) goods: Vnd,
    #[schema(value_type = Money)]
    pub(super) shipping: Vnd,
    #[schema(value_type = Money)]
    pub(super) total: Vnd,
    #[schema(value_type = String)]
    pub(super) payment_method: orders::Method,
    pub(super) payments: Vec<PaymentView>,
    pub(super) alcohol: bool,
    /// When the buyer said that they and the receiver are of age, where it is alcohol.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) age_confirmed_at: Option<Timestamp>,
    pub(super) fulfilment: String,
    pub(super) delivery_days: Days,
    pub(super) recipient: RecipientView,
    pub(super) address: AddressView,
    pub(super) note: Option<String>,
    pub(super) parcels: Vec<ParcelView>,
    pub(super) history: Vec<EntryView>,
}

/// Until when the state lasts, and whose move it is.
#[derive(Serialize, ToSchema)]
pub(super) struct DeadlineView {
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(super) state_until: Option<Timestamp>,
    pub(super) owner: String,
    /// Whether more time was given.
    pub(super) extended: bool,
}

/// A line of an order.
#[derive(Serialize, ToSchema)]
pub(super) struct LineView {
    #[schema(value_type = String)]
    pub(super) id: LineId,
    #[schema(value_type = String)]
    pub(super) variant: VariantId,
    #[schema(value_type = String)]
    pub(super) product: ProductId,
    pub(super) name: String,
    pub(super) variant_name: String,
    pub(super) sku: String,
    pub(super) quantity: i64,
    #[schema(value_type = Money)]
    pub(super) price: Vnd,
    #[schema(value_type = Money)]
    pub(super) total: Vnd,
    /// The star that was true at purchase.
    pub(super) stars: Option<i64>,
    pub(super) decision_no: Option<String>,
    pub(super) cancelled: i64,
    pub(super) shipped: i64,
    pub(super) returned: i64,
}

/// A payment.
#[derive(Serialize, ToSchema)]
#[schema(as = Payment)]
pub(crate) struct PaymentView {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) status: String,
    pub(super) custody: String,
    #[schema(value_type = Money)]
    pub(super) amount: Vnd,
    #[schema(value_type = Money)]
    pub(super) received: Vnd,
    #[schema(value_type = Money)]
    pub(super) remaining: Vnd,
    pub(super) reference: String,
    #[schema(value_type = Vec<String>)]
    pub(super) orders: Vec<OrderId>,
    /// How the rest is sent, where it goes to an account and is waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) qr: Option<QrView>,
    /// What a browser pays by card with, while it is waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stripe: Option<CardKeysView>,
}

/// What Stripe's script in a browser is given.
#[derive(Serialize, ToSchema)]
#[schema(as = CardKeys)]
pub(crate) struct CardKeysView {
    publishable_key: String,
    client_secret: String,
}

impl From<market::cards::CardKeys> for CardKeysView {
    fn from(keys: market::cards::CardKeys) -> Self {
        Self {
            publishable_key: keys.publishable_key,
            client_secret: keys.client_secret,
        }
    }
}

/// A transfer: its fields to be copied, and the code that fills them in.
#[derive(Serialize, ToSchema)]
#[schema(as = Qr)]
pub(crate) struct QrView {
    /// What the code says: NAPAS VietQR.
    payload: String,
    /// The code as PNG, a data URI.
    png: String,
    /// The code as SVG.
    svg: String,
    bank_bin: String,
    bank_name: String,
    account: String,
    account_name: String,
    /// Exactly what has yet to come.
    #[schema(value_type = Money)]
    amount: Vnd,
    /// The text by which the transfer is recognised.
    text: String,
    /// Until when it is waited for, where nothing is heard.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl From<market::Qr> for QrView {
    fn from(qr: market::Qr) -> Self {
        Self {
            payload: qr.payload,
            png: qr.png,
            svg: qr.svg,
            bank_bin: qr.bank_bin,
            bank_name: qr.bank_name,
            account: qr.account,
            account_name: qr.account_name,
            amount: qr.amount,
            text: qr.text,
            expires_at: qr.expires_at,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct RecipientView {
    pub(super) name: String,
    pub(super) phone: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct AddressView {
    pub(super) province_code: String,
    pub(super) commune_code: String,
    pub(super) street: String,
}

/// A box.
#[derive(Serialize, ToSchema)]
pub(super) struct ParcelView {
    #[schema(value_type = String)]
    pub(super) id: ParcelId,
    pub(super) carrier: String,
    pub(super) tracking_code: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) status: String,
}

/// A row of the history.
#[derive(Serialize, ToSchema)]
pub(super) struct EntryView {
    #[schema(value_type = Option<String>)]
    pub(super) from: Option<Status>,
    #[schema(value_type = String)]
    pub(super) to: Status,
    #[schema(value_type = String, format = DateTime)]
    pub(super) at: Timestamp,
    pub(super) by: ByView,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) reason: Option<Reason>,
}

/// Who did it.
#[derive(Serialize, ToSchema)]
pub(super) struct ByView {
    /// `buyer`, `producer`, `official`, `admin` or `system`.
    pub(super) role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    /// To the producer: `member` or `mandate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) capacity: Option<String>,
    /// To the producer: under which mandate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) mandate: Option<MandateId>,
}

/// A checkout.
#[derive(Serialize, ToSchema)]
#[schema(as = Checkout)]
pub(crate) struct CheckoutView {
    #[schema(value_type = String)]
    pub(super) id: CheckoutId,
    pub(super) code: String,
    pub(super) token: String,
    #[schema(value_type = Money)]
    pub(super) total: Vnd,
    pub(super) payments: Vec<PaymentView>,
    pub(super) orders: Vec<CheckoutOrder>,
}

/// An order of a checkout.
#[derive(Serialize, ToSchema)]
pub(super) struct CheckoutOrder {
    #[schema(value_type = String)]
    pub(super) id: OrderId,
    pub(super) code: String,
    pub(super) producer: Seller,
    #[schema(value_type = String)]
    pub(super) status: Status,
    #[schema(value_type = Money)]
    pub(super) total: Vnd,
}
