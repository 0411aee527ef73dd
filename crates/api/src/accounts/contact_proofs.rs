use axum::extract::State as Node;
use axum::http::StatusCode;
use web::who::Session;
use web::{Path, Problem, State};

/// Have the letter that proves your e-mail address sent once more.
#[utoipa::path(
    post, path = "/api/v1/contact-proofs", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 202), (status = 429, description = "`rate_limited`")),
)]
pub(crate) async fn ask(Node(state): Node<State>, session: Session) -> Result<StatusCode, Problem> {
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    accounts::ask_for_proof(&tx, session.account, app.codes(), app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::ACCEPTED)
}

/// Prove an e-mail address with the code of the letter that went there.
#[utoipa::path(
    post, path = "/api/v1/contact-proofs/{code}", tag = "accounts",
    params(("code" = String, Path, description = "The code of the letter")),
    extensions(("x-policy" = json!("public"))),
    responses(
        (status = 204),
        (status = 404, description = "`not_found`: unknown, used or too old"),
        (status = 409, description = "`conflict`: another account has proven it"),
    ),
)]
pub(crate) async fn prove(
    Node(state): Node<State>,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    accounts::prove_contact(&tx, &code, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
