use axum::extract::State as Node;
use axum::http::StatusCode;
use kernel::AccountId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Admin;
use web::{Json, Path, Problem, State};

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    /// A code of at most 60 characters: the record keeps no free text about people.
    reason_code: String,
}

impl Reason {
    fn code(&self) -> Result<&str, Problem> {
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let sound =
            (1..=60).contains(&self.reason_code.len()) && self.reason_code.chars().all(known);
        sound
            .then_some(self.reason_code.as_str())
            .ok_or_else(|| Problem::field("/reason_code", "invalid"))
    }
}

/// Shut an account out: it loses access on its next request.
#[utoipa::path(
    post, path = "/api/v1/admin/accounts/{id}/suspend", tag = "admin", request_body = Reason,
    params(("id" = String, Path, description = "The account")),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 204), (status = 404), (status = 409, description = "`conflict`: the last administrator")),
)]
pub(crate) async fn suspend(
    Node(state): Node<State>,
    admin: Admin,
    Path(account): Path<AccountId>,
    Json(reason): Json<Reason>,
) -> Result<StatusCode, Problem> {
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    accounts::suspend(&tx, account, reason.code()?, admin.actor, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let a suspended account in again.
#[utoipa::path(
    post, path = "/api/v1/admin/accounts/{id}/restore", tag = "admin", request_body = Reason,
    params(("id" = String, Path, description = "The account")),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 204), (status = 404)),
)]
pub(crate) async fn restore(
    Node(state): Node<State>,
    admin: Admin,
    Path(account): Path<AccountId>,
    Json(reason): Json<Reason>,
) -> Result<StatusCode, Problem> {
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    accounts::restore(&tx, account, reason.code()?, admin.actor, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
