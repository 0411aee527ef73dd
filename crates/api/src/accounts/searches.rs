use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{OrderId, Phone, Vnd};
use market::Purpose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::Admin;
use web::{Json, Problem, State};

use super::view::{AccountView, NO_STORE};
use crate::schema::Money;

/// Whom one looks for, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    /// In any usual spelling.
    phone: String,
    /// `buyer_asked`, `dispute`, `refund`, `safety` or `authority`.
    purpose: String,
}

/// An order that names the phone.
#[derive(Serialize, ToSchema)]
struct SoughtOrder {
    #[schema(value_type = String)]
    id: OrderId,
    code: String,
    status: &'static str,
    producer: String,
    #[schema(value_type = Money)]
    total: Vnd,
}

/// What is known under a phone.
#[derive(Serialize, ToSchema)]
pub(crate) struct Found {
    accounts: Vec<AccountView>,
    orders: Vec<SoughtOrder>,
    /// Whether it refused too many boxes to pay cash at the door: `POST /admin/cash-lifts` ends that.
    refuses_cash: bool,
}

/// Look for somebody by their phone, with a purpose. Who looked, why, and what was found is
/// recorded.
#[utoipa::path(
    post, path = "/api/v1/admin/searches", tag = "admin", request_body = Search,
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = Found), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn seek(
    Node(state): Node<State>,
    admin: Admin,
    Json(search): Json<Search>,
) -> Result<impl IntoResponse, Problem> {
    let phone = Phone::parse(&search.phone).map_err(|_none| Problem::field("/phone", "phone"))?;
    let purpose = Purpose::parse(&search.purpose);
    let purpose = purpose.ok_or_else(|| Problem::field("/purpose", "unknown_value"))?;
    let app = &state.app;
    let found = market::seek(app, &phone, purpose, admin.actor, app.now()).await?;
    let order = |order: orders::Order| SoughtOrder {
        id: order.id,
        code: order.code,
        status: order.status.as_str(),
        producer: order.producer_name,
        total: order.total,
    };
    let list = Found {
        accounts: found.accounts.into_iter().map(AccountView::from).collect(),
        orders: found.orders.into_iter().map(order).collect(),
        refuses_cash: found.refuses_cash,
    };
    Ok((NO_STORE, axum::Json(list)))
}
