use axum::extract::State as Node;
use axum::http::StatusCode;
use web::who::{Device, MaybeSession, Session};
use web::{Code, Path, Problem, State};

/// What is shorter are digits of a text, with or without blanks.
const SHORTEST_LETTER: usize = 20;

/// Have what proves your e-mail address and your phone sent: a letter with a link, and a text with
/// eight digits that work once, for ten minutes and for five tries.
#[utoipa::path(
    post, path = "/api/v1/contact-proofs", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 202), (status = 429, description = "`rate_limited`")),
)]
pub(crate) async fn ask(
    Node(state): Node<State>,
    session: Session,
    device: Device,
) -> Result<StatusCode, Problem> {
    let app = &state.app;
    let source = device.address.map(|address| address.to_string());
    let tx = store::write(&app.db).await?;
    let source = source.as_deref();
    accounts::ask_for_proof(&tx, session.account, source, app.codes(), app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::ACCEPTED)
}

/// Prove an e-mail address with the code of the letter that went there, or, signed in, a phone with
/// the eight digits of the text.
#[utoipa::path(
    post, path = "/api/v1/contact-proofs/{code}", tag = "accounts",
    params(("code" = String, Path, description = "The code of the letter, or the digits of the text")),
    extensions(("x-policy" = json!("public"))),
    responses(
        (status = 204),
        (status = 401, description = "`unauthenticated`: digits open nothing but your own phone"),
        (status = 404, description = "`not_found`: unknown, used or too old"),
        (status = 409, description = "`conflict`: another account has proven it"),
    ),
)]
pub(crate) async fn prove(
    Node(state): Node<State>,
    MaybeSession(session): MaybeSession,
    Path(code): Path<String>,
) -> Result<StatusCode, Problem> {
    let (app, now) = (&state.app, state.app.now());
    if code.trim().len() < SHORTEST_LETTER {
        let session = session.ok_or_else(|| Problem::new(Code::Unauthenticated))?;
        accounts::prove_phone(&app.db, session.account, &code, app.codes(), now).await?;
        return Ok(StatusCode::NO_CONTENT);
    }
    let tx = store::write(&app.db).await?;
    accounts::prove_contact(&tx, &code, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
