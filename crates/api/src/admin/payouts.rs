//! Paying producers: a batch is prepared by one person and confirmed by another.

use axum::extract::State as Node;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, Limit, PayoutBatchId, PayoutId, ProducerId, Timestamp, Vnd};
use market::{Key, WaitsFor};
use payments::payouts::{self, Batch, Rail, Waiting};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::Admin;
use web::{Code, Json, Path, Problem, Query, State};

use crate::orders::NO_STORE;
use crate::producer::balance::PayoutView;
use crate::producer::refunds::Sent;
use crate::schema::{Money, Nothing, page};

/// A batch to be prepared.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrepareBatch {
    /// How the money goes: `bank_file`, or `stripe` for what cards paid.
    rail: String,
}

/// A batch of payouts.
#[derive(Serialize, ToSchema)]
#[schema(as = PayoutBatch)]
pub(crate) struct BatchView {
    #[schema(value_type = String)]
    id: PayoutBatchId,
    /// `bank_file` or `stripe`.
    rail: &'static str,
    /// `prepared`, `confirmed`, `settled` or `cancelled`.
    status: &'static str,
    /// What was earned until then is in it.
    #[schema(value_type = String, format = DateTime)]
    earned_until: Timestamp,
    #[schema(value_type = String)]
    prepared_by: AccountId,
    #[schema(value_type = String, format = DateTime)]
    prepared_at: Timestamp,
    #[schema(value_type = Option<String>)]
    confirmed_by: Option<AccountId>,
    #[schema(value_type = Option<String>, format = DateTime)]
    confirmed_at: Option<Timestamp>,
    /// How many payouts it has.
    count: i64,
    #[schema(value_type = Money)]
    total: Vnd,
    /// Its payouts, a producer each; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    payouts: Option<Vec<PayoutView>>,
}

impl From<Batch> for BatchView {
    fn from(batch: Batch) -> Self {
        Self {
            id: batch.id,
            rail: batch.rail.as_str(),
            status: batch.status.as_str(),
            earned_until: batch.earned_until,
            prepared_by: batch.prepared_by,
            prepared_at: batch.prepared_at,
            confirmed_by: batch.confirmed_by,
            confirmed_at: batch.confirmed_at,
            count: batch.count,
            total: batch.total,
            payouts: None,
        }
    }
}

page!(BatchPage of BatchView, "A page of batches, the newest first.");

/// Which batches.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Pages {
    /// How many: 1 to 100, 24 unless said.
    limit: Option<i64>,
    /// Where the page before this one ended.
    cursor: Option<String>,
}

/// The batches, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/payouts", tag = "admin", params(Pages),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = BatchPage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
    Query(pages): Query<Pages>,
) -> Result<impl IntoResponse, Problem> {
    let place = (Limit::parse(pages.limit)?, pages.cursor.as_deref());
    let page = payouts::list_batches(state.app.db.read(), place).await?;
    Ok((NO_STORE, axum::Json(page.map(BatchView::from))))
}

/// Prepare a batch of everything that may be paid out now.
///
/// By the bank's file: what lies in the market's bank account, a row a producer, for whoever has a bank
/// account past its waiting time. By Stripe: what cards paid, a row a producer and payment, for whoever
/// has an account there that takes transfers. Whoever comes to less than is paid out waits; what they
/// owe is taken off. Asks for a fresh sign-in.
#[utoipa::path(
    post, path = "/api/v1/admin/payouts", tag = "admin", request_body = PrepareBatch,
    params(("Idempotency-Key" = String, Header)),
    extensions(("x-policy" = json!("admin"))),
    responses(
        (status = 201, body = BatchView),
        (status = 403, description = "`reauthentication_required`"),
        (status = 409, description = "`conflict`: nothing is due; `in_flight`"),
        (status = 422, description = "`invalid`, `idempotency_key_missing`, `idempotency_mismatch`"),
    ),
)]
pub(crate) async fn prepare(
    Node(state): Node<State>,
    admin: Admin,
    headers: HeaderMap,
    Json(body): Json<PrepareBatch>,
) -> Result<impl IntoResponse, Problem> {
    admin.session.must_be_fresh(&state)?;
    let app = &state.app;
    let rail = web::payouts::rail(&state, &body.rail)?;
    let key = key(&headers, &admin, &body)?;
    let batch = market::prepare_payouts(&app.db, rail, (&key, admin.actor), app.now()).await?;
    let view = whole(&state, batch).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)))
}

fn key(headers: &HeaderMap, admin: &Admin, body: &PrepareBatch) -> Result<Key, Problem> {
    let word = headers.get("idempotency-key").and_then(|v| v.to_str().ok());
    let word = word.filter(|w| !w.is_empty() && w.len() <= 100);
    let word = word.ok_or_else(|| Problem::new(Code::IdempotencyKeyMissing))?;
    let body = serde_json::to_vec(body).unwrap_or_default();
    let scope = admin.session.account.to_string();
    Ok(Key::new(scope, "admin.payouts", word.to_owned(), &body))
}

async fn whole(state: &State, id: PayoutBatchId) -> Result<BatchView, Problem> {
    let db = state.app.db.read();
    let mut view = BatchView::from(payouts::batch(db, id).await?);
    let rows = payouts::payouts_of(db, id).await?;
    view.payouts = Some(rows.into_iter().map(PayoutView::from).collect());
    Ok(view)
}

async fn now(state: &State, id: PayoutBatchId) -> Result<impl IntoResponse + use<>, Problem> {
    Ok((NO_STORE, axum::Json(whole(state, id).await?)))
}

/// What waits to be paid out.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Waits {
    /// How it would go: `bank_file` or `stripe`.
    rail: String,
}

/// What waits to be paid out to a producer.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingPayout {
    #[schema(value_type = String)]
    producer: ProducerId,
    /// What it has earned there, less what it owes: below nothing where it owes more.
    #[schema(value_type = Money)]
    amount: Vnd,
    /// What it waits for: `batch`, `more` (it owes more, or comes to less than is paid out), `account`
    /// (it has none that this goes to) or `readiness` (its account at Stripe takes no transfers yet).
    waits_for: &'static str,
}

/// All of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingPayouts {
    data: Vec<WaitingPayout>,
}

/// What waits to be paid out by a rail, by producer, and what it waits for.
#[utoipa::path(
    get, path = "/api/v1/admin/payouts/waiting", tag = "admin", params(Waits),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = WaitingPayouts), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn waiting(
    Node(state): Node<State>,
    _admin: Admin,
    Query(waits): Query<Waits>,
) -> Result<impl IntoResponse, Problem> {
    let rail = Rail::parse(&waits.rail).ok_or_else(|| Problem::field("rail", "invalid"))?;
    let found = market::payouts_waiting(&state.app.db, rail, state.app.now()).await?;
    let view = |(waiting, waits_for): (Waiting, WaitsFor)| WaitingPayout {
        producer: waiting.producer,
        amount: waiting.amount,
        waits_for: waits_for.as_str(),
    };
    let data = found.into_iter().map(view).collect();
    Ok((NO_STORE, axum::Json(WaitingPayouts { data })))
}

/// A batch with its payouts.
#[utoipa::path(
    get, path = "/api/v1/admin/payouts/{id}", tag = "admin", params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = BatchView), (status = 404)),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    _admin: Admin,
    Path(id): Path<PayoutBatchId>,
) -> Result<impl IntoResponse, Problem> {
    now(&state, id).await
}

/// Say, as a second person, that a batch may be paid. One that goes by Stripe sets out at once: each of
/// its payouts becomes `paid`, or `failed` and is in the next batch. Asks for a fresh sign-in.
#[utoipa::path(
    post, path = "/api/v1/admin/payouts/{id}/confirm", tag = "admin", request_body = Option<Nothing>,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses(
        (status = 200, body = BatchView),
        (status = 403, description = "`reauthentication_required`"),
        (status = 404),
        (status = 409, description = "`conflict`: you prepared it, or it was given up"),
    ),
)]
pub(crate) async fn confirm(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<PayoutBatchId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    admin.session.must_be_fresh(&state)?;
    market::confirm_payouts(&state.app.db, id, admin.actor, state.app.now()).await?;
    now(&state, id).await
}

/// Give up a batch that nobody has confirmed: what it was to pay is in the next one.
#[utoipa::path(
    post, path = "/api/v1/admin/payouts/{id}/cancel", tag = "admin", request_body = Option<Nothing>,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = BatchView), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn cancel(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<PayoutBatchId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    market::cancel_payouts(&state.app.db, id, admin.actor, state.app.now()).await?;
    now(&state, id).await
}

/// The file that the market's bank takes: a line for each payout that is confirmed and not yet paid,
/// the same bytes however often it is asked for. What goes by Stripe stands in none.
#[utoipa::path(
    get, path = "/api/v1/admin/payouts/{id}/file.csv", tag = "admin", params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses(
        (status = 200, description = "CSV: `no, account, account_name, bank_bin, bank, amount, currency, text`"),
        (status = 404),
        (status = 409, description = "`conflict`: it is not confirmed"),
    ),
)]
pub(crate) async fn file(
    Node(state): Node<State>,
    _admin: Admin,
    Path(id): Path<PayoutBatchId>,
) -> Result<Response, Problem> {
    web::payouts::file(&state, id).await
}

/// Say that the bank has paid everything of a batch that was open.
#[utoipa::path(
    post, path = "/api/v1/admin/payouts/{id}/paid", tag = "admin", request_body = Sent,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = BatchView), (status = 404)),
)]
pub(crate) async fn paid(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<PayoutBatchId>,
    Json(sent): Json<Sent>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let all = (id, None);
    market::payouts_paid(&app.db, all, sent.bank_ref()?, admin.actor, app.now()).await?;
    now(&state, id).await
}

/// Say that the bank has paid one payout.
#[utoipa::path(
    post, path = "/api/v1/admin/payouts/{id}/payouts/{payout}/paid", tag = "admin", request_body = Sent,
    params(("id" = String, Path), ("payout" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = BatchView), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn one_paid(
    Node(state): Node<State>,
    admin: Admin,
    Path((id, payout)): Path<(PayoutBatchId, PayoutId)>,
    Json(sent): Json<Sent>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let one = (id, Some(payout));
    market::payouts_paid(&app.db, one, sent.bank_ref()?, admin.actor, app.now()).await?;
    now(&state, id).await
}

/// Say that a payout did not arrive: what it was to pay is in the next batch.
#[utoipa::path(
    post, path = "/api/v1/admin/payouts/{id}/payouts/{payout}/failed", tag = "admin", request_body = Option<Nothing>,
    params(("id" = String, Path), ("payout" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = BatchView), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn failed(
    Node(state): Node<State>,
    admin: Admin,
    Path((id, payout)): Path<(PayoutBatchId, PayoutId)>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    let which = (id, payout);
    market::payout_failed(&state.app.db, which, admin.actor, state.app.now()).await?;
    now(&state, id).await
}
