use kernel::{Lang, Limit, RefundId};
use payments::{Destination, Payer, Refund, RefundStatus, Refunds};
use web::{Problem, State};

use crate::money::dong;
use crate::office::desk::moment;
use crate::words::say_with;

/// A refund that the market owes.
pub(super) struct OwedShown {
    pub(super) id: RefundId,
    pub(super) amount: String,
    /// The amount as a bank's app takes it, and the transfer's text.
    pub(super) digits: String,
    pub(super) text: String,
    pub(super) said: String,
    pub(super) bank: String,
    pub(super) to: Option<Destination>,
}

/// What the market owes, with the buyer's account where they have named it.
pub(super) async fn owed(
    state: &State,
    lang: Lang,
    limit: Limit,
) -> Result<Vec<OwedShown>, Problem> {
    let db = state.app.db.read();
    let due = Refunds {
        producer: None,
        status: Some(RefundStatus::Due),
        payer: Some(Payer::Market),
    };
    let mut shown = vec![];
    for refund in payments::list_refunds(db, due, (limit, None)).await?.data {
        let to = payments::destination(db, refund.id, &state.app.secret).await?;
        shown.push(OwedShown::of(&refund, to, lang));
    }
    Ok(shown)
}

impl OwedShown {
    fn of(refund: &Refund, to: Option<Destination>, lang: Lang) -> Self {
        let until = [("until", moment(refund.due_at))];
        Self {
            id: refund.id,
            amount: dong(refund.amount),
            digits: refund.amount.0.to_string(),
            text: refund.reference.clone(),
            said: format!(
                "{} · {}",
                refund.reference,
                say_with(lang, "office-money-until", &until)
            ),
            bank: to
                .as_ref()
                .and_then(|to| reference::bank(&to.bank_bin))
                .map_or_else(String::new, |bank| bank.short.to_owned()),
            to,
        }
    }
}
