//! A producer's papers: private, read by its members and the officials of its place alone.

use std::collections::BTreeMap;

use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use catalog::documents::{self, Document, DocumentKind, DocumentState, Gate, Needed};
use catalog::reviews::{self, ReviewKind};
use kernel::{Day, DocumentId, ProductId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::{Editor, Member};
use web::{Path, Problem, ReaderLang, State};

use super::view::Lies;
use crate::orders::NO_STORE;
use crate::uploads;

/// The form in which a paper comes.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "multipart is read field by field; this only describes it"
)]
pub(crate) struct DocumentForm {
    /// PDF, JPEG or PNG, up to 10 MB.
    #[schema(value_type = String, format = Binary)]
    file: String,
    /// `food_self_declaration`, `food_facility_certificate`, `test_report`,
    /// `alcohol_production_licence` …
    kind: String,
    number: String,
    #[schema(format = Date)]
    issued_on: String,
    /// By the law of its kind where it is not said.
    #[schema(format = Date)]
    expires_on: Option<String>,
    /// For which product, where it is for one: `prd_…`.
    product: Option<String>,
}

/// A paper, without its file.
#[derive(Serialize, ToSchema)]
#[schema(as = Document)]
pub(crate) struct DocumentView {
    #[schema(value_type = String)]
    id: DocumentId,
    #[schema(value_type = String)]
    kind: DocumentKind,
    number: String,
    #[schema(value_type = Option<String>, format = Date)]
    issued_on: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Day>,
    #[schema(value_type = Option<String>)]
    product: Option<ProductId>,
    /// `submitted`, `verified`, `rejected` or `lapsed`.
    #[schema(value_type = String)]
    state: DocumentState,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    media_type: String,
    /// The address of its file, which is private.
    file: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// To its producer: where it lies, or what was decided and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<Lies>,
}

/// A paper that the producer's goods ask for.
#[derive(Serialize, ToSchema)]
struct NeededView {
    #[schema(value_type = String)]
    kind: DocumentKind,
    /// `required` or `advised`.
    #[schema(value_type = String)]
    gate: Gate,
    basis: String,
    #[schema(format = Date)]
    from: String,
    /// What does in its place.
    #[schema(value_type = Vec<String>)]
    instead: Vec<DocumentKind>,
    /// Whether one is there that an official has verified.
    held: bool,
}

/// A producer's papers, and what its goods ask for.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentList {
    data: Vec<DocumentView>,
    needed: Vec<NeededView>,
}

impl From<Document> for DocumentView {
    fn from(document: Document) -> Self {
        Self {
            file: format!("/api/v1/producer/documents/{}/file", document.id),
            id: document.id,
            kind: document.kind,
            number: document.number,
            issued_on: document.issued_on,
            expires_on: document.expires_on,
            product: document.product,
            state: document.state,
            media_type: document.media_type,
            created_at: document.created_at,
            review: None,
        }
    }
}

impl DocumentView {
    fn answered(document: Document, review: Option<Lies>) -> Self {
        Self {
            review,
            ..Self::from(document)
        }
    }
}

/// The routes; the one of files takes larger bodies than the others.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(file))
        .layer(DefaultBodyLimit::max(uploads::PICTURE_FORM))
}

/// The producer's papers, the newest first, and what its goods ask for today.
#[utoipa::path(
    get, path = "/api/v1/producer/documents", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = DocumentList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    let (db, producer) = (state.app.db.read(), member.producer);
    let held = documents::list_of(db, producer).await?;
    let verified = |needed: &Needed| {
        held.iter()
            .any(|d| needed.is_met_by(d.kind) && d.state == DocumentState::Verified)
    };
    let needed = documents::needed_of(db, producer, state.app.clock.today()).await?;
    let needed = needed.into_iter().map(|needed| NeededView {
        held: verified(&needed),
        kind: needed.kind,
        instead: needed.instead,
        gate: needed.gate,
        basis: needed.basis.said(lang).to_owned(),
        from: needed.from,
    });
    let needed = needed.collect();
    let answers = reviews::of_producer(db, producer, ReviewKind::Document).await?;
    let mut answers: BTreeMap<_, _> = answers
        .into_iter()
        .map(|answer| (answer.0.subject, Lies::from(answer)))
        .collect();
    let view = |document: Document| {
        let review = answers.remove(&document.id.uuid());
        DocumentView::answered(document, review)
    };
    let list = DocumentList {
        needed,
        data: held.into_iter().map(view).collect(),
    };
    Ok((NO_STORE, axum::Json(list)))
}

/// Hand in a paper: it waits for an official.
#[utoipa::path(
    post, path = "/api/v1/producer/documents", tag = "producer",
    request_body(content = DocumentForm, content_type = "multipart/form-data"),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = DocumentView),
        (status = 413, description = "`too_large`: more than 10 MB"),
        (status = 415, description = "`unsupported_media_type`: not a PDF, JPEG or PNG"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn add(
    Node(state): Node<State>,
    Editor(member): Editor,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    let upload = uploads::file(form, "file").await?;
    let id = web::papers::hand_in(&state, &member, &upload).await?;
    let db = state.app.db.read();
    let view = DocumentView::answered(
        documents::find(db, id).await?,
        Lies::load(db, ReviewKind::Document, id.uuid()).await?,
    );
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)))
}

/// The file of one of the producer's papers.
#[utoipa::path(
    get, path = "/api/v1/producer/documents/{id}/file", tag = "producer",
    params(("id" = String, Path, description = "doc_…")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, description = "The file"), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn file(
    Node(state): Node<State>,
    member: Member,
    Path(id): Path<DocumentId>,
) -> Result<Response, Problem> {
    web::papers::of_producer(&state, member.producer, id).await
}
