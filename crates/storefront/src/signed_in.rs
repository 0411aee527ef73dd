//! Who is signed in on pages: the session that the cookie opens, and the page where one signs in.
//!
//! The extractors of [`web::who`] find the session that [`known`] puts beside the request. Whoever
//! has none, or whose session has ended, comes to the sign-in page and from there back to where
//! they were, with what they had typed.

mod letter;
mod page;
mod register;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Node};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, http};
use kernel::Lang;
use web::who::Session;
use web::{Problem, State};

use crate::cookies::SESSION;
use page::Kept;

pub(crate) use page::address;

/// How much of a form is kept over a sign-in.
const KEPT_BYTES: usize = 100_000;

/// The pages behind `/{lang}` where one signs in and out.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/sign-in", get(page::show).post(page::sign_in))
        .route("/register", get(register::show).post(register::register))
        .route("/sign-out", post(sign_out))
        .route("/password-resets", get(letter::forgotten).post(letter::ask))
        .route(
            "/password-resets/{code}",
            get(letter::renew).post(letter::set),
        )
        .route(
            "/contact-proofs/{code}",
            get(letter::proof).post(letter::prove),
        )
}

/// Lets in who is signed in; others sign in first and come back.
pub(crate) async fn known(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    mut request: Request,
    next: Next,
) -> Response {
    match session(&state, request.headers()).await {
        Ok(Some(session)) => {
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        // Somebody who is no browser says so in a header of their own.
        Ok(None) if request.headers().contains_key(header::AUTHORIZATION) => {
            next.run(request).await
        }
        Ok(None) => first(&state, lang, request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Knows who is signed in, and lets a guest pass as one: for pages that serve both.
pub(crate) async fn perhaps(
    Node(state): Node<State>,
    mut request: Request,
    next: Next,
) -> Response {
    match session(&state, request.headers()).await {
        Ok(session) => {
            if let Some(session) = session {
                request.extensions_mut().insert(session);
            }
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn session(state: &State, headers: &HeaderMap) -> Result<Option<Session>, Problem> {
    match SESSION.read(state, headers) {
        Some(token) => Session::open(state, token).await,
        None => Ok(None),
    }
}

/// The way to the sign-in page, with the way back and what was typed.
async fn first(state: &State, lang: Lang, request: Request) -> Response {
    let to = here(&request);
    if request.method() == Method::GET {
        return Redirect::to(&address(lang, &to)).into_response();
    }
    let kept = match typed(request).await {
        Some(form) => Kept { to, form },
        None => Kept::nothing(back(&to)),
    };
    page::asked(state, lang, kept).unwrap_or_else(IntoResponse::into_response)
}

/// Where the request goes, with its query.
fn here(request: &Request) -> String {
    let whole = request.extensions().get::<axum::extract::OriginalUri>();
    let uri = whole.map_or(request.uri(), |original| &original.0);
    uri.path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str)
        .to_owned()
}

/// The page of a form whose fields cannot be kept.
fn back(to: &str) -> String {
    to.rsplit_once('/').map_or(to, |(page, _)| page).to_owned()
}

/// A form's fields as they were sent; none where it carries a file, or is too long.
async fn typed(request: Request) -> Option<String> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    let body: Body = request.into_body();
    let bytes = to_bytes(body, KEPT_BYTES).await.ok()?;
    String::from_utf8(bytes.to_vec()).ok()
}

/// Ends the session: its token is dead at once.
async fn sign_out(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(session) = session(&state, &headers).await? {
        let app = &state.app;
        let tx = store::write(&app.db).await?;
        accounts::revoke_session(&tx, session.account, session.session, app.now()).await?;
        tx.commit().await.map_err(store::Error::from)?;
    }
    let cookie = [(header::SET_COOKIE, SESSION.clear(&state))];
    Ok((cookie, Redirect::to(&format!("/{}", lang.as_str()))).into_response())
}
