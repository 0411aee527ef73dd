use kernel::Timestamp;
use stripe_core::balance_transaction::ListBalanceTransaction;
use stripe_shared::BalanceTransaction;
use stripe_types::RangeQueryTs;

use crate::{Error, Gateway};

/// One row of Stripe's own balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Stripe's id.
    pub id: String,
    /// What it is: `charge`, `refund`, `transfer`, `dispute`, `payout` …
    pub category: String,
    /// How much came; what went is below zero.
    pub amount: i64,
    /// What Stripe kept of it.
    pub fee: i64,
    /// What it came from: a charge, a refund …
    pub source: Option<String>,
    /// When.
    pub at: Timestamp,
    /// When it counts: of a payout, when the bank is to have it.
    pub due: Timestamp,
}

impl Line {
    /// Whether it went to the market's own bank account, or came back from there.
    pub fn is_payout(&self) -> bool {
        matches!(self.category.as_str(), "payout" | "payout_reversal")
    }
}

impl Gateway {
    /// A page of the balance from one instant until before another, the newest first, after a row;
    /// whether there are more.
    pub async fn lines(
        &self,
        (from, until): (Timestamp, Timestamp),
        after: Option<&str>,
    ) -> Result<(Vec<Line>, bool), Error> {
        let range = RangeQueryTs::Bounds(stripe_types::RangeBoundsTs {
            gte: Some(from.0 / 1000),
            lt: Some(until.0 / 1000),
            ..Default::default()
        });
        self.page_of_lines(ListBalanceTransaction::new().created(range), after)
            .await
    }

    /// A page of what was sent back to cards and did not arrive since an instant, the newest first, after
    /// a row; whether there are more.
    pub async fn failed_refunds(
        &self,
        since: Timestamp,
        after: Option<&str>,
    ) -> Result<(Vec<Line>, bool), Error> {
        let request = ListBalanceTransaction::new().created(from(since));
        self.page_of_lines(request.type_("refund_failure"), after)
            .await
    }

    async fn page_of_lines(
        &self,
        request: ListBalanceTransaction,
        after: Option<&str>,
    ) -> Result<(Vec<Line>, bool), Error> {
        let mut request = request.limit(100);
        if let Some(after) = after {
            request = request.starting_after(after);
        }
        let page = self.read(&request).await?;
        Ok((
            page.data.into_iter().map(Line::from).collect(),
            page.has_more,
        ))
    }
}

/// From an instant on.
pub(crate) fn from(since: Timestamp) -> RangeQueryTs {
    RangeQueryTs::Bounds(stripe_types::RangeBoundsTs {
        gte: Some(since.0 / 1000),
        ..Default::default()
    })
}

impl From<BalanceTransaction> for Line {
    fn from(line: BalanceTransaction) -> Self {
        Self {
            id: line.id.as_str().to_owned(),
            category: line.reporting_category,
            amount: line.amount,
            fee: line.fee,
            source: line.source.map(|source| source.id().to_string()),
            at: Timestamp(line.created.saturating_mul(1000)),
            due: Timestamp(line.available_on.saturating_mul(1000)),
        }
    }
}
