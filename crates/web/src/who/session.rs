use std::ops::Deref;
use std::sync::Arc;

use accounts::Identity;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::problem::{Code, Problem};
use crate::state::State;

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Session(Arc<Identity>);

impl Deref for Session {
    type Target = Identity;

    fn deref(&self) -> &Identity {
        &self.0
    }
}

impl Session {
    /// The session that a token opens; none where it opens nothing any more.
    pub async fn open(state: &State, token: &str) -> Result<Option<Self>, Problem> {
        let (app, now) = (&state.app, state.app.now());
        let identity = accounts::identify(&app.db, token, &app.accounts, now).await?;
        Ok(identity.map(|identity| Self(Arc::new(identity))))
    }

    /// What asks again (members, roles, a bank account) wants a session of the last minutes.
    pub fn must_be_fresh(&self, state: &State) -> Result<(), Problem> {
        if self.is_fresh(state.app.now()) {
            return Ok(());
        }
        Err(Problem::new(Code::ReauthenticationRequired))
    }
}

/// Somebody signed in, or a guest. A token that opens nothing is refused all the same: who sends
/// one believes to be signed in.
#[derive(Debug, Clone)]
pub struct MaybeSession(pub Option<Session>);

impl FromRequestParts<State> for Session {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let MaybeSession(session) = MaybeSession::from_request_parts(parts, state).await?;
        session.ok_or_else(|| Problem::new(Code::Unauthenticated))
    }
}

impl FromRequestParts<State> for MaybeSession {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.get::<Session>() {
            return Ok(Self(Some(known.clone())));
        }
        let Some(token) = bearer(&parts.headers)? else {
            return Ok(Self(None));
        };
        let session = Session::open(state, token).await?;
        let session = session.ok_or_else(|| Problem::new(Code::Unauthenticated))?;
        parts.extensions.insert(session.clone());
        Ok(Self(Some(session)))
    }
}

/// The token of `Authorization: Bearer TOKEN`; another scheme opens nothing.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .and_then(|v| v.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| Some(token.trim()))
        .ok_or_else(|| Problem::new(Code::Unauthenticated))
}
