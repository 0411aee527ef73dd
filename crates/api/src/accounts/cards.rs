//! Printed cards with sign-in codes: issued by an official of the place, or by the producer or
//! cooperative whose member it is for; listed and revoked by them and by the holder.

mod page;

use accounts::{MemberRole, Scope, Standing};
use axum::extract::State as Node;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, Actor, Capacity, ProducerId, SignInCardId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::{Member, Official, Session};
use web::{Code, Path, Problem, Query, State};

use super::view::NO_STORE;

/// How it is printed.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Print {
    /// The paper of the page that answers `Accept: text/html`: `a6` (where it is not said) or `a4`.
    paper: Option<String>,
}

/// A card: its codes are shown here and nowhere again.
#[derive(Serialize, ToSchema)]
#[schema(as = NewSignInCard)]
struct NewCardView {
    #[schema(value_type = String)]
    id: SignInCardId,
    /// Eight digits each, used with the login, each once.
    codes: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// A card that was issued.
#[derive(Serialize, ToSchema)]
#[schema(as = SignInCard)]
pub(crate) struct CardView {
    #[schema(value_type = String)]
    id: SignInCardId,
    /// Who issued it.
    issued_by: Option<String>,
    /// The producer that issued it for its member; none: an official did.
    #[schema(value_type = Option<String>)]
    producer: Option<ProducerId>,
    /// Codes that were not used yet.
    unused: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
}

/// Cards, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = SignInCardList)]
pub(crate) struct CardList {
    data: Vec<CardView>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// Issue a card with eight sign-in codes for somebody who cannot get in: a member of a producer of
/// the official's area; for an administrator anybody. It takes the place of the card before, and
/// its holder is told by every channel. With `Accept: text/html` the answer is a page to print.
#[utoipa::path(
    post, path = "/api/v1/admin/accounts/{id}/sign-in-cards", tag = "admin",
    params(("id" = String, Path, description = "The account"), Print),
    extensions(("x-policy" = json!("official"))),
    responses(
        (status = 201, body = NewCardView),
        (status = 403, description = "`forbidden`: an official's or administrator's account"),
        (status = 404, description = "`not_found`: also outside the official's area"),
    ),
)]
pub(crate) async fn issue(
    Node(state): Node<State>,
    official: Official,
    Path(account): Path<AccountId>,
    Query(print): Query<Print>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    official.must_know(&state, account).await?;
    let to = (account, None);
    issued(&state, to, official.actor, (&print, &headers)).await
}

/// The cards of somebody whom the official knows, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/accounts/{id}/sign-in-cards", tag = "admin",
    params(("id" = String, Path, description = "The account")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = CardList), (status = 404)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    official: Official,
    Path(account): Path<AccountId>,
) -> Result<impl IntoResponse, Problem> {
    official.must_know(&state, account).await?;
    listed(&state, account, None).await
}

/// Revoke a card: none of its codes opens anything any more.
#[utoipa::path(
    delete, path = "/api/v1/admin/accounts/{id}/sign-in-cards/{card}", tag = "admin",
    params(("id" = String, Path, description = "The account"), ("card" = String, Path, description = "crd_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 204), (status = 404)),
)]
pub(crate) async fn revoke(
    Node(state): Node<State>,
    official: Official,
    Path((account, card)): Path<(AccountId, SignInCardId)>,
) -> Result<StatusCode, Problem> {
    official.must_know(&state, account).await?;
    revoked(&state, (account, card), official.actor).await
}

/// Issue a card for a member who has no way in of their own: by an owner, or by who acts for the
/// producer in everything under a mandate. Only for who belongs to no producer that the caller has
/// no such say in, for a card opens the whole account. Asks for a fresh sign-in.
#[utoipa::path(
    post, path = "/api/v1/producer/members/{account}/sign-in-cards", tag = "producer",
    params(("account" = String, Path, description = "The member's account"), Print),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = NewCardView),
        (status = 403, description = "`forbidden`; `reauthentication_required`"),
        (status = 404, description = "`not_found`: not a member of this producer"),
    ),
)]
pub(crate) async fn issue_for_member(
    Node(state): Node<State>,
    member: Member,
    Path(account): Path<AccountId>,
    Query(print): Query<Print>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    member.session.must_be_fresh(&state)?;
    must_answer_for(&state, &member, account).await?;
    let to = (account, Some(member.producer));
    issued(&state, to, member.actor, (&print, &headers)).await
}

/// The cards that the producer issued for a member, the newest first.
#[utoipa::path(
    get, path = "/api/v1/producer/members/{account}/sign-in-cards", tag = "producer",
    params(("account" = String, Path, description = "The member's account")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = CardList), (status = 403), (status = 404)),
)]
pub(crate) async fn list_of_member(
    Node(state): Node<State>,
    member: Member,
    Path(account): Path<AccountId>,
) -> Result<impl IntoResponse, Problem> {
    must_answer_for(&state, &member, account).await?;
    listed(&state, account, Some(member.producer)).await
}

/// Revoke a card of a member.
#[utoipa::path(
    delete, path = "/api/v1/producer/members/{account}/sign-in-cards/{card}", tag = "producer",
    params(("account" = String, Path, description = "The member's account"), ("card" = String, Path, description = "crd_…")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 204), (status = 403), (status = 404)),
)]
pub(crate) async fn revoke_of_member(
    Node(state): Node<State>,
    member: Member,
    Path((account, card)): Path<(AccountId, SignInCardId)>,
) -> Result<StatusCode, Problem> {
    must_answer_for(&state, &member, account).await?;
    revoked(&state, (account, card), member.actor).await
}

/// Your own cards, the newest first.
#[utoipa::path(
    get, path = "/api/v1/sign-in-cards", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 200, body = CardList)),
)]
pub(crate) async fn list_mine(
    Node(state): Node<State>,
    session: Session,
) -> Result<impl IntoResponse, Problem> {
    listed(&state, session.account, None).await
}

/// Revoke a card of your own: it was lost, or you never asked for it.
#[utoipa::path(
    delete, path = "/api/v1/sign-in-cards/{card}", tag = "accounts",
    params(("card" = String, Path, description = "crd_…")),
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 204), (status = 404)),
)]
pub(crate) async fn revoke_mine(
    Node(state): Node<State>,
    session: Session,
    Path(card): Path<SignInCardId>,
) -> Result<StatusCode, Problem> {
    let actor = session.actor(Capacity::Own);
    revoked(&state, (session.account, card), actor).await
}

async fn issued(
    state: &State,
    (account, producer): (AccountId, Option<ProducerId>),
    actor: Actor,
    (print, headers): (&Print, &HeaderMap),
) -> Result<Response, Problem> {
    let paper = page::Paper::parse(print.paper.as_deref())?;
    let (app, now) = (&state.app, state.app.now());
    let tx = store::write(&app.db).await?;
    let card = accounts::issue_card(&tx, (account, producer), actor, app.codes(), now).await?;
    let holder = accounts::account(&tx, account).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let accepted = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    if accepted.is_some_and(|accepted| accepted.contains("text/html")) {
        return page::answer(state, &holder, &card, paper);
    }
    let view = NewCardView {
        id: card.id,
        codes: card.codes,
        expires_at: card.expires_at,
    };
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)).into_response())
}

async fn listed(
    state: &State,
    account: AccountId,
    producer: Option<ProducerId>,
) -> Result<impl IntoResponse + use<>, Problem> {
    let list = CardList::read(state, account, producer).await?;
    Ok((NO_STORE, axum::Json(list)))
}

impl CardList {
    /// The cards of an account; for a producer, those that it issued.
    pub(super) async fn read(
        state: &State,
        account: AccountId,
        producer: Option<ProducerId>,
    ) -> Result<Self, Problem> {
        let cards = accounts::list_cards(state.app.db.read(), account).await?;
        let shown = cards
            .into_iter()
            .filter(|card| producer.is_none() || card.producer == producer);
        let view = |card: accounts::CardRow| CardView {
            id: card.id,
            issued_by: card.issuer,
            producer: card.producer,
            unused: card.unused,
            created_at: card.created_at,
            expires_at: card.expires_at,
            revoked_at: card.revoked_at,
        };
        Ok(Self {
            data: shown.map(view).collect(),
            has_more: false,
            next_cursor: None,
        })
    }
}

async fn revoked(
    state: &State,
    (account, card): (AccountId, SignInCardId),
    actor: Actor,
) -> Result<StatusCode, Problem> {
    let app = &state.app;
    let tx = store::write(&app.db).await?;
    accounts::revoke_card(&tx, account, card, actor, app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the caller has the whole say in every producer that a member belongs to.
async fn must_answer_for(
    state: &State,
    member: &Member,
    account: AccountId,
) -> Result<(), Problem> {
    let account = accounts::account(state.app.db.read(), account).await?;
    let of_this = |(producer, _): &(ProducerId, MemberRole)| *producer == member.producer;
    if !account.memberships.iter().any(of_this) {
        return Err(Problem::new(Code::NotFound));
    }
    let whole = |standing| match standing {
        Standing::Member(role) => role == MemberRole::Owner,
        Standing::Mandate(_, scope) => scope == Scope::All,
    };
    let answers = |(producer, _): &(ProducerId, MemberRole)| {
        member.session.standing(*producer).is_some_and(whole)
    };
    if account.memberships.iter().all(answers) {
        return Ok(());
    }
    Err(Problem::new(Code::Forbidden))
}
