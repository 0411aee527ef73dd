//! Its own desk: what happened, and what is to go wrong.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::Fault;
use crate::hooks::Delivery;
use crate::serve::Shared;
use crate::{disputes, payouts, refunds};

pub(crate) async fn journal(State(shared): State<Shared>) -> Json<Value> {
    Json(json!(shared.lock().journal))
}

pub(crate) async fn requests(State(shared): State<Shared>) -> Json<Value> {
    Json(json!(shared.lock().requests))
}

pub(crate) async fn faults(State(shared): State<Shared>) -> Json<Value> {
    Json(json!(shared.lock().faults))
}

pub(crate) async fn fault(State(shared): State<Shared>, Json(fault): Json<Fault>) -> StatusCode {
    shared.lock().faults.push(fault);
    StatusCode::NO_CONTENT
}

pub(crate) async fn mend(State(shared): State<Shared>) -> StatusCode {
    shared.lock().faults.clear();
    StatusCode::NO_CONTENT
}

pub(crate) async fn delivery(
    State(shared): State<Shared>,
    Json(delivery): Json<Delivery>,
) -> StatusCode {
    shared.lock().delivery = delivery;
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
pub(crate) struct Webhook {
    url: String,
    secret: String,
}

pub(crate) async fn webhook(State(shared): State<Shared>, Json(hook): Json<Webhook>) -> StatusCode {
    shared.lock().settings.webhook = Some((hook.url, hook.secret));
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
pub(crate) struct Dispute {
    charge: String,
    amount: Option<i64>,
}

pub(crate) async fn dispute(
    State(shared): State<Shared>,
    Json(asked): Json<Dispute>,
) -> Json<Value> {
    Json(disputes::open(
        &mut shared.lock(),
        &asked.charge,
        "fraudulent",
        asked.amount,
    ))
}

#[derive(Deserialize)]
pub(crate) struct Decided {
    won: bool,
}

pub(crate) async fn close_dispute(
    State(shared): State<Shared>,
    Path(dispute): Path<String>,
    Json(decided): Json<Decided>,
) -> Json<Value> {
    let closed = disputes::close(&mut shared.lock(), &dispute, decided.won);
    Json(closed.unwrap_or_else(|refused| refused.body()))
}

pub(crate) async fn fail_refund(
    State(shared): State<Shared>,
    Path(refund): Path<String>,
) -> Json<Value> {
    Json(refunds::fail(&mut shared.lock(), &refund))
}

/// All that there is goes to the platform's bank.
pub(crate) async fn pay_out(State(shared): State<Shared>) -> Json<Value> {
    Json(payouts::all(&mut shared.lock()).unwrap_or_default())
}

/// It arrives, or does not.
pub(crate) async fn payout(
    State(shared): State<Shared>,
    Path((payout, became)): Path<(String, String)>,
) -> Json<Value> {
    let world = &mut shared.lock();
    let done = if became == "fail" {
        payouts::fail(world, &payout)
    } else {
        payouts::arrive(world, &payout)
    };
    Json(done.unwrap_or_else(|refused| refused.body()))
}

pub(crate) async fn drain(State(shared): State<Shared>, Path(account): Path<String>) -> StatusCode {
    shared.lock().held.insert(account, 0);
    StatusCode::NO_CONTENT
}
