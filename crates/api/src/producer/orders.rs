//! A producer's orders: what comes in, and each step until it is done.

pub(crate) mod hand_over;
pub(crate) mod steps;

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{Limit, OrderId, ProducerId};
use orders::Whose;
use web::who::Member;
use web::{Code, Path, Problem, Query, State};

use crate::orders::{Filter, NO_STORE, OrderPage, OrderView, Reader, view, views};

/// The producer's orders, the newest first.
#[utoipa::path(
    get, path = "/api/v1/producer/orders", tag = "producer", params(Filter),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = OrderPage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    member: Member,
    Query(filter): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let whose = Whose::Producer(member.producer);
    let place = (Limit::parse(filter.limit)?, filter.cursor.as_deref());
    let page = orders::list_orders(state.app.db.read(), whose, filter.status, place).await?;
    let views = views(&state, page, Reader::Producer).await?;
    Ok((NO_STORE, axum::Json(views)))
}

/// One of the producer's orders.
#[utoipa::path(
    get, path = "/api/v1/producer/orders/{id}", tag = "producer", params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = OrderView), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    member: Member,
    Path(id): Path<OrderId>,
) -> Result<impl IntoResponse, Problem> {
    now(&state, (member.producer, id)).await
}

/// The producer's order as it is now; another's is not there.
async fn now(
    state: &State,
    (producer, id): (ProducerId, OrderId),
) -> Result<impl IntoResponse + use<>, Problem> {
    let order = orders::order(state.app.db.read(), id).await?;
    if order.producer != producer {
        return Err(Problem::new(Code::NotFound));
    }
    let view = view(state, &order, Reader::Producer).await?;
    Ok((NO_STORE, axum::Json(view)))
}
