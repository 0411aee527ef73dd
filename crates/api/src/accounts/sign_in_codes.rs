use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::{Device, Official};
use web::{Json, Path, Problem, State};

use super::view::NO_STORE;

/// For which login.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInCodeRequest {
    /// E-mail or phone, in any usual spelling.
    login: String,
}

/// Have a sign-in code sent to your proven phone or e-mail address.
///
/// Answered alike whether the login is known or not. Eight digits, used with
/// `POST /api/v1/sessions {login, code}`: once, within ten minutes, with at most five wrong tries.
/// Who serves the market signs in with a password. Asked for too often, for one login or from one
/// place, it waits.
#[utoipa::path(
    post, path = "/api/v1/sign-in-codes", tag = "accounts", request_body = SignInCodeRequest,
    extensions(("x-policy" = json!("public"))),
    responses((status = 202), (status = 429, description = "`rate_limited`, with `Retry-After`")),
)]
pub(crate) async fn ask(
    Node(state): Node<State>,
    device: Device,
    Json(request): Json<SignInCodeRequest>,
) -> Result<StatusCode, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let source = device.address.map(|address| address.to_string());
    let (login, source) = (&request.login, source.as_deref());
    accounts::ask_for_sign_in_code(&app.db, login, source, app.codes(), now).await?;
    Ok(StatusCode::ACCEPTED)
}

/// A code to hand over: shown here and nowhere again.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignInCode {
    /// Eight digits, used with the login: `POST /api/v1/sessions {login, code}`.
    code: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Issue a sign-in code for somebody who cannot get in: a member of a producer of the official's
/// area; for an administrator anybody. Never for those who serve the market themselves.
#[utoipa::path(
    post, path = "/api/v1/admin/accounts/{id}/sign-in-codes", tag = "admin",
    params(("id" = String, Path, description = "The account")),
    extensions(("x-policy" = json!("official"))),
    responses(
        (status = 201, body = SignInCode),
        (status = 403, description = "`forbidden`: an official's or administrator's account"),
        (status = 404, description = "`not_found`: also outside the official's area"),
    ),
)]
pub(crate) async fn issue(
    Node(state): Node<State>,
    official: Official,
    Path(account): Path<AccountId>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    official.must_know(&state, account).await?;
    let tx = store::write(&app.db).await?;
    let (actor, now) = (official.actor, app.now());
    let code = accounts::issue_sign_in_code(&tx, account, actor, app.codes(), now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let view = SignInCode {
        code: code.digits,
        expires_at: code.expires_at,
    };
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)))
}
