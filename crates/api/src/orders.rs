//! A buyer's orders: read and acted on by their owner, or by whoever holds the checkout's token.

pub(crate) mod act;
pub(crate) mod problems;
pub(crate) mod refunds;
mod shapes;
mod view;

use axum::extract::State as Node;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use kernel::{AccountId, Actor, Capacity, CheckoutId, Limit, OrderId};
use orders::{Order, Status, Whose};
use serde::Deserialize;
use utoipa::IntoParams;
use web::who::{MaybeSession, Session};
use web::{Code, Path, Problem, Query, State};

use crate::schema::page;
pub(crate) use shapes::{CheckoutView, Days, OrderView, Seller};
pub(crate) use view::{Reader, view, views};

/// An answer that no cache may keep.
pub(crate) const NO_STORE: [(HeaderName, HeaderValue); 1] =
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];

page!(OrderPage of OrderView, "A page of orders.");

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Only those that stand there.
    #[param(value_type = Option<String>)]
    pub(crate) status: Option<Status>,
    pub(crate) limit: Option<i64>,
    pub(crate) cursor: Option<String>,
}

/// Your orders, the newest first.
#[utoipa::path(
    get, path = "/api/v1/orders", tag = "buying", params(Filter),
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 200, body = OrderPage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    session: Session,
    Query(filter): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let whose = Whose::Buyer(session.account);
    let place = (Limit::parse(filter.limit)?, filter.cursor.as_deref());
    let page = orders::list_orders(state.app.db.read(), whose, filter.status, place).await?;
    let views = views(&state, page, Reader::Buyer).await?;
    Ok((NO_STORE, axum::Json(views)))
}

/// One of your orders, with its whole history.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}", tag = "buying",
    params(("id" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = OrderView), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
) -> Result<impl IntoResponse, Problem> {
    let order = held(&state, &caller, &headers, id).await?;
    Ok((
        NO_STORE,
        axum::Json(view(&state, &order, Reader::Buyer).await?),
    ))
}

/// The order, where the caller owns it or holds its checkout's token; else it is not there.
pub(crate) async fn held(
    state: &State,
    caller: &MaybeSession,
    headers: &HeaderMap,
    id: OrderId,
) -> Result<Order, Problem> {
    let order = orders::order(state.app.db.read(), id).await?;
    holds(state, caller, headers, (order.account, order.checkout))?;
    Ok(order)
}

/// Whether the caller owns a checkout or holds its token.
pub(crate) fn holds(
    state: &State,
    caller: &MaybeSession,
    headers: &HeaderMap,
    whose: (Option<AccountId>, CheckoutId),
) -> Result<(), Problem> {
    let account = caller.0.as_ref().map(|session| session.account);
    let token = headers.get("order-token").and_then(|v| v.to_str().ok());
    if orders::opens(&state.app.secret, whose, account, token) {
        Ok(())
    } else {
        Err(Problem::new(Code::NotFound))
    }
}

/// The buyer, for histories.
pub(crate) fn buyer(caller: &MaybeSession) -> Actor {
    let account = caller.0.as_ref().map(|session| session.account);
    account.map_or(Actor::GUEST, |account| Actor::new(account, Capacity::Own))
}
