//! An order as its buyer finds it: where it stands, whose move it is until when, and what the buyer
//! can do.

pub(super) mod case;
mod page;
pub(super) mod pay;
mod problem;
pub(super) mod refund;

use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Actor, Capacity, Lang, OrderId};
use market::Whose;
use orders::{Order, Reason};
use web::who::MaybeSession;
use web::{Code, Path, Problem, State};

use super::basket::account;
use super::purchase::{address, may_read, token};
use crate::forms::Form;
pub(crate) use case::CaseShown;
use page::page;
pub(crate) use page::{Facts, told};
pub(super) use problem::{ask, open};

/// An order with everything that happened to it.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    caller: MaybeSession,
    Path(id): Path<OrderId>,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, id, token(query.as_deref())?).await?;
    page(&state, lang, &held, None).await
}

/// An order that the reader may act on, with the token that says so.
pub(super) struct Held {
    pub(super) order: Order,
    pub(super) token: String,
}

/// The order, where the reader owns it or holds its checkout's token; else it is not there.
pub(super) async fn held(
    state: &State,
    caller: &MaybeSession,
    id: OrderId,
    token: String,
) -> Result<Held, Problem> {
    let order = orders::order(state.app.db.read(), id).await?;
    may_read(state, caller, (order.account, order.checkout), &token)?;
    Ok(Held { order, token })
}

/// The buyer, for histories.
pub(super) fn buyer(caller: &MaybeSession) -> Actor {
    account(caller).map_or(Actor::GUEST, |own| Actor::new(own, Capacity::Own))
}

/// The buyer steps back.
pub(crate) async fn cancel(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    Path(id): Path<OrderId>,
    form: Form,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, id, form.text("token").to_owned()).await?;
    let (app, whose) = (&state.app, (id, Whose::Holder));
    let reason = Reason::BuyerChangedMind;
    let done = market::cancel(&app.db, whose, reason, buyer(&caller), app.now()).await;
    after(&state, lang, held, done).await
}

/// The buyer says that it has come and all is well.
pub(crate) async fn receive(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    Path(id): Path<OrderId>,
    form: Form,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, id, form.text("token").to_owned()).await?;
    let (app, whose) = (&state.app, (id, Whose::Holder));
    let done = market::confirm_receipt(&app.db, whose, buyer(&caller), app.now()).await;
    after(&state, lang, held, done).await
}

/// Back to the order; where it no longer admits the step, it says so.
pub(super) async fn after(
    state: &State,
    lang: Lang,
    held: Held,
    done: Result<(), market::Error>,
) -> Result<Response, Problem> {
    let Err(err) = done else {
        return Ok(Redirect::to(&address(lang, &held.order, &held.token)).into_response());
    };
    let problem = Problem::from(err);
    if !matches!(problem.code(), Code::Conflict | Code::Invalid) {
        return Err(problem);
    }
    let order = orders::order(state.app.db.read(), held.order.id).await?;
    page(state, lang, &Held { order, ..held }, Some(&problem)).await
}
