use axum::extract::State as Node;
use axum::response::IntoResponse;
use notifications::{Pile, Waiting};
use serde::Serialize;
use utoipa::ToSchema;
use web::who::Official;
use web::{Problem, State};

use crate::orders::NO_STORE;

/// How much of one kind waits for the official.
#[derive(Serialize, ToSchema)]
#[schema(as = Waiting)]
struct WaitingView {
    /// `producers`, `listings`, `certificates`, `documents`, `portraits`, `calls`, `differences`,
    /// `ending_certificates` or `ending_papers`.
    #[schema(value_type = String)]
    on: Pile,
    count: i64,
    /// How many of them past their day, or, of calls, about an order that ends today.
    urgent: i64,
    /// For how many days the oldest waits; of what ends, how many are left to the first.
    days: i64,
}

/// What waits for the official.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingList {
    data: Vec<WaitingView>,
}

impl From<Waiting> for WaitingView {
    fn from(waiting: Waiting) -> Self {
        Self {
            on: waiting.on,
            count: waiting.count,
            urgent: waiting.urgent,
            days: waiting.days,
        }
    }
}

/// What waits at the official's level and how long it has, and what ends within thirty days.
#[utoipa::path(
    get, path = "/api/v1/admin/waiting", tag = "admin",
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = WaitingList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    official: Official,
) -> Result<impl IntoResponse, Problem> {
    let db = state.app.db.read();
    let waiting = market::waiting(db, &official.areas, state.app.now()).await?;
    let data = waiting.into_iter().map(WaitingView::from).collect();
    Ok((NO_STORE, axum::Json(WaitingList { data })))
}
