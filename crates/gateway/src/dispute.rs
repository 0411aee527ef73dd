use kernel::Timestamp;
use stripe_core::dispute::ListDispute;

use crate::lines::from;
use crate::{Error, Gateway};

/// How an argument about a charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on.
    Open,
    /// The money is back.
    Won,
    /// The money is gone.
    Lost,
}

/// A charge that the card's bank took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Stripe's id.
    pub id: String,
    /// Of which payment.
    pub intent: Option<String>,
    /// How much was taken back.
    pub amount: i64,
    /// Why, in the card company's word: `fraudulent`, `product_not_received` …
    pub reason: String,
    /// How it stands.
    pub outcome: Outcome,
}

impl Gateway {
    /// What cards' banks took back of a payment.
    pub async fn disputes(&self, intent: &str) -> Result<Vec<Dispute>, Error> {
        let request = ListDispute::new().payment_intent(intent).limit(100);
        let page = self.read(&request).await?;
        Ok(page.data.into_iter().map(Dispute::from).collect())
    }

    /// A page of what was taken back since an instant, the newest first, after one of them; whether
    /// there are more.
    pub async fn disputes_since(
        &self,
        since: Timestamp,
        after: Option<&str>,
    ) -> Result<(Vec<Dispute>, bool), Error> {
        let mut request = ListDispute::new().created(from(since)).limit(100);
        if let Some(after) = after {
            request = request.starting_after(after);
        }
        let page = self.read(&request).await?;
        let disputes = page.data.into_iter().map(Dispute::from).collect();
        Ok((disputes, page.has_more))
    }
}

impl From<stripe_shared::Dispute> for Dispute {
    fn from(dispute: stripe_shared::Dispute) -> Self {
        Self {
            id: dispute.id.as_str().to_owned(),
            intent: dispute
                .payment_intent
                .map(|intent| intent.id().as_str().to_owned()),
            amount: dispute.amount,
            reason: dispute.reason,
            outcome: match dispute.status.as_str() {
                "won" | "warning_closed" => Outcome::Won,
                "lost" => Outcome::Lost,
                _ => Outcome::Open,
            },
        }
    }
}
