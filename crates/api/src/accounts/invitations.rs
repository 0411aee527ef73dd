//! Invitations to become a member: accepted by whoever has the code, taken back by an owner.

use accounts::{Attempt, Joined, Joiner, Owner, Password, PasswordHash, Proof};
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{InvitationId, ProducerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::{Device, MaybeSession, OwnerOf};
use web::{Json, Path, Problem, ReaderLang, State};

use super::AccountView;
use super::view::NO_STORE;

/// What shows that the invitation reached you.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acceptance {
    /// The e-mail address or phone that the code went to.
    login: String,
    /// Eight digits.
    code: String,
    /// Where no account is there yet: what you are called.
    name: Option<String>,
    /// Where no account is there yet: a password, if you want one.
    password: Option<String>,
}

/// You are a member now.
#[derive(Serialize, ToSchema)]
#[schema(as = Joined)]
pub(crate) struct JoinedView {
    #[schema(value_type = String)]
    producer: ProducerId,
    /// `owner`, `editor` or `packer`.
    role: &'static str,
    account: AccountView,
    /// A session, where you were not signed in: shown here and nowhere again.
    token: Option<String>,
}

/// Accept an invitation with the code that went to an e-mail address or a phone.
///
/// Signed in, this account joins. Otherwise it is the account that has proven the contact point,
/// else a new one. The code works once and outlives five wrong tries; the contact point is proven
/// by it.
#[utoipa::path(
    post, path = "/api/v1/invitations/accept", tag = "accounts", request_body = Acceptance,
    extensions(("x-policy" = json!("public"))),
    responses(
        (status = 201, body = JoinedView),
        (status = 403, description = "`forbidden`: who serves the market signs in first"),
        (status = 404, description = "`not_found`: unknown, used, taken back or too old"),
        (status = 422, description = "`invalid`: a new account needs a `name`"),
        (status = 429, description = "`rate_limited`"),
    ),
)]
pub(crate) async fn accept(
    Node(state): Node<State>,
    MaybeSession(session): MaybeSession,
    device: Device,
    ReaderLang(lang): ReaderLang,
    Json(said): Json<Acceptance>,
) -> Result<impl IntoResponse, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let who = match session {
        Some(session) => Joiner::Account(session.account),
        None => Joiner::Nobody {
            name: said.name.as_deref(),
            password: password(&state, &said).await?,
            lang,
        },
    };
    let source = device.address.map(|address| address.to_string());
    let attempt = Attempt {
        login: &said.login,
        proof: Proof::Code(&said.code),
        device: &device.label,
        source: source.as_deref(),
    };
    let joined = accounts::join(&app.db, attempt, who, app.codes(), now).await?;
    let view = view(&state, joined).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)))
}

async fn view(state: &State, joined: Joined) -> Result<JoinedView, Problem> {
    let token = joined.signed_in.map(|session| session.token);
    Ok(JoinedView {
        producer: joined.producer,
        role: joined.role.as_str(),
        account: AccountView::read(state.app.db.read(), joined.account).await?,
        token: token.map(|token| token.reveal().to_owned()),
    })
}

async fn password(state: &State, said: &Acceptance) -> Result<Option<PasswordHash>, Problem> {
    let Some(text) = &said.password else {
        return Ok(None);
    };
    let words = [said.name.as_deref().unwrap_or_default(), &said.login];
    let owner = Owner {
        words: &words,
        admin: false,
    };
    let password =
        Password::parse(text, owner, &state.app.accounts).map_err(accounts::Error::from)?;
    Ok(Some(accounts::hash_password(&password).await?))
}

/// Take an invitation back. Asks for a fresh sign-in.
#[utoipa::path(
    delete, path = "/api/v1/producer/members/invitations/{id}", tag = "producer",
    params(("id" = String, Path, description = "inv_…")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 204), (status = 403, description = "`forbidden`: not an owner"), (status = 404)),
)]
pub(crate) async fn revoke(
    Node(state): Node<State>,
    owner: OwnerOf,
    Path(id): Path<InvitationId>,
) -> Result<StatusCode, Problem> {
    owner.session.must_be_fresh(&state)?;
    let (app, now) = (&state.app, state.app.now());
    let tx = store::write(&app.db).await?;
    accounts::revoke_invitation(&tx, owner.producer, id, owner.actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
