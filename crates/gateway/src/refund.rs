use std::collections::HashMap;

use kernel::Vnd;
use stripe_core::refund::{CreateRefund, ListRefund};

use crate::intent::KEY;
use crate::{Error, Gateway};

/// Money to go back to a card.
#[derive(Debug, Clone)]
pub struct NewRefund<'a> {
    /// Of which payment by card.
    pub intent: &'a str,
    /// How much.
    pub amount: Vnd,
    /// Our refund.
    pub refund: &'a str,
}

/// Money that goes back to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Stripe's id.
    pub id: String,
    /// How much.
    pub amount: i64,
    /// Whether it failed: the money is still here.
    pub failed: bool,
}

impl Gateway {
    /// Sends money back to its card.
    pub async fn refund(&self, key: &str, new: &NewRefund<'_>) -> Result<Refund, Error> {
        let metadata = [(KEY, key), ("refund", new.refund)];
        let metadata: HashMap<String, String> = metadata
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let request = CreateRefund::new()
            .payment_intent(new.intent)
            .amount(new.amount.0)
            .metadata(metadata);
        self.send(key, &request).await.map(Refund::from)
    }

    /// What was sent back of a payment by card, and how it stands.
    pub async fn refunds(&self, intent: &str) -> Result<Vec<Refund>, Error> {
        let request = ListRefund::new().payment_intent(intent).limit(100);
        let page = self.read(&request).await?;
        Ok(page.data.into_iter().map(Refund::from).collect())
    }

    /// What a lost try under this key may have sent back.
    pub async fn find_refund(&self, key: &str, intent: &str) -> Result<Option<Refund>, Error> {
        let request = ListRefund::new().payment_intent(intent).limit(100);
        let page = self.read(&request).await?;
        let ours = |refund: &stripe_shared::Refund| {
            let metadata = refund.metadata.as_ref();
            metadata
                .and_then(|m| m.get(KEY))
                .is_some_and(|own| own == key)
        };
        Ok(page.data.into_iter().find(ours).map(Refund::from))
    }
}

impl From<stripe_shared::Refund> for Refund {
    fn from(refund: stripe_shared::Refund) -> Self {
        let status = refund.status.unwrap_or_default();
        Self {
            id: refund.id.as_str().to_owned(),
            amount: refund.amount,
            failed: status == "failed" || status == "canceled",
        }
    }
}
