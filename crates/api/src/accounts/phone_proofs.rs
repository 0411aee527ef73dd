use accounts::Heard;
use axum::extract::State as Node;
use axum::http::StatusCode;
use kernel::AccountId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Official;
use web::{Json, Path, Problem, State};

/// What came of calling somebody's number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhoneCall {
    /// `confirmed`: the person answered and it is their number; `denied`: somebody else did;
    /// `no_answer`.
    outcome: String,
}

/// Note a call to the phone of somebody whom the official knows. A confirmed one proves the number.
#[utoipa::path(
    post, path = "/api/v1/admin/accounts/{id}/phone-proofs", tag = "admin", request_body = PhoneCall,
    params(("id" = String, Path, description = "The account")),
    extensions(("x-policy" = json!("official"))),
    responses(
        (status = 204),
        (status = 403, description = "`forbidden`: nobody vouches for themselves"),
        (status = 404, description = "`not_found`: also outside the official's area, or without a phone"),
        (status = 409, description = "`conflict`: another account has proven it"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn note(
    Node(state): Node<State>,
    official: Official,
    Path(account): Path<AccountId>,
    Json(call): Json<PhoneCall>,
) -> Result<StatusCode, Problem> {
    official.must_know(&state, account).await?;
    let heard =
        Heard::parse(&call.outcome).ok_or_else(|| Problem::field("/outcome", "unknown_value"))?;
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    accounts::note_call(&tx, account, heard, official.actor, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
