//! A producer's papers: private, read by its members and the officials of its place alone.

use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use catalog::documents::{self, Document, DocumentKind, DocumentState, Gate, NewDocument};
use kernel::{Day, DocumentId, ProductId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::{Editor, Member};
use web::{Code, Path, Problem, State};

use crate::orders::NO_STORE;
use crate::uploads::{self, Upload};

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
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    let (db, producer) = (state.app.db.read(), member.producer);
    let held = documents::list_of(db, producer).await?;
    let verified = |kind| {
        held.iter()
            .any(|d| d.kind == kind && d.state == DocumentState::Verified)
    };
    let needed = documents::needed_of(db, producer, state.app.clock.today()).await?;
    let needed = needed.into_iter().map(|needed| NeededView {
        held: verified(needed.kind),
        kind: needed.kind,
        gate: needed.gate,
        basis: needed.basis,
        from: needed.from,
    });
    let list = DocumentList {
        needed: needed.collect(),
        data: held.into_iter().map(DocumentView::from).collect(),
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
    let (app, now) = (&state.app, state.app.now());
    let new = written(&upload, DocumentId::new(now))?;
    let id = new.id;
    // The file first: a row never names one that is not there.
    app.media.keep_paper(id, upload.bytes.clone()).await?;
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        documents::add(&tx, member.producer, new.clone(), member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    let document = documents::find(app.db.read(), id).await?;
    let view = DocumentView::from(document);
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)))
}

/// What stands in the form, or every field that is wrong.
fn written(upload: &Upload, id: DocumentId) -> Result<NewDocument, Problem> {
    let media_type = media::paper_type(&upload.bytes)?;
    let kind = upload.text("kind").and_then(DocumentKind::parse);
    let day = |field: &str| match upload.text(field) {
        None => Ok(None),
        Some(text) => {
            let day = text.parse::<Day>();
            day.map(Some)
                .map_err(|_not_a_day| Problem::field(format!("/{field}"), "invalid"))
        }
    };
    let product = match upload.text("product").map(str::parse::<ProductId>) {
        None => None,
        Some(Ok(product)) => Some(product),
        Some(Err(_other)) => return Err(Problem::field("/product", "not_there")),
    };
    Ok(NewDocument {
        id,
        product,
        kind: kind.ok_or_else(|| Problem::field("/kind", "not_there"))?,
        number: upload.text("number").unwrap_or_default().to_owned(),
        issued_on: day("issued_on")?.ok_or_else(|| Problem::field("/issued_on", "required"))?,
        expires_on: day("expires_on")?,
        media_type,
    })
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
    let document = documents::find(state.app.db.read(), id).await?;
    if document.producer != member.producer {
        return Err(Problem::new(Code::NotFound));
    }
    serve(&state, document).await
}

/// A paper's file, as a download that nothing may run in.
pub(crate) async fn serve(state: &State, document: Document) -> Result<Response, Problem> {
    web::papers::serve(state, document.id, &document.media_type).await
}
