//! A producer passes to a new owner: an official says so, on the strength of a paper.

use std::collections::HashMap;

use accounts::HandOver;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, HandOverId, ProducerId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::{Member, Official};
use web::{Code, Path, Problem, State};

use super::view::NO_STORE;
use crate::uploads;

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
    official.must_cover(&state, producer).await?;
    let upload = uploads::file(form, "file").await?;
    web::hand_overs::hand_over(&state, &official, producer, &upload).await?;
    Ok((StatusCode::CREATED, listed(&state, producer).await?))
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
    official.must_cover(&state, producer).await?;
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
    official.must_cover(&state, producer).await?;
    let found = accounts::find_hand_over(state.app.db.read(), id).await?;
    let passed = found.filter(|passed| passed.producer == producer);
    let passed = passed.ok_or_else(|| Problem::new(Code::NotFound))?;
    web::papers::serve(&state, passed.paper, &passed.media_type).await
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
