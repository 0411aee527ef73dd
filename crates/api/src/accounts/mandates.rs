//! Acting for a producer: who may, on what it rests, until when, and what they did.

pub(crate) mod written_down;

use accounts::{Basis, Login, NewMandate, Scope};
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, Actor, Limit, MandateId, ProducerId, Timestamp};
use serde::{Deserialize, Serialize};
use store::ConnectionTrait;
use utoipa::{IntoParams, ToSchema};
use web::who::{Member, OwnerOf};
use web::{Code, Json, Path, Problem, Query, State};

use super::audit::{self, AuditPage};
use super::view::NO_STORE;

/// A mandate to act for the producer.
#[derive(Serialize, ToSchema)]
#[schema(as = Mandate)]
pub(crate) struct MandateView {
    #[schema(value_type = String)]
    id: MandateId,
    #[schema(value_type = String)]
    account: AccountId,
    name: String,
    /// `orders`, `listings` or `all`.
    scope: String,
    /// What it rests on: `paper`, `call` or `code`.
    basis: String,
    /// Where the paper lies, or the call that it was given in.
    evidence: Option<String>,
    /// The address of the paper's file; it is private.
    file: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
    /// Whether it holds now.
    active: bool,
}

/// The producer's mandates, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct MandateList {
    data: Vec<MandateView>,
    has_more: bool,
    next_cursor: Option<String>,
}

impl MandateList {
    /// All of a producer's; `root` is where the reader finds each.
    async fn read(
        db: &impl ConnectionTrait,
        (producer, root): (ProducerId, &str),
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let view = |row: accounts::MandateRow| MandateView {
            active: row.revoked_at.is_none() && row.until.is_none_or(|until| until > now),
            file: row.paper.map(|_| format!("{root}/{}/file", row.id)),
            id: row.id,
            account: row.account,
            name: row.name,
            scope: row.scope,
            basis: row.basis,
            evidence: row.evidence,
            from: row.from,
            until: row.until,
            revoked_at: row.revoked_at,
        };
        let mandates = accounts::list_mandates(db, producer).await?;
        Ok(Self {
            data: mandates.into_iter().map(view).collect(),
            has_more: false,
            next_cursor: None,
        })
    }
}

/// Where a member finds the producer's mandates.
const MINE: &str = "/api/v1/producer/mandates";

/// The mandates that there are and were.
#[utoipa::path(
    get, path = "/api/v1/producer/mandates", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = MandateList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let list = MandateList::read(app.db.read(), (member.producer, MINE), app.now()).await?;
    Ok((NO_STORE, axum::Json(list)))
}

/// To whom, how far and until when. Nobody who serves the market holds one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMandateBody {
    #[schema(value_type = Option<String>)]
    account: Option<AccountId>,
    /// A proven e-mail or phone, in place of the account.
    login: Option<String>,
    /// `orders`, `listings` or `all`.
    scope: String,
    /// Until when; without it, until it is revoked.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

impl NewMandateBody {
    async fn holder(&self, db: &impl ConnectionTrait) -> Result<AccountId, Problem> {
        match (self.account, &self.login) {
            (Some(account), None) => Ok(account),
            (None, Some(login)) => {
                let login = Login::parse(login).ok_or(accounts::Error::LoginUnknown)?;
                let found = accounts::proven(db, &login).await?;
                Ok(found.ok_or(accounts::Error::LoginUnknown)?)
            }
            (None, None) => Err(Problem::field("/login", "required")),
            (Some(_), Some(_)) => Err(Problem::field("/login", "invalid")),
        }
    }

    fn scope(&self) -> Result<Scope, Problem> {
        Scope::parse(&self.scope).ok_or_else(|| Problem::field("/scope", "unknown_value"))
    }

    fn until(&self, now: Timestamp) -> Result<Option<Timestamp>, Problem> {
        match self.until {
            Some(until) if until <= now => Err(Problem::field("/until", "invalid")),
            until => Ok(until),
        }
    }
}

/// Let somebody act for the producer. Asks for a fresh sign-in.
#[utoipa::path(
    post, path = "/api/v1/producer/mandates", tag = "producer", request_body = NewMandateBody,
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = MandateList),
        (status = 403, description = "`forbidden`: not an owner, or for an official; `reauthentication_required`"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn grant(
    Node(state): Node<State>,
    owner: OwnerOf,
    Json(body): Json<NewMandateBody>,
) -> Result<impl IntoResponse, Problem> {
    owner.session.must_be_fresh(&state)?;
    let now = state.app.now();
    let new = NewMandate {
        producer: owner.producer,
        account: body.holder(state.app.db.read()).await?,
        scope: body.scope()?,
        basis: Basis::Code,
        evidence: None,
        paper: None,
        until: body.until(now)?,
    };
    write(&state, (&new, MINE), owner.actor).await
}

async fn write(
    state: &State,
    (new, root): (&NewMandate, &str),
    actor: Actor,
) -> Result<impl IntoResponse + use<>, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let tx = store::write(&app.db).await?;
    accounts::grant_mandate(&tx, new, actor, now).await?;
    market::calls::hand_on(&tx, new.producer, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let list = MandateList::read(app.db.read(), (new.producer, root), now).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(list)))
}

/// Take a mandate back; what was done under it stands. Its calls go to whoever is next.
#[utoipa::path(
    delete, path = "/api/v1/producer/mandates/{id}", tag = "producer",
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 204), (status = 403, description = "`forbidden`: not an owner"), (status = 404)),
)]
pub(crate) async fn revoke(
    Node(state): Node<State>,
    owner: OwnerOf,
    Path(mandate): Path<MandateId>,
) -> Result<StatusCode, Problem> {
    web::members::revoke(&state, &owner, mandate).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The paper that a mandate rests on.
#[utoipa::path(
    get, path = "/api/v1/producer/mandates/{id}/file", tag = "producer",
    params(("id" = String, Path, description = "man_…")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, description = "The file"), (status = 404)),
)]
pub(crate) async fn file(
    Node(state): Node<State>,
    member: Member,
    Path(mandate): Path<MandateId>,
) -> Result<Response, Problem> {
    paper(&state, (member.producer, mandate)).await
}

async fn paper(
    state: &State,
    (producer, mandate): (ProducerId, MandateId),
) -> Result<Response, Problem> {
    let found = accounts::find_mandate(state.app.db.read(), producer, mandate).await?;
    let (paper, media_type) = found.paper.ok_or_else(|| Problem::new(Code::NotFound))?;
    web::papers::serve(state, paper, &media_type).await
}

/// Which part of what was done.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    limit: Option<i64>,
    cursor: Option<String>,
}

/// What was done under a mandate of your producer, the newest first: orders, prices, counts, texts.
#[utoipa::path(
    get, path = "/api/v1/producer/mandates/{id}/acts", tag = "producer",
    params(("id" = String, Path, description = "man_…"), Part),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = AuditPage), (status = 404)),
)]
pub(crate) async fn acts(
    Node(state): Node<State>,
    member: Member,
    Path(mandate): Path<MandateId>,
    Query(part): Query<Part>,
) -> Result<impl IntoResponse, Problem> {
    let limit = Limit::parse(part.limit)?;
    accounts::find_mandate(state.app.db.read(), member.producer, mandate).await?;
    let of = ::audit::Of {
        mandate: Some(mandate),
        ..::audit::Of::default()
    };
    audit::page(&state, of, limit, part.cursor.as_deref()).await
}
