//! What the buyer gets back: to which account it goes, and that it has come.

use axum::Extension;
use axum::extract::State as Node;
use axum::response::Response;
use kernel::{Lang, OrderId, RefundId};
use payments::{Destination, Refund, RefundStatus};
use web::who::MaybeSession;
use web::{Path, Problem, State};

use super::{after, buyer, held};
use crate::clock::moment;
use crate::forms::Form;
use crate::money::dong;
use crate::words::{say, say_with};

/// A refund as the order's page shows it.
pub(super) struct RefundShown {
    pub(super) id: RefundId,
    pub(super) amount: String,
    pub(super) status: String,
    pub(super) clock: Option<String>,
    pub(super) bank_ref: Option<String>,
    /// Whether the buyer has yet to say where it goes.
    pub(super) asks: bool,
    /// Whether the buyer has yet to say that it came.
    pub(super) sent: bool,
}

impl RefundShown {
    /// The refunds of an order.
    pub(super) async fn all(
        state: &State,
        order: OrderId,
        lang: Lang,
    ) -> Result<Vec<Self>, Problem> {
        let found = payments::refunds_of(state.app.db.read(), order).await?;
        Ok(found.iter().map(|refund| Self::of(refund, lang)).collect())
    }

    fn of(refund: &Refund, lang: Lang) -> Self {
        let pending = matches!(refund.status, RefundStatus::Due | RefundStatus::Failed);
        let asks = pending && !refund.has_destination;
        let waits = pending && refund.has_destination;
        let until = [("until", moment(refund.due_at))];
        Self {
            id: refund.id,
            amount: dong(refund.amount),
            status: say(lang, &format!("refund-{}", refund.status.as_str())),
            clock: waits.then(|| say_with(lang, "case-until", &until)),
            bank_ref: refund.bank_ref.clone(),
            asks,
            sent: refund.status == RefundStatus::Sent,
        }
    }
}

/// The buyer says to which bank account it goes. Only its payer sees it.
pub(crate) async fn give(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    Path((order, refund)): Path<(OrderId, RefundId)>,
    form: Form,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, order, form.text("token").to_owned()).await?;
    let (bank, account, name) = (form.text("bank"), form.text("account"), form.text("name"));
    let done = match Destination::parse(bank, account, name) {
        Ok(to) => market::give_destination(&state.app, (order, refund), &to, state.app.now()).await,
        Err(err) => Err(err.into()),
    };
    after(&state, lang, held, done).await
}

/// The buyer says that the money has come.
pub(crate) async fn confirm(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    Path((order, refund)): Path<(OrderId, RefundId)>,
    form: Form,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, order, form.text("token").to_owned()).await?;
    let (app, which) = (&state.app, (order, refund));
    let done = market::confirm_refund(&app.db, which, buyer(&caller), app.now()).await;
    after(&state, lang, held, done).await
}
