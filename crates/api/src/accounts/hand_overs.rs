//! A producer passes to a new owner: an official says so, on the strength of a paper.

use std::collections::HashMap;

use accounts::{HAND_OVER_REASONS, HandOver, Login, NewHandOver};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, DocumentId, HandOverId, ProducerId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::{Member, Official};
use web::{Code, Path, Problem, State};

use super::view::NO_STORE;
use crate::uploads::{self, Upload};

/// The form of a hand-over.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "multipart is read field by field; this only describes it"
)]
pub(crate) struct HandOverForm {
    /// The paper: PDF, JPEG or PNG, at most 10 MB.
    #[schema(value_type = String, format = Binary)]
    file: String,
    /// `death`, `sale`, `new_representative`, `lost_access` or `other`.
    reason_code: String,
    /// The new owner's account; or `login` and `name`.
    account: Option<String>,
    /// The new owner's e-mail or phone: the account that has proven it, else a new one, which a
    /// sign-in code or a card opens.
    login: Option<String>,
    /// What a new account's person is called.
    name: Option<String>,
}

/// Somebody on one of the two sides.
#[derive(Serialize, ToSchema)]
struct Side {
    #[schema(value_type = String)]
    account: AccountId,
    name: String,
}

/// A producer's passing to a new owner.
#[derive(Serialize, ToSchema)]
#[schema(as = HandOver)]
pub(crate) struct HandOverView {
    #[schema(value_type = String)]
    id: HandOverId,
    from: Vec<Side>,
    to: Side,
    reason_code: String,
    decided_by: Side,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The address of the paper, for officials; it is private.
    file: String,
}

/// The passings of a producer, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandOverList {
    data: Vec<HandOverView>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// The routes; those of files take larger bodies than the others.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(file))
        .routes(routes!(list_mine))
        .layer(DefaultBodyLimit::max(uploads::PICTURE_FORM))
}

/// Pass a producer of the official's area to a new owner, with a paper.
///
/// The owners before cease to be members; their mandates and invitations end; both sides are told
/// by every channel. Nobody hands a producer to themselves, or away from themselves. Asks for a
/// fresh sign-in.
#[utoipa::path(
    post, path = "/api/v1/admin/producers/{id}/hand-overs", tag = "admin",
    request_body(content = HandOverForm, content_type = "multipart/form-data"),
    params(("id" = String, Path, description = "The producer")),
    extensions(("x-policy" = json!("official"))),
    responses(
        (status = 201, body = HandOverList),
        (status = 403, description = "`forbidden`: one's own affair; `reauthentication_required`"),
        (status = 404, description = "`not_found`: also in another area"),
        (status = 409, description = "`conflict`: they are the only owner already"),
        (status = 415, description = "`unsupported_media_type`: not a PDF, JPEG or PNG"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn add(
    Node(state): Node<State>,
    official: Official,
    Path(producer): Path<ProducerId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    official.session.must_be_fresh(&state)?;
    must_cover(&state, &official, producer).await?;
    let upload = uploads::file(form, "file").await?;
    let (app, now) = (&state.app, state.app.now());
    let said = Said::parse(&upload)?;
    let (paper, media_type) = (DocumentId::new(now), media::paper_type(&upload.bytes)?);
    // The file first: a row never names one that is not there.
    app.media.keep_paper(paper, upload.bytes.clone()).await?;
    let tx = store::write(&app.db).await?;
    let to = match &said.to {
        To::Account(account) => *account,
        To::Login(login, name) => accounts::account_for(&tx, (name, login), now).await?,
    };
    let new = NewHandOver {
        producer,
        to,
        reason: said.reason,
        paper,
        media_type,
    };
    accounts::hand_over(&tx, &new, official.actor, now).await?;
    market::calls::hand_on(&tx, producer, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok((StatusCode::CREATED, listed(&state, producer).await?))
}

struct Said {
    to: To,
    reason: String,
}

enum To {
    Account(AccountId),
    Login(Login, String),
}

impl Said {
    fn parse(upload: &Upload) -> Result<Self, Problem> {
        let reason = upload.text("reason_code").unwrap_or_default();
        if !HAND_OVER_REASONS.contains(&reason) {
            return Err(Problem::field("/reason_code", "unknown_value"));
        }
        let to = match (upload.text("account"), upload.text("login")) {
            (Some(account), None) => {
                let account = account.parse();
                To::Account(account.map_err(|_id| Problem::field("/account", "invalid"))?)
            }
            (None, Some(login)) => {
                let login =
                    Login::parse(login).ok_or_else(|| Problem::field("/login", "invalid"))?;
                To::Login(login, upload.text("name").unwrap_or_default().to_owned())
            }
            (None, None) => return Err(Problem::field("/login", "required")),
            (Some(_), Some(_)) => return Err(Problem::field("/login", "invalid")),
        };
        Ok(Self {
            to,
            reason: reason.to_owned(),
        })
    }
}

/// The passings of a producer of the official's area, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/producers/{id}/hand-overs", tag = "admin",
    params(("id" = String, Path, description = "The producer")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = HandOverList), (status = 404)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    official: Official,
    Path(producer): Path<ProducerId>,
) -> Result<impl IntoResponse, Problem> {
    must_cover(&state, &official, producer).await?;
    listed(&state, producer).await
}

/// The passings of your producer, the newest first.
#[utoipa::path(
    get, path = "/api/v1/producer/hand-overs", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = HandOverList)),
)]
pub(crate) async fn list_mine(
    Node(state): Node<State>,
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    listed(&state, member.producer).await
}

/// The paper that a passing rests on.
#[utoipa::path(
    get, path = "/api/v1/admin/producers/{id}/hand-overs/{hand_over}/file", tag = "admin",
    params(("id" = String, Path, description = "The producer"), ("hand_over" = String, Path, description = "hov_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, description = "The file"), (status = 404)),
)]
pub(crate) async fn file(
    Node(state): Node<State>,
    official: Official,
    Path((producer, id)): Path<(ProducerId, HandOverId)>,
) -> Result<Response, Problem> {
    must_cover(&state, &official, producer).await?;
    let found = accounts::find_hand_over(state.app.db.read(), id).await?;
    let passed = found.filter(|passed| passed.producer == producer);
    let passed = passed.ok_or_else(|| Problem::new(Code::NotFound))?;
    web::papers::serve(&state, passed.paper, &passed.media_type).await
}

pub(super) async fn must_cover(
    state: &State,
    official: &Official,
    producer: ProducerId,
) -> Result<(), Problem> {
    let places = catalog::places(state.app.db.read(), &[producer]).await?;
    let covered = places
        .iter()
        .any(|place| official.covers(&place.province, &place.commune));
    if covered {
        return Ok(());
    }
    Err(Problem::new(Code::NotFound))
}

async fn listed(state: &State, producer: ProducerId) -> Result<impl IntoResponse + use<>, Problem> {
    let db = state.app.db.read();
    let found = accounts::list_hand_overs(db, producer).await?;
    let people = |passed: &HandOver| {
        let sides = [passed.to, passed.decided_by];
        passed.from.iter().copied().chain(sides).collect::<Vec<_>>()
    };
    let people: Vec<AccountId> = found.iter().flat_map(people).collect();
    let names = accounts::names(db, &people).await?;
    let list = HandOverList {
        data: found.into_iter().map(|one| view(one, &names)).collect(),
        has_more: false,
        next_cursor: None,
    };
    Ok((NO_STORE, axum::Json(list)))
}

fn view(passed: HandOver, names: &HashMap<AccountId, String>) -> HandOverView {
    let side = |account| Side {
        account,
        name: names.get(&account).cloned().unwrap_or_default(),
    };
    let (producer, id) = (passed.producer, passed.id);
    HandOverView {
        id,
        from: passed.from.into_iter().map(side).collect(),
        to: side(passed.to),
        reason_code: passed.reason,
        decided_by: side(passed.decided_by),
        at: passed.at,
        file: format!("/api/v1/admin/producers/{producer}/hand-overs/{id}/file"),
    }
}
