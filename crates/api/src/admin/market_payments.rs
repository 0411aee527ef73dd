//! Payments to the market's own account about which a person decides.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{OrderId, PaymentId, Vnd};
use payments::Payment;
use serde::Serialize;
use utoipa::ToSchema;
use web::who::Admin;
use web::{Json, Path, Problem, State};

use crate::orders::NO_STORE;
use crate::schema::{Money, Nothing};

/// A payment to the market's account, as it stands after a decision.
#[derive(Serialize, ToSchema)]
pub(crate) struct MarketPayment {
    #[schema(value_type = String)]
    id: PaymentId,
    status: &'static str,
    #[schema(value_type = Money)]
    amount: Vnd,
    #[schema(value_type = Money)]
    received: Vnd,
    #[schema(value_type = Money)]
    forgiven: Vnd,
    #[schema(value_type = Money)]
    remaining: Vnd,
    #[schema(value_type = Vec<String>)]
    orders: Vec<OrderId>,
}

impl From<&Payment> for MarketPayment {
    fn from(payment: &Payment) -> Self {
        Self {
            id: payment.id,
            status: payment.status.as_str(),
            amount: payment.amount,
            received: payment.received,
            forgiven: payment.forgiven,
            remaining: payment.remaining(),
            orders: payment.orders(),
        }
    }
}

/// Payments that a person looks for on the market's account.
#[derive(Serialize, ToSchema)]
pub(crate) struct LookedFor {
    data: Vec<MarketPayment>,
}

/// The payments to the market's account that their buyers say were made, or of which a part came:
/// the oldest first, at most 100.
#[utoipa::path(
    get, path = "/api/v1/admin/payments", tag = "admin",
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = LookedFor), (status = 403, description = "`forbidden`")),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
) -> Result<impl IntoResponse, Problem> {
    let found = payments::bank::looked_for(state.app.db.read()).await?;
    let data = found.iter().map(MarketPayment::from).collect();
    Ok((NO_STORE, axum::Json(LookedFor { data })))
}

/// Let go of what is missing of a payment to the market's account, up to what today's rule allows.
#[utoipa::path(
    post, path = "/api/v1/admin/payments/{id}/forgive", tag = "admin", request_body = Nothing,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = MarketPayment), (status = 404), (status = 409, description = "`conflict`"), (status = 422, description = "`invalid`: more is missing than may be let go of")),
)]
pub(crate) async fn forgive(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<PaymentId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    market::forgive_rest(&app.db, id, admin.actor, app.now()).await?;
    let payment = payments::payment(app.db.read(), id).await?;
    Ok((NO_STORE, axum::Json(MarketPayment::from(&payment))))
}

/// Say that what a buyer reported is not on the market's account.
#[utoipa::path(
    post, path = "/api/v1/admin/payments/{id}/missing", tag = "admin", request_body = Nothing,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = MarketPayment), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn missing(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<PaymentId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    market::nothing_on_account(&app.db, id, admin.actor, app.now()).await?;
    let payment = payments::payment(app.db.read(), id).await?;
    Ok((NO_STORE, axum::Json(MarketPayment::from(&payment))))
}
