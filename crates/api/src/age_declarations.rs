use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Json, Problem, State};

use crate::orders::NO_STORE;

/// Who declares.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declaration {
    name: String,
    birth_year: i64,
}

/// What stands for the declaration, header `Age-Declaration`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Declared {
    token: String,
}

/// Declare your age: alcohol is shown and sold after it.
#[utoipa::path(
    post, path = "/api/v1/age-declarations", tag = "buying", request_body = Declaration,
    extensions(("x-policy" = json!("guest"))),
    responses((status = 201, body = Declared), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn declare(
    Node(state): Node<State>,
    Json(said): Json<Declaration>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    let token = orders::declare_age(&tx, &said.name, said.birth_year, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok((
        StatusCode::CREATED,
        NO_STORE,
        axum::Json(Declared { token }),
    ))
}
