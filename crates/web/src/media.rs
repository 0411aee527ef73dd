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
    let file = match state.app.media.open(id, size).await {
        Err(media::Error::NotFound) => return Err(gone(&state, id).await?),
        opened => opened?,
    };
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

/// Why there is no such file: of what an authority had taken down it is said.
async fn gone(state: &State, id: PictureId) -> Result<Problem, Problem> {
    let taken_down = catalog::pictures::is_taken_down(state.app.db.read(), id).await?;
    let code = if taken_down {
        Code::Gone
    } else {
        Code::NotFound
    };
    Ok(Problem::new(code))
}
