use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::Phone;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Code, Json, Problem, State};

use crate::orders::{NO_STORE, OrderView, Reader, view};

/// What a guest knows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    /// The order's or the checkout's code.
    code: String,
    /// The buyer's or the receiver's phone.
    phone: String,
}

/// Read an order by its code and phone: the street is masked, and nothing can be done with it.
#[utoipa::path(
    post, path = "/api/v1/tracking", tag = "buying", request_body = Known,
    extensions(("x-policy" = json!("guest"))),
    responses((status = 200, body = OrderView), (status = 404, description = "`not_found`: they do not belong together")),
)]
pub(crate) async fn track(
    Node(state): Node<State>,
    Json(known): Json<Known>,
) -> Result<impl IntoResponse, Problem> {
    let code = kernel::Code::parse(&known.code).ok_or_else(|| Problem::new(Code::NotFound))?;
    let phone = Phone::parse(&known.phone).map_err(|_unknown| Problem::new(Code::NotFound))?;
    let order = orders::track(state.app.db.read(), &code, &phone).await?;
    let view = view(&state, &order, Reader::Tracker).await?;
    Ok((NO_STORE, axum::Json(view)))
}
