//! Orders of authorities, with the time that the law gives.

use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use catalog::takedowns::{self, AuthorityOrder, Received};
use kernel::{AuthorityOrderId, ProductId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::Admin;
use web::{Json, Path, Problem, State};

use crate::orders::NO_STORE;
use crate::schema::Nothing;

/// An order as it came.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthorityOrderBody {
    #[schema(value_type = String)]
    product: ProductId,
    /// Who orders it, as written.
    authority: String,
    /// The letter's number.
    number: String,
    #[serde(default)]
    note: String,
    /// When it came; now, where it is not said.
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<Timestamp>,
}

/// An authority's order.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthorityOrder)]
pub(crate) struct AuthorityOrderView {
    #[schema(value_type = String)]
    id: AuthorityOrderId,
    #[schema(value_type = String)]
    product: ProductId,
    product_name: String,
    authority: String,
    number: String,
    note: String,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// Until when it must be carried out.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    alarmed_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Timestamp>,
}

/// Orders of authorities.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthorityOrderList {
    data: Vec<AuthorityOrderView>,
}

impl From<AuthorityOrder> for AuthorityOrderView {
    fn from(order: AuthorityOrder) -> Self {
        Self {
            id: order.id,
            product: order.product,
            product_name: order.product_name,
            authority: order.authority,
            number: order.number,
            note: order.note,
            received_at: order.received_at,
            due_at: order.due_at,
            alarmed_at: order.alarmed_at,
            done_at: order.done_at,
        }
    }
}

/// The orders that wait, then the newest that were carried out.
#[utoipa::path(
    get, path = "/api/v1/admin/authority-orders", tag = "admin",
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = AuthorityOrderList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
) -> Result<impl IntoResponse, Problem> {
    let orders = takedowns::list(state.app.db.read()).await?;
    let data = orders.into_iter().map(AuthorityOrderView::from).collect();
    Ok((NO_STORE, axum::Json(AuthorityOrderList { data })))
}

/// Record an authority's order to take a listing down: its clock runs.
#[utoipa::path(
    post, path = "/api/v1/admin/authority-orders", tag = "admin", request_body = AuthorityOrderBody,
    extensions(("x-policy" = json!("admin"))),
    responses((status = 201, body = AuthorityOrderView), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn receive(
    Node(state): Node<State>,
    admin: Admin,
    Json(body): Json<AuthorityOrderBody>,
) -> Result<impl IntoResponse, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let received = Received {
        product: body.product,
        authority: body.authority,
        number: body.number,
        note: body.note,
        received_at: body.received_at.unwrap_or(now),
    };
    let tx = store::write(&app.db).await?;
    let id = takedowns::receive(&tx, received, admin.actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let order = takedowns::find(app.db.read(), id).await?;
    let view = AuthorityOrderView::from(order);
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)))
}

/// Carry it out: the listing is taken down for good, and its address says so.
#[utoipa::path(
    post, path = "/api/v1/admin/authority-orders/{id}/carry-out", tag = "admin", request_body = Option<Nothing>,
    params(("id" = String, Path, description = "aut_…")),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = AuthorityOrderView), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn carry_out(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<AuthorityOrderId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    let (app, now) = (&state.app, state.app.now());
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        takedowns::carry_out(&tx, id, admin.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    let order = takedowns::find(app.db.read(), id).await?;
    Ok((NO_STORE, axum::Json(AuthorityOrderView::from(order))))
}
