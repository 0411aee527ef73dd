use accounts::{Attempt, Proof};
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::{Device, Session};
use web::{Json, Path, Problem, State};

use super::view::NO_STORE;
use super::{AccountView, SignedInView};

/// A login with what shows that it is you: a password, or a code that an official handed over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// E-mail or phone, in any usual spelling.
    login: String,
    password: Option<String>,
    /// Eight digits.
    code: Option<String>,
}

impl Credentials {
    fn proof(&self) -> Result<Proof<'_>, Problem> {
        match (&self.password, &self.code) {
            (Some(password), None) => Ok(Proof::Password(password)),
            (None, Some(code)) => Ok(Proof::Code(code)),
            (None, None) => Err(Problem::field("/password", "required")),
            (Some(_), Some(_)) => Err(Problem::field("/code", "invalid")),
        }
    }
}

/// Sign in.
///
/// An unknown login is answered like a wrong password. Wrong tries delay the next one, by login
/// and by where they come from; nothing locks.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "accounts", request_body = Credentials,
    extensions(("x-policy" = json!("public"))),
    responses(
        (status = 201, body = SignedInView),
        (status = 401, description = "`invalid_credentials`"),
        (status = 429, description = "`rate_limited`, with `Retry-After`"),
    ),
)]
pub(crate) async fn sign_in(
    Node(state): Node<State>,
    device: Device,
    Json(credentials): Json<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let source = device.address.map(|address| address.to_string());
    let attempt = Attempt {
        login: &credentials.login,
        proof: credentials.proof()?,
        device: &device.label,
        source: source.as_deref(),
    };
    let signed_in = accounts::sign_in(&app.db, attempt, app.codes(), app.now()).await?;
    let answer = SignedInView::answer(app.db.read(), &signed_in).await?;
    Ok((StatusCode::CREATED, NO_STORE, answer))
}

/// A signed-in device.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct SessionView {
    #[schema(value_type = String)]
    id: SessionId,
    /// What the device calls itself.
    device: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// To the minute.
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    /// When it is signed out at the latest.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

/// The devices that you are signed in on.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionList {
    data: Vec<SessionView>,
    has_more: bool,
    next_cursor: Option<String>,
}

impl SessionList {
    pub(super) async fn read(state: &State, session: &Session) -> Result<Self, Problem> {
        let app = &state.app;
        let devices = accounts::list_sessions(app.db.read(), session.account, app.now()).await?;
        let view = |device: accounts::Device| SessionView {
            current: device.id == session.session,
            id: device.id,
            device: device.device,
            created_at: device.created_at,
            last_seen_at: device.last_seen_at,
            expires_at: device.expires_at,
        };
        Ok(SessionList {
            data: devices.into_iter().map(view).collect(),
            has_more: false,
            next_cursor: None,
        })
    }
}

/// The devices that you are signed in on.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 200, body = SessionList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    session: Session,
) -> Result<impl IntoResponse, Problem> {
    Ok((
        NO_STORE,
        axum::Json(SessionList::read(&state, &session).await?),
    ))
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct CurrentSession {
    #[schema(value_type = String)]
    id: SessionId,
    account: AccountView,
}

/// Who is signed in with this token.
#[utoipa::path(
    get, path = "/api/v1/sessions/current", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 200, body = CurrentSession)),
)]
pub(crate) async fn current(
    Node(state): Node<State>,
    session: Session,
) -> Result<impl IntoResponse, Problem> {
    let current = CurrentSession {
        id: session.session,
        account: AccountView::read(state.app.db.read(), session.account).await?,
    };
    Ok((NO_STORE, axum::Json(current)))
}

/// Sign out this device. Its token is dead at once.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 204)),
)]
pub(crate) async fn sign_out_here(
    Node(state): Node<State>,
    session: Session,
) -> Result<StatusCode, Problem> {
    end(&state, &session, session.session).await
}

/// Sign out a device of yours. Its token is dead at once.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "accounts",
    params(("id" = String, Path, description = "A session's id")),
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 204), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn sign_out(
    Node(state): Node<State>,
    session: Session,
    Path(id): Path<SessionId>,
) -> Result<StatusCode, Problem> {
    end(&state, &session, id).await
}

async fn end(state: &State, session: &Session, ended: SessionId) -> Result<StatusCode, Problem> {
    let tx = store::write(&state.app.db).await?;
    accounts::revoke_session(&tx, session.account, ended, state.app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
