//! Scans of the decisions that certificates rest on.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::CertificateId;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::{Editor, Member, Official};
use web::{Path, Problem, State, scans};

use crate::uploads::{PICTURE_FORM, file};

/// The form in which a scan comes.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "multipart is read field by field; this only describes it"
)]
pub(crate) struct ScanForm {
    /// PDF, JPEG or PNG, up to 10 MB.
    #[schema(value_type = String, format = Binary)]
    file: String,
}

/// The routes, which take larger bodies than the others.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(own, hand_in))
        .routes(routes!(of_area, keep))
        .layer(DefaultBodyLimit::max(PICTURE_FORM))
}

/// Hand in a scan of what one claims, while no official has verified it.
#[utoipa::path(
    post, path = "/api/v1/producer/certificates/{id}/scan", tag = "producer",
    params(("id" = String, Path, description = "cer_…")),
    request_body(content = ScanForm, content_type = "multipart/form-data"),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 204),
        (status = 404, description = "`not_found`: also where another claims it"),
        (status = 409, description = "`conflict`: an official has decided on it"),
        (status = 413, description = "`too_large`: more than 10 MB"),
        (status = 415, description = "`unsupported_media_type`: not a PDF, JPEG or PNG"),
    ),
)]
pub(crate) async fn hand_in(
    Node(state): Node<State>,
    Editor(member): Editor,
    Path(id): Path<CertificateId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    let scan = file(form, "file").await?.bytes;
    scans::hand_in(&state, &member, id, scan).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The scan of what one claims.
#[utoipa::path(
    get, path = "/api/v1/producer/certificates/{id}/scan", tag = "producer",
    params(("id" = String, Path, description = "cer_…")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, description = "The file"), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn own(
    Node(state): Node<State>,
    member: Member,
    Path(id): Path<CertificateId>,
) -> Result<Response, Problem> {
    scans::of_producer(&state, &member, id).await
}

/// Keep a scan of the decision that a certificate of one's area rests on.
#[utoipa::path(
    post, path = "/api/v1/admin/certificates/{id}/scan", tag = "admin",
    params(("id" = String, Path, description = "cer_…")),
    request_body(content = ScanForm, content_type = "multipart/form-data"),
    extensions(("x-policy" = json!("official"))),
    responses(
        (status = 204),
        (status = 403, description = "`forbidden`: one's own work, or a higher level decides"),
        (status = 404, description = "`not_found`: also in another area"),
        (status = 413, description = "`too_large`: more than 10 MB"),
        (status = 415, description = "`unsupported_media_type`: not a PDF, JPEG or PNG"),
    ),
)]
pub(crate) async fn keep(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<CertificateId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    let scan = file(form, "file").await?.bytes;
    scans::keep(&state, &official, id, scan).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The scan of the decision that a certificate of one's area rests on.
#[utoipa::path(
    get, path = "/api/v1/admin/certificates/{id}/scan", tag = "admin",
    params(("id" = String, Path, description = "cer_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, description = "The file"), (status = 404, description = "`not_found`: also in another area")),
)]
pub(crate) async fn of_area(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<CertificateId>,
) -> Result<Response, Problem> {
    scans::of_area(&state, &official, id).await
}
