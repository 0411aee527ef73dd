//! Mandates that an official writes down: given on paper, whose file is kept, or in a call.

use accounts::{Basis, NewMandate};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::response::{IntoResponse, Response};
use kernel::{DocumentId, MandateId, ProducerId, Timestamp};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::uploads::Texts;
use web::who::Official;
use web::{Path, Problem, State};

use super::{MandateList, NO_STORE, NewMandateBody, paper, write};
use crate::uploads;

/// The form of a mandate.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "multipart is read field by field; this only describes it"
)]
pub(crate) struct MandateForm {
    /// The signed paper: PDF, JPEG or PNG, at most 10 MB. Needed where it rests on one.
    #[schema(value_type = Option<String>, format = Binary)]
    file: Option<String>,
    /// `paper` or `call`.
    basis: String,
    /// Where the paper lies, or who was called when; needed for a call.
    evidence: Option<String>,
    /// `orders`, `listings` or `all`.
    scope: String,
    /// The holder's account; or `login`.
    account: Option<String>,
    /// The holder's proven e-mail or phone.
    login: Option<String>,
    /// Until when; without it, until it is revoked.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<String>,
}

/// The routes; those of files take larger bodies than the others.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(file))
        .layer(DefaultBodyLimit::max(uploads::PICTURE_FORM))
}

fn root(producer: ProducerId) -> String {
    format!("/api/v1/admin/producers/{producer}/mandates")
}

/// The mandates of a producer of the official's area, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/producers/{id}/mandates", tag = "admin",
    params(("id" = String, Path, description = "The producer")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = MandateList), (status = 404)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    official: Official,
    Path(producer): Path<ProducerId>,
) -> Result<impl IntoResponse, Problem> {
    official.must_cover(&state, producer).await?;
    let (app, root) = (&state.app, root(producer));
    let list = MandateList::read(app.db.read(), (producer, &root), app.now()).await?;
    Ok((NO_STORE, axum::Json(list)))
}

/// Write down a mandate that a producer of the official's area gave on paper or by telephone.
#[utoipa::path(
    post, path = "/api/v1/admin/producers/{id}/mandates", tag = "admin",
    request_body(content = MandateForm, content_type = "multipart/form-data"),
    params(("id" = String, Path, description = "The producer")),
    extensions(("x-policy" = json!("official"))),
    responses(
        (status = 201, body = MandateList),
        (status = 403, description = "`forbidden`: nobody who serves the market holds a mandate"),
        (status = 404, description = "`not_found`: also in another area"),
        (status = 415, description = "`unsupported_media_type`: not a PDF, JPEG or PNG"),
        (status = 422, description = "`invalid`: a paper needs its `file`, a call its `evidence`"),
    ),
)]
pub(crate) async fn add(
    Node(state): Node<State>,
    official: Official,
    Path(producer): Path<ProducerId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    official.must_cover(&state, producer).await?;
    let (file, texts) = web::uploads::fields(form, "file").await?;
    let (app, now) = (&state.app, state.app.now());
    let body = said(&texts)?;
    let basis = basis(&texts)?;
    let evidence = texts.text("evidence").map(kernel::text::clean);
    let paper = match (basis, file) {
        (Basis::Paper, None) => return Err(Problem::field("/file", "required")),
        (_call, None) => None,
        (_basis, Some(bytes)) => Some((bytes.clone(), media::paper_type(&bytes)?)),
    };
    match &evidence {
        None if paper.is_none() => return Err(Problem::field("/evidence", "required")),
        Some(said) if said.chars().count() > 300 => {
            return Err(Problem::field("/evidence", "invalid"));
        }
        _ => {}
    }
    let new = NewMandate {
        producer,
        account: body.holder(app.db.read()).await?,
        scope: body.scope()?,
        basis,
        evidence,
        paper: paper
            .as_ref()
            .map(|(_, media_type)| (DocumentId::new(now), *media_type)),
        until: body.until(now)?,
    };
    // The file first: a row never names one that is not there.
    if let (Some((bytes, _)), Some((id, _))) = (paper, new.paper) {
        app.media.keep_paper(id, bytes).await?;
    }
    write(&state, (&new, &root(producer)), official.actor).await
}

fn said(texts: &Texts) -> Result<NewMandateBody, Problem> {
    let account = texts.text("account").map(str::parse).transpose();
    let until = texts.text("until").map(str::parse::<Timestamp>).transpose();
    Ok(NewMandateBody {
        account: account.map_err(|_id| Problem::field("/account", "invalid"))?,
        login: texts.text("login").map(str::to_owned),
        scope: texts.text("scope").unwrap_or_default().to_owned(),
        until: until.map_err(|_time| Problem::field("/until", "invalid"))?,
    })
}

/// What an official writes down rests on something that can be looked at.
fn basis(texts: &Texts) -> Result<Basis, Problem> {
    let basis = texts.text("basis").and_then(Basis::parse);
    basis
        .filter(|basis| *basis != Basis::Code)
        .ok_or_else(|| Problem::field("/basis", "unknown_value"))
}

/// The paper that a mandate rests on.
#[utoipa::path(
    get, path = "/api/v1/admin/producers/{id}/mandates/{mandate}/file", tag = "admin",
    params(("id" = String, Path, description = "The producer"), ("mandate" = String, Path, description = "man_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, description = "The file"), (status = 404)),
)]
pub(crate) async fn file(
    Node(state): Node<State>,
    official: Official,
    Path(of): Path<(ProducerId, MandateId)>,
) -> Result<Response, Problem> {
    official.must_cover(&state, of.0).await?;
    paper(&state, of).await
}
