//! What is done about batches.

use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, PayoutBatchId, PayoutId};
use market::Key;
use web::who::Admin;
use web::{Code, Path, Problem, State};

use super::{batch, home, page};
use crate::forms::Form;
use crate::signed_in;

/// Prepares a batch of everything that may be paid out now.
pub(crate) async fn prepare(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    form: Form,
) -> Result<Response, Problem> {
    match prepared(&state, &admin, &form).await {
        Ok(id) => Ok(Redirect::to(&format!("{}/{id}", home(lang))).into_response()),
        Err(problem) => match problem.code() {
            Code::ReauthenticationRequired => Ok(again(lang, &home(lang))),
            Code::Conflict | Code::InFlight => {
                page(&state, lang, &admin, (None, Some(&problem))).await
            }
            _ => Err(problem),
        },
    }
}

async fn prepared(state: &State, admin: &Admin, form: &Form) -> Result<PayoutBatchId, Problem> {
    admin.session.must_be_fresh(state)?;
    let word: String = form.must("key")?;
    let scope = admin.session.account.to_string();
    let key = Key::new(scope, "admin.payouts", word, &form.bytes());
    let app = &state.app;
    let rail = web::payouts::rail(state, form.filled("rail").unwrap_or_default())?;
    Ok(market::prepare_payouts(&app.db, rail, (&key, admin.actor), app.now()).await?)
}

/// Confirms a batch, gives it up, or says that the bank has paid all of it.
pub(crate) async fn step(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path((id, step)): Path<(PayoutBatchId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let done = taken(&state, &admin, (id, &step), &form).await;
    after(&state, lang, &admin, (id, done)).await
}

async fn taken(
    state: &State,
    admin: &Admin,
    (id, step): (PayoutBatchId, &str),
    form: &Form,
) -> Result<(), Problem> {
    let (app, now) = (&state.app, state.app.now());
    match step {
        "confirm" => {
            admin.session.must_be_fresh(state)?;
            market::confirm_payouts(&app.db, id, admin.actor, now).await?;
        }
        "cancel" => market::cancel_payouts(&app.db, id, admin.actor, now).await?,
        "paid" => {
            let all = (id, None);
            market::payouts_paid(&app.db, all, bank_ref(form)?, admin.actor, now).await?;
        }
        _ => return Err(Problem::new(Code::NotFound)),
    }
    Ok(())
}

/// Says that one payout was paid, or did not arrive.
pub(crate) async fn one(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path((id, payout, step)): Path<(PayoutBatchId, PayoutId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let done = async {
        match step.as_str() {
            "paid" => {
                let one = (id, Some(payout));
                market::payouts_paid(&app.db, one, bank_ref(&form)?, admin.actor, now).await?;
            }
            "failed" => market::payout_failed(&app.db, (id, payout), admin.actor, now).await?,
            _ => return Err(Problem::new(Code::NotFound)),
        }
        Ok(())
    };
    after(&state, lang, &admin, (id, done.await)).await
}

/// The bank's own number, where one was typed.
fn bank_ref(form: &Form) -> Result<Option<&str>, Problem> {
    let typed = form.filled("bank_ref");
    if typed.is_some_and(|number| number.chars().count() > 60) {
        return Err(Problem::field("/bank_ref", "invalid"));
    }
    Ok(typed)
}

/// Where one signs in once more and comes back.
fn again(lang: Lang, back: &str) -> Response {
    Redirect::to(&signed_in::address(lang, back)).into_response()
}

async fn after(
    state: &State,
    lang: Lang,
    admin: &Admin,
    (id, done): (PayoutBatchId, Result<(), Problem>),
) -> Result<Response, Problem> {
    let back = format!("{}/{id}", home(lang));
    match done {
        Ok(()) => Ok(Redirect::to(&back).into_response()),
        Err(problem) => match problem.code() {
            Code::ReauthenticationRequired => Ok(again(lang, &back)),
            Code::Conflict | Code::Invalid => {
                batch::page(state, lang, admin, (id, Some(&problem))).await
            }
            _ => Err(problem),
        },
    }
}
