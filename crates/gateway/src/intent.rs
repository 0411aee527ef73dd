use std::collections::HashMap;

use kernel::{Timestamp, Vnd};
use stripe_core::payment_intent::{
    CancelPaymentIntent, CreatePaymentIntent, CreatePaymentIntentAutomaticPaymentMethods,
    ListPaymentIntent, RetrievePaymentIntent, UpdatePaymentIntent,
};
use stripe_shared::PaymentIntent;
use stripe_types::{Currency, RangeQueryTs};

use crate::{Error, Gateway};

/// The name under which our key stands in what Stripe keeps for us.
pub(crate) const KEY: &str = "key";
/// So many pages are looked through for what may have been made.
const PAGES: usize = 5;

/// A payment by card to be made.
#[derive(Debug, Clone)]
pub struct NewIntent<'a> {
    /// How much.
    pub amount: Vnd,
    /// What it is recognised by, at Stripe and on the card's statement.
    pub reference: &'a str,
    /// Our payment, so that Stripe's rows lead back to ours.
    pub payment: &'a str,
    /// What ties the charge to its transfers.
    pub group: &'a str,
}

/// Where a payment by card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentStatus {
    /// The buyer has yet to act.
    Open,
    /// It is on its way, or waits to be captured.
    Processing,
    /// It is paid.
    Succeeded,
    /// It is no longer wanted.
    Cancelled,
}

/// A payment by card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Stripe's id.
    pub id: String,
    /// Where it stands.
    pub status: IntentStatus,
    /// How much was asked.
    pub amount: i64,
    /// How much came.
    pub received: i64,
    /// In which currency, in lower case.
    pub currency: String,
    /// What the buyer's browser pays with.
    pub client_secret: Option<String>,
    /// The charge that paid it, or the last that failed.
    pub charge: Option<String>,
    /// The key that it was made under, where we made it.
    pub key: Option<String>,
}

impl Gateway {
    /// Makes a payment by card.
    pub async fn create_intent(&self, key: &str, new: &NewIntent<'_>) -> Result<Intent, Error> {
        let metadata = [
            (KEY, key),
            ("payment", new.payment),
            ("reference", new.reference),
        ];
        let metadata: HashMap<String, String> = metadata
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let request = CreatePaymentIntent::new(new.amount.0, Currency::VND)
            .automatic_payment_methods(CreatePaymentIntentAutomaticPaymentMethods::new(true))
            .description(new.reference)
            .metadata(metadata)
            .transfer_group(new.group);
        self.send(key, &request).await.map(Intent::from)
    }

    /// Reads a payment by card.
    pub async fn intent(&self, id: &str) -> Result<Intent, Error> {
        let request = RetrievePaymentIntent::new(id);
        self.read(&request).await.map(Intent::from)
    }

    /// A payment by card that a lost try under this key may have made, since an instant.
    pub async fn find_intent(&self, key: &str, since: Timestamp) -> Result<Option<Intent>, Error> {
        let mut after: Option<String> = None;
        for _ in 0..PAGES {
            // A minute early: clocks differ.
            let since = RangeQueryTs::gte(since.0 / 1000 - 60);
            let mut request = ListPaymentIntent::new().created(since).limit(100);
            if let Some(after) = after {
                request = request.starting_after(after);
            }
            let page = self.read(&request).await?;
            let more = page.has_more;
            after = page.data.last().map(|last| last.id.as_str().to_owned());
            let made =
                |intent: &PaymentIntent| intent.metadata.get(KEY).is_some_and(|own| own == key);
            if let Some(found) = page.data.into_iter().find(made) {
                return Ok(Some(found.into()));
            }
            if !more {
                return Ok(None);
            }
        }
        Err(Error::Unknown(
            "too many payments to look through".to_owned(),
        ))
    }

    /// Another amount is wanted of a payment by card that nobody has paid yet.
    pub async fn reprice_intent(&self, key: &str, id: &str, amount: Vnd) -> Result<Intent, Error> {
        let request = UpdatePaymentIntent::new(id).amount(amount.0);
        self.send(key, &request).await.map(Intent::from)
    }

    /// A payment by card is no longer wanted.
    pub async fn cancel_intent(&self, key: &str, id: &str) -> Result<Intent, Error> {
        let request = CancelPaymentIntent::new(id);
        self.send(key, &request).await.map(Intent::from)
    }
}

impl From<PaymentIntent> for Intent {
    fn from(intent: PaymentIntent) -> Self {
        let status = match intent.status.as_str() {
            "succeeded" => IntentStatus::Succeeded,
            "canceled" => IntentStatus::Cancelled,
            "processing" | "requires_capture" => IntentStatus::Processing,
            _ => IntentStatus::Open,
        };
        Self {
            id: intent.id.as_str().to_owned(),
            status,
            amount: intent.amount,
            received: intent.amount_received,
            currency: intent.currency.to_string(),
            client_secret: intent.client_secret,
            key: intent.metadata.get(KEY).cloned(),
            charge: intent
                .latest_charge
                .map(|charge| charge.id().as_str().to_owned()),
        }
    }
}
