use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{JobId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::Admin;
use web::{Code, Path, Problem, Query, State};

use super::NO_STORE;

/// Which jobs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Only `dead` ones are listed.
    #[serde(default, rename = "status")]
    _status: Status,
}

/// What can be asked for.
#[derive(Default, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// Not tried again by itself.
    #[default]
    Dead,
}

/// A job that will not be tried again by itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobView {
    #[schema(value_type = String)]
    id: JobId,
    kind: String,
    attempts: i64,
    /// What went wrong at last.
    why: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// The newest hundred.
#[derive(Serialize, ToSchema)]
pub(crate) struct Jobs {
    data: Vec<JobView>,
}

/// Jobs that could not be done, the newest first, at most 100.
#[utoipa::path(
    get, path = "/api/v1/admin/jobs", tag = "admin", params(Filter),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = Jobs)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
    Query(_dead): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let dead = jobs::list_dead(state.app.db.read()).await?;
    let view = |dead: jobs::Dead| JobView {
        id: dead.id,
        kind: dead.kind,
        attempts: dead.attempts,
        why: dead.why,
        created_at: dead.created_at,
    };
    let data = dead.into_iter().map(view).collect();
    Ok((NO_STORE, axum::Json(Jobs { data })))
}

/// Gives a dead job another life.
#[utoipa::path(
    post, path = "/api/v1/admin/jobs/{id}/retry", tag = "admin", params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 204)),
)]
pub(crate) async fn retry(
    Node(state): Node<State>,
    _admin: Admin,
    Path(id): Path<JobId>,
) -> Result<StatusCode, Problem> {
    let tx = store::write(&state.app.db).await?;
    if !jobs::revive(&tx, id, state.app.now()).await? {
        return Err(Problem::new(Code::NotFound));
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
