//! The operator's cases and what is owed: for who runs the market, never for an official.

use axum::extract::State as Node;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use kernel::{CaseId, OrderId, RefundId, Vnd};
use market::{Key, Measure, Saying};
use orders::{CaseEvent, Cases, Remedy};
use payments::{Payer, Refunds};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::Admin;
use web::{Code, Json, Path, Problem, Query, State};

use crate::orders::NO_STORE;
use crate::orders::problems::{CasePage, CaseView, ReportLine, now};
use crate::orders::refunds::{RefundList, RefundPage, for_payer};
use crate::producer::cases::Filter;
use crate::producer::refunds::{Filter as RefundFilter, Sent};
use crate::schema::Money;

/// What is decided.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecideCase {
    /// `refund`, `replacement`, `return` or `refuse`.
    #[schema(value_type = String)]
    decision: Remedy,
    /// How much is paid back, where that is not the price of the lines.
    #[schema(value_type = Option<Money>)]
    amount: Option<Vnd>,
    note: Option<String>,
}

/// What is owed.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Owe {
    /// How much. Neither this nor lines nor shipping: all that was paid for the order.
    #[schema(value_type = Option<Money>)]
    amount: Option<Vnd>,
    /// The lines whose price it is.
    lines: Option<Vec<ReportLine>>,
    /// What its delivery cost, once; with lines or alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    shipping: bool,
    /// Why: a word in small letters and underscores.
    reason: String,
}

/// Cases by their deadline.
#[utoipa::path(
    get, path = "/api/v1/admin/cases", tag = "admin", params(Filter),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = CasePage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
    Query(filter): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let cases = Cases {
        producer: None,
        status: filter.status,
    };
    let page = orders::list_cases(state.app.db.read(), cases, filter.place()?).await?;
    Ok((NO_STORE, axum::Json(page.map(CaseView::from))))
}

/// Decide a case.
#[utoipa::path(
    post, path = "/api/v1/admin/cases/{id}/decide", tag = "admin", request_body = DecideCase,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = CaseView), (status = 404), (status = 409, description = "`conflict`, `out_of_stock`"), (status = 422)),
)]
pub(crate) async fn decide(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<CaseId>,
    Json(body): Json<DecideCase>,
) -> Result<impl IntoResponse, Problem> {
    if body.amount.is_some_and(|amount| amount <= Vnd::ZERO) {
        return Err(Problem::field("/amount", "out_of_range"));
    }
    let saying = Saying {
        note: body.note,
        amount: body.amount,
        ..Saying::of(CaseEvent::Decide(body.decision))
    };
    let app = &state.app;
    market::say_to_case(&app.db, id, &saying, admin.actor, app.now()).await?;
    Ok((NO_STORE, axum::Json(now(&state, id).await?)))
}

/// What is owed and by whom; what is due first comes first.
#[utoipa::path(
    get, path = "/api/v1/admin/refunds", tag = "admin", params(RefundFilter),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = RefundPage)),
)]
pub(crate) async fn refunds(
    Node(state): Node<State>,
    _admin: Admin,
    Query(filter): Query<RefundFilter>,
) -> Result<impl IntoResponse, Problem> {
    let which = Refunds {
        producer: None,
        status: filter.status()?,
        payer: None,
    };
    let page = payments::list_refunds(state.app.db.read(), which, filter.place()?).await?;
    let page = for_payer(&state, page, Payer::Market).await?;
    Ok((NO_STORE, axum::Json(page)))
}

/// Say that a refund of the market's was sent.
#[utoipa::path(
    post, path = "/api/v1/admin/refunds/{id}/send", tag = "admin", request_body = Sent,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = RefundList), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn send(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<RefundId>,
    Json(sent): Json<Sent>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    market::send_refund(
        &app.db,
        (None, id),
        sent.bank_ref()?,
        admin.actor,
        app.now(),
    )
    .await?;
    let refund = payments::refund(app.db.read(), id).await?;
    Ok((NO_STORE, axum::Json(RefundList::from(&[refund][..]))))
}

/// Decide that something is owed to an order's buyer.
#[utoipa::path(
    post, path = "/api/v1/admin/orders/{id}/refunds", tag = "admin", request_body = Owe,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 201, body = RefundList), (status = 404), (status = 409, description = "`conflict`: nothing is left of what was paid"), (status = 422)),
)]
pub(crate) async fn owe(
    Node(state): Node<State>,
    admin: Admin,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
    Json(owed): Json<Owe>,
) -> Result<impl IntoResponse, Problem> {
    let word = |c: char| c.is_ascii_lowercase() || c == '_';
    if owed.reason.is_empty() || owed.reason.len() > 40 || !owed.reason.chars().all(word) {
        return Err(Problem::field("/reason", "invalid"));
    }
    let key = key(&headers, id, &admin, &owed)?;
    let (app, measure) = (&state.app, owed.measure()?);
    let what = (&measure, owed.reason.as_str());
    let refund = market::decide_refund(&app.db, id, what, (&key, admin.actor), app.now()).await?;
    let refund = payments::refund(app.db.read(), refund).await?;
    let list = RefundList::from(&[refund][..]);
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(list)))
}

impl Owe {
    fn measure(&self) -> Result<Measure, Problem> {
        let shipping = self.shipping;
        match (self.amount, &self.lines) {
            (None, None) if shipping => Ok(Measure::Parts {
                lines: vec![],
                shipping,
            }),
            (None, None) => Ok(Measure::All),
            (Some(_), _) if shipping => Err(Problem::field("/shipping", "invalid")),
            (Some(amount), None) if amount > Vnd::ZERO => Ok(Measure::Amount(amount)),
            (Some(_), None) => Err(Problem::field("/amount", "out_of_range")),
            (None, Some(lines)) if !lines.is_empty() => {
                let lines = lines.iter().map(|line| (line.line, line.quantity));
                Ok(Measure::Parts {
                    lines: lines.collect(),
                    shipping,
                })
            }
            (_, Some(_)) => Err(Problem::field("/lines", "invalid")),
        }
    }
}

fn key(headers: &HeaderMap, order: OrderId, admin: &Admin, owed: &Owe) -> Result<Key, Problem> {
    let word = headers.get("idempotency-key").and_then(|v| v.to_str().ok());
    let word = word.filter(|w| !w.is_empty() && w.len() <= 100);
    let word = word.ok_or_else(|| Problem::new(Code::IdempotencyKeyMissing))?;
    let body = serde_json::to_vec(&(order, owed)).unwrap_or_default();
    let scope = admin.session.account.to_string();
    Ok(Key::new(scope, "admin.refunds", word.to_owned(), &body))
}
