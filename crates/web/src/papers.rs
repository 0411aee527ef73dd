//! The files of papers: private, asked for by whoever may read the paper.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use kernel::DocumentId;

use crate::State;
use crate::problem::{Code, Problem};
use crate::who::Official;

/// A paper's file, as a download that nothing may run in.
pub async fn serve(state: &State, id: DocumentId, media_type: &str) -> Result<Response, Problem> {
    let bytes = state.app.media.open_paper(id).await?;
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// The file of a paper of the official's area; elsewhere it does not exist.
pub async fn of_area(
    state: &State,
    official: &Official,
    id: DocumentId,
) -> Result<Response, Problem> {
    let document = catalog::documents::find(state.app.db.read(), id).await?;
    let (province, commune) = &document.place;
    if !official.covers(province, commune) {
        return Err(Problem::new(Code::NotFound));
    }
    serve(state, document.id, &document.media_type).await
}
