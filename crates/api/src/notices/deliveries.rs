use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{DeliveryId, Timestamp};
use notifications::Dead;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::Admin;
use web::{Code, Path, Problem, Query, State};

use super::NO_STORE;

/// Which deliveries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Those that were tried to the end, unless asked otherwise.
    #[serde(default)]
    status: Status,
}

/// How a delivery ended that did not arrive.
#[derive(Default, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// Tried to the end.
    #[default]
    Dead,
    /// Its channel was closed.
    Skipped,
}

/// A delivery that did not arrive. It names no person.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveryView {
    #[schema(value_type = String)]
    id: DeliveryId,
    /// What the notice is about: `order-placed-buyer`.
    kind: String,
    /// `mail` or `text`.
    channel: String,
    status: String,
    attempts: i64,
    /// What went wrong at last.
    why: String,
    #[schema(value_type = String, format = DateTime)]
    settled_at: Timestamp,
}

/// The newest hundred.
#[derive(Serialize, ToSchema)]
pub(crate) struct Deliveries {
    data: Vec<DeliveryView>,
}

/// Deliveries that did not arrive, the newest first, at most 100.
#[utoipa::path(
    get, path = "/api/v1/admin/deliveries", tag = "admin", params(Filter),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = Deliveries)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
    Query(filter): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let status = match filter.status {
        Status::Dead => "dead",
        Status::Skipped => "skipped",
    };
    let dead = notifications::list_dead(state.app.db.read(), status).await?;
    let data = dead.into_iter().map(view).collect();
    Ok((NO_STORE, axum::Json(Deliveries { data })))
}

/// Gives a delivery another life; a mail keeps its Message-ID.
#[utoipa::path(
    post, path = "/api/v1/admin/deliveries/{id}/retry", tag = "admin",
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 204)),
)]
pub(crate) async fn retry(
    Node(state): Node<State>,
    _admin: Admin,
    Path(id): Path<DeliveryId>,
) -> Result<StatusCode, Problem> {
    let tx = store::write(&state.app.db).await?;
    if !notifications::revive(&tx, id, state.app.now()).await? {
        return Err(Problem::new(Code::NotFound));
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(dead: Dead) -> DeliveryView {
    DeliveryView {
        id: dead.id,
        kind: dead.kind,
        channel: dead.channel,
        status: dead.status,
        attempts: dead.attempts,
        why: dead.why,
        settled_at: dead.settled_at,
    }
}
