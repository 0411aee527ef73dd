//! The steps of an order, each by one button.

use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{CaseId, Lang, OrderId, RefundId, Vnd};
use market::Saying;
use orders::{CaseEvent, Order, Remedy};
use payments::Receipt;
use web::who::{Member, Session};
use web::{Code, Path, Problem, State};

use accounts::MemberRole;

use super::acting::own;
use super::order::{DECLINES, page};
use crate::forms::Form;

/// Takes a step.
pub(crate) async fn take(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path((id, step)): Path<(OrderId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let (order, member) = own(&state, &session, id).await?;
    member.must_be(MemberRole::Packer)?;
    let done = taken(&state, &member, (&order, &step), &form).await;
    after(&state, lang, (order, member), done).await
}

async fn taken(
    state: &State,
    member: &Member,
    (order, step): (&Order, &str),
    form: &Form,
) -> Result<(), Problem> {
    let (db, own, now) = (&state.app.db, (member.producer, order.id), state.app.now());
    let actor = member.actor;
    let refused = form.text("reason_code") == orders::Reason::RefusedAtDoor.as_str();
    match step {
        "accept" => market::accept(db, own, actor, now).await?,
        "pack" => market::pack(db, own, actor, now).await?,
        "deliver" => market::deliver(db, own, actor, now).await?,
        "fail-delivery" => market::fail_delivery(db, own, refused, actor, now).await?,
        "extend" => market::extend(db, own, actor, now).await?,
        "payment-missing" => market::payment_missing(db, own, actor, now).await?,
        "decline" => {
            let reason = DECLINES
                .into_iter()
                .find(|reason| reason.as_str() == form.text("reason_code"))
                .ok_or_else(|| Problem::field("/reason_code", "reason_code"))?;
            market::decline(db, own, reason, actor, now).await?;
        }
        "ship" => {
            let carrier = match form.text("carrier") {
                "" => form.text("carrier_name"),
                known => known,
            };
            let handover =
                orders::handover(carrier, form.filled("tracking_code"), form.filled("phone"))?;
            market::ship(db, own, &handover, actor, now).await?;
        }
        "returned" => {
            let whole = form.text("whole") == "yes";
            market::take_back(db, own, whole, actor, now).await?;
        }
        "payment-received" => {
            let receipt = receipt(form)?;
            market::payment_received(db, own, &receipt, actor, now).await?;
        }
        _ => return Err(Problem::new(Code::NotFound)),
    }
    Ok(())
}

/// A whole number as people write it: `125.000 ₫`.
pub(super) fn dong(typed: &str, at: &str) -> Result<Vnd, Problem> {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | '₫'))
        .collect();
    let number = digits.parse();
    number
        .map(Vnd)
        .map_err(|_no_number| Problem::field(at, "not_whole_number"))
}

fn receipt(form: &Form) -> Result<Receipt, Problem> {
    Ok(Receipt {
        amount: dong(form.text("amount"), "/amount")?,
        bank_ref: None,
        forgive: form.filled("forgive").is_some(),
        line: None,
    })
}

/// Answers a buyer's problem.
pub(crate) async fn answer(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path((id, case)): Path<(OrderId, CaseId)>,
    form: Form,
) -> Result<Response, Problem> {
    let (order, member) = own(&state, &session, id).await?;
    member.must_be(MemberRole::Packer)?;
    let done = answered(&state, &member, (&order, case), &form).await;
    after(&state, lang, (order, member), done).await
}

async fn answered(
    state: &State,
    member: &Member,
    (order, case): (&Order, CaseId),
    form: &Form,
) -> Result<(), Problem> {
    let saying = match form.text("answer") {
        back @ ("back-whole" | "back-broken") => Saying {
            whole: back == "back-whole",
            ..Saying::of(CaseEvent::Received)
        },
        word => {
            let remedy =
                Remedy::parse(word).ok_or_else(|| Problem::field("/answer", "required"))?;
            Saying {
                note: form.filled("note").map(str::to_owned),
                ..Saying::of(CaseEvent::Answer(remedy))
            }
        }
    };
    if orders::case(state.app.db.read(), case).await?.order != order.id {
        return Err(Problem::new(Code::NotFound));
    }
    let (app, own) = (&state.app, (member.producer, case));
    Ok(market::answer_case(&app.db, own, &saying, member.actor, app.now()).await?)
}

/// Says that a refund was sent.
pub(crate) async fn send(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path((id, refund)): Path<(OrderId, RefundId)>,
    form: Form,
) -> Result<Response, Problem> {
    let (order, member) = own(&state, &session, id).await?;
    member.must_be(MemberRole::Owner)?;
    let (app, payer) = (&state.app, (Some(member.producer), refund));
    let bank_ref = form.filled("bank_ref");
    let done = market::send_refund(&app.db, payer, bank_ref, member.actor, app.now()).await;
    after(&state, lang, (order, member), done.map_err(Into::into)).await
}

/// Back to the order; where it no longer admits the step, it says so.
async fn after(
    state: &State,
    lang: Lang,
    (order, member): (Order, Member),
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    let Err(problem) = done else {
        let to = format!("/{}/producer/orders/{}", lang.as_str(), order.id);
        return Ok(Redirect::to(&to).into_response());
    };
    if !matches!(problem.code(), Code::Conflict | Code::Invalid) {
        return Err(problem);
    }
    let order = orders::order(state.app.db.read(), order.id).await?;
    page(state, lang, (&order, &member), Some(&problem)).await
}
