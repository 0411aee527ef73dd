use axum::extract::State as Node;
use axum::response::Response;
use catalog::documents;
use kernel::DocumentId;
use web::who::Official;
use web::{Code, Path, Problem, State};

use crate::producer::documents::serve;

/// The file of a paper of one's area.
#[utoipa::path(
    get, path = "/api/v1/admin/documents/{id}/file", tag = "admin",
    params(("id" = String, Path, description = "doc_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, description = "The file"), (status = 404, description = "`not_found`: also in another area")),
)]
pub(crate) async fn file(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<DocumentId>,
) -> Result<Response, Problem> {
    let document = documents::find(state.app.db.read(), id).await?;
    let (province, commune) = &document.place;
    if !official.covers(province, commune) {
        return Err(Problem::new(Code::NotFound));
    }
    serve(&state, document).await
}
