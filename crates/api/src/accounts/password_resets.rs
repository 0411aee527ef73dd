use axum::extract::State as Node;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Json, Path, Problem, State};

/// For which login.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetRequest {
    /// E-mail or phone, in any usual spelling.
    login: String,
}

/// Ask for a way to a new password.
///
/// Answered alike whether the login is known or not. The code goes to a proven contact point, or
/// to the account's e-mail address, and works once within the hour.
#[utoipa::path(
    post, path = "/api/v1/password-resets", tag = "accounts", request_body = ResetRequest,
    extensions(("x-policy" = json!("public"))),
    responses((status = 202)),
)]
pub(crate) async fn ask(
    Node(state): Node<State>,
    Json(request): Json<ResetRequest>,
) -> Result<StatusCode, Problem> {
    let app = &state.app;
    accounts::ask_for_reset(&app.db, &request.login, app.codes(), app.now()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    password: String,
}

/// Set a new password with the code of the letter. Every session of the account ends.
#[utoipa::path(
    put, path = "/api/v1/password-resets/{code}", tag = "accounts", request_body = NewPassword,
    params(("code" = String, Path, description = "The code of the letter")),
    extensions(("x-policy" = json!("public"))),
    responses(
        (status = 204),
        (status = 404, description = "`not_found`: unknown, used or too old"),
        (status = 422, description = "`invalid`: the password breaks a rule; the code still works"),
    ),
)]
pub(crate) async fn set(
    Node(state): Node<State>,
    Path(code): Path<String>,
    Json(new): Json<NewPassword>,
) -> Result<StatusCode, Problem> {
    let app = &state.app;
    let new = (code.as_str(), new.password.as_str());
    accounts::set_password(&app.db, new, &app.accounts, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
