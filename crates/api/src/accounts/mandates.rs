//! Acting for a producer: who may, on what it rests, until when.

use accounts::{Basis, Login, NewMandate, Scope};
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{AccountId, Actor, MandateId, ProducerId, Timestamp};
use serde::{Deserialize, Serialize};
use store::ConnectionTrait;
use utoipa::ToSchema;
use web::who::{Member, Official, OwnerOf};
use web::{Code, Json, Path, Problem, State};

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
    /// The paper, or the call that it was given in.
    evidence: Option<String>,
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
    async fn read(
        db: &impl ConnectionTrait,
        producer: ProducerId,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let view = |row: accounts::MandateRow| MandateView {
            active: row.revoked_at.is_none() && row.until.is_none_or(|until| until > now),
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
    let list = MandateList::read(app.db.read(), member.producer, app.now()).await?;
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
    /// `paper` or `call`; the producer's own word needs none.
    basis: Option<String>,
    /// Where the signed paper lies, or who was called when: needed where an official writes it down.
    evidence: Option<String>,
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

    /// What an official writes down rests on something that can be looked at.
    fn basis(&self) -> Result<(Basis, String), Problem> {
        let basis = self.basis.as_deref().and_then(Basis::parse);
        let basis = basis
            .filter(|basis| *basis != Basis::Code)
            .ok_or_else(|| Problem::field("/basis", "unknown_value"))?;
        let evidence = self.evidence.as_deref().map(kernel::text::clean);
        match evidence {
            Some(evidence) if (1..=300).contains(&evidence.chars().count()) => {
                Ok((basis, evidence))
            }
            _ => Err(Problem::field("/evidence", "required")),
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
        until: body.until(now)?,
    };
    write(&state, &new, owner.actor).await
}

/// Write down a mandate that a producer of the official's area gave on paper or by telephone.
#[utoipa::path(
    post, path = "/api/v1/admin/producers/{id}/mandates", tag = "admin", request_body = NewMandateBody,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("official"))),
    responses(
        (status = 201, body = MandateList),
        (status = 403, description = "`forbidden`: nobody who serves the market holds a mandate"),
        (status = 404, description = "`not_found`: also in another area"),
        (status = 422, description = "`invalid`: `evidence` is needed"),
    ),
)]
pub(crate) async fn write_down(
    Node(state): Node<State>,
    official: Official,
    Path(producer): Path<ProducerId>,
    Json(body): Json<NewMandateBody>,
) -> Result<impl IntoResponse, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let places = catalog::places(db, &[producer]).await?;
    if !places
        .iter()
        .any(|place| official.covers(&place.province, &place.commune))
    {
        return Err(Problem::new(Code::NotFound));
    }
    let (basis, evidence) = body.basis()?;
    let new = NewMandate {
        producer,
        account: body.holder(db).await?,
        scope: body.scope()?,
        basis,
        evidence: Some(evidence),
        until: body.until(now)?,
    };
    write(&state, &new, official.actor).await
}

async fn write(
    state: &State,
    new: &NewMandate,
    actor: Actor,
) -> Result<impl IntoResponse + use<>, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let tx = store::write(&app.db).await?;
    accounts::grant_mandate(&tx, new, actor, now).await?;
    market::calls::hand_on(&tx, new.producer, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let list = MandateList::read(app.db.read(), new.producer, now).await?;
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
