use kernel::{CheckoutId, OrderId, Vnd};
use orders::{Placing, Status};
use payments::Payment;
use serde::{Deserialize, Serialize};

use super::Qr;
use crate::Error;
use crate::cards::CardKeys;

/// What a checkout became: the answer, as it is stored and replayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The checkout.
    pub id: CheckoutId,
    /// Its code.
    pub code: String,
    /// What a guest acts with; never stored, for it can be derived.
    pub token: String,
    /// Everything together.
    pub total: Vnd,
    /// What can be collected.
    pub payments: Vec<PlacedPayment>,
    /// The orders.
    pub orders: Vec<PlacedOrder>,
}

/// An order of a new checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedOrder {
    /// Which.
    pub id: OrderId,
    /// Its code.
    pub code: String,
    /// Who sells.
    pub producer: PlacedProducer,
    /// Where it stands.
    pub status: Status,
    /// Goods and delivery.
    pub total: Vnd,
}

/// The producer of a new order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedProducer {
    /// Which.
    pub id: kernel::ProducerId,
    /// Their name.
    pub name: String,
}

/// A payment as answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedPayment {
    /// Which.
    pub id: kernel::PaymentId,
    /// How.
    pub method: String,
    /// Where it stands.
    pub status: String,
    /// Who holds the money.
    pub custody: String,
    /// The whole.
    pub amount: Vnd,
    /// What has come.
    pub received: Vnd,
    /// What has yet to come.
    pub remaining: Vnd,
    /// The code that it is recognised by.
    pub reference: String,
    /// For which orders.
    pub orders: Vec<OrderId>,
    /// How it is sent; drawn for an answer, never stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr: Option<Qr>,
    /// What a browser pays by card with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stripe: Option<CardKeys>,
}

impl PlacedPayment {
    /// Whether it is paid by card.
    pub(super) fn is_card(&self) -> bool {
        self.method == "stripe"
    }

    /// Draws the code of a transfer.
    pub(super) fn draw(&mut self) -> Result<(), Error> {
        if let Some(qr) = &mut self.qr {
            qr.draw()?;
        }
        Ok(())
    }
}

impl From<&Payment> for PlacedPayment {
    fn from(payment: &Payment) -> Self {
        Self {
            id: payment.id,
            method: payment.method.clone(),
            status: payment.status.as_str().to_owned(),
            custody: payment.custody.as_str().to_owned(),
            amount: payment.amount,
            received: payment.received,
            remaining: payment.remaining(),
            reference: payment.reference.clone(),
            orders: payment.orders(),
            qr: Qr::of(payment),
            stripe: None,
        }
    }
}

impl Placed {
    /// What these orders and payments became, without the token.
    pub(super) fn of(placing: &Placing<'_>, payments: &[Payment]) -> Self {
        Self {
            id: placing.checkout,
            code: placing.code.to_string(),
            token: String::new(),
            total: placing.total,
            payments: payments.iter().map(PlacedPayment::from).collect(),
            orders: placing
                .orders
                .iter()
                .map(|new| PlacedOrder {
                    id: new.id,
                    code: new.code.to_string(),
                    producer: PlacedProducer {
                        id: new.group.seller.producer,
                        name: new.group.seller.name.clone(),
                    },
                    status: orders::first_status(new.method),
                    total: new.group.total,
                })
                .collect(),
        }
    }
}
