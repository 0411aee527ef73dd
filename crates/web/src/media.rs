//! The files of pictures. One never changes, so that whoever has it may keep it.

use axum::Router;
use axum::extract;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use kernel::PictureId;
use media::Size;

use crate::State;
use crate::extract::Path;
use crate::problem::{Code, Problem};

/// `/media/{id}/{file}`: `/media/img_…/800.webp`.
pub fn media() -> Router<State> {
    Router::new().route("/media/{id}/{file}", get(show))
}

/// The address of a picture's file.
pub fn picture_url(id: PictureId, size: Size) -> String {
    format!("/media/{id}/{}", size.file())
}

async fn show(
    extract::State(state): extract::State<State>,
    Path((id, file)): Path<(PictureId, String)>,
) -> Result<impl IntoResponse, Problem> {
    let size = Size::parse(&file).ok_or_else(|| Problem::new(Code::NotFound))?;
    let file = state.app.media.open(id, size).await?;
    Ok((
        [
            (header::CONTENT_TYPE, file.content_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; sandbox",
            ),
        ],
        file.bytes,
    ))
}
