//! What a buyer does with an order.

use axum::extract::State as Node;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use kernel::OrderId;
use market::Whose;
use orders::Reason;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::MaybeSession;
use web::{Json, Path, Problem, State};

use super::{NO_STORE, OrderView, Reader, buyer, held, view};
use crate::schema::Nothing;

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Why {
    /// `buyer_changed_mind`, `producer_no_answer` or `not_shipped`.
    #[schema(value_type = String)]
    reason_code: Reason,
}

/// Step back from an order: freely until it is accepted, then only once its hand-over is overdue.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/cancel", tag = "buying", request_body = Why,
    params(("id" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn cancel(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
    Json(Why { reason_code }): Json<Why>,
) -> Result<impl IntoResponse, Problem> {
    let own = [
        Reason::BuyerChangedMind,
        Reason::ProducerNoAnswer,
        Reason::NotShipped,
    ];
    if !own.contains(&reason_code) {
        return Err(Problem::field("/reason_code", "reason_code"));
    }
    held(&state, &caller, &headers, id).await?;
    let (app, whose) = (&state.app, (id, Whose::Holder));
    market::cancel(&app.db, whose, reason_code, buyer(&caller), app.now()).await?;
    now(&state, id).await
}

/// Say that it has come and all is well: the order is completed.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/confirm-receipt", tag = "buying", request_body = Option<Nothing>,
    params(("id" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn confirm_receipt(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    held(&state, &caller, &headers, id).await?;
    let (app, whose) = (&state.app, (id, Whose::Holder));
    market::confirm_receipt(&app.db, whose, buyer(&caller), app.now()).await?;
    now(&state, id).await
}

/// Say that you have paid; cash at the door needs no such word.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/report-payment", tag = "buying", request_body = Option<Nothing>,
    params(("id" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn report_payment(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    held(&state, &caller, &headers, id).await?;
    let app = &state.app;
    market::report_payment(&app.db, (id, Whose::Holder), app.now()).await?;
    now(&state, id).await
}

/// The order as it is now.
async fn now(state: &State, id: OrderId) -> Result<impl IntoResponse + use<>, Problem> {
    let order = orders::order(state.app.db.read(), id).await?;
    let view = view(state, &order, Reader::Buyer).await?;
    Ok((NO_STORE, axum::Json(view)))
}
