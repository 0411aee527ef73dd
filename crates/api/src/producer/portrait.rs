//! The producer's face: a picture that an official looks at before buyers see it.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use catalog::portraits::{self, Portrait};
use catalog::producers;
use catalog::reviews::{self, ReviewKind};
use kernel::ProducerId;
use media::Size;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::{Editor, Member};
use web::{Problem, State, picture_url};

use super::view::Lies;
use crate::uploads::{PICTURE_FORM, PictureForm};

/// A producer's face.
#[derive(Serialize, ToSchema)]
pub(crate) struct PortraitView {
    /// What everybody sees: its address, 800 pixels; `320.webp`, `1600.webp` and `1200.jpg` lie
    /// beside it.
    shown: Option<String>,
    /// What an official has yet to look at.
    waiting: Option<String>,
    /// Where it lies, or what became of the last one that waited.
    review: Option<Lies>,
}

/// The routes; the one of the picture takes larger bodies than the others.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(show, hand_in, remove))
        .layer(DefaultBodyLimit::max(PICTURE_FORM))
}

/// The picture that shows one's producer.
#[utoipa::path(
    get, path = "/api/v1/producer/portrait", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = PortraitView), (status = 403, description = "`forbidden`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    member: Member,
) -> Result<axum::Json<PortraitView>, Problem> {
    view(&state, member.producer).await
}

/// Hand in a picture that shows one's producer.
///
/// While the application is open it belongs to it; afterwards it waits for an official, as a changed
/// text does, and what was shown before is shown until then. One that waited is taken back.
#[utoipa::path(
    post, path = "/api/v1/producer/portrait", tag = "producer",
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = PortraitView),
        (status = 409, description = "`conflict`: the application waits or was refused, or too many were kept"),
        (status = 413, description = "`too_large`: more than 16 MB"),
        (status = 415, description = "`unsupported_media_type`: not a JPEG, PNG or WebP"),
        (status = 422, description = "`invalid`: damaged, or too many pixels"),
    ),
)]
pub(crate) async fn hand_in(
    Node(state): Node<State>,
    Editor(member): Editor,
    form: Result<Multipart, MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    let upload = web::portraits::read(form).await?;
    web::portraits::hand_in(&state, &member, upload.bytes).await?;
    Ok((StatusCode::CREATED, view(&state, member.producer).await?))
}

/// Take the picture away: the one that is shown and the one that waits. Where there is none, it
/// stays so.
#[utoipa::path(
    delete, path = "/api/v1/producer/portrait", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 204), (status = 403, description = "`forbidden`")),
)]
pub(crate) async fn remove(
    Node(state): Node<State>,
    Editor(member): Editor,
) -> Result<StatusCode, Problem> {
    let now = state.app.now();
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        portraits::remove(&tx, member.producer, (member.actor, now)).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn view(state: &State, producer: ProducerId) -> Result<axum::Json<PortraitView>, Problem> {
    let db = state.app.db.read();
    let Portrait { shown, waiting } = producers::find(db, producer).await?.portrait;
    let answers = reviews::of_producer(db, producer, ReviewKind::Portrait).await?;
    let address = |id| picture_url(id, Size::Medium);
    Ok(axum::Json(PortraitView {
        shown: shown.map(address),
        waiting: waiting.map(address),
        review: answers.into_iter().next().map(Lies::from),
    }))
}
