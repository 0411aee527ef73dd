use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{AccountId, ProducerId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use web::who::Official;
use web::{Code, Path, Problem, State};

use super::view::NO_STORE;

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
    if !official.session.is_admin() {
        must_know(&state, &official, account).await?;
    }
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

/// An official knows the producers of their area, and their members.
async fn must_know(state: &State, official: &Official, account: AccountId) -> Result<(), Problem> {
    let db = state.app.db.read();
    let account = accounts::account(db, account).await?;
    let producers: Vec<ProducerId> = account.memberships.iter().map(|(id, _)| *id).collect();
    let places = catalog::places(db, &producers).await?;
    if places
        .iter()
        .any(|place| official.covers(&place.province, &place.commune))
    {
        return Ok(());
    }
    Err(Problem::new(Code::NotFound))
}
