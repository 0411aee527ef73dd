use axum::extract::State as Node;
use axum::response::{IntoResponse, Response};
use catalog::documents;
use kernel::{DocumentId, ProducerId};
use serde::Serialize;
use utoipa::ToSchema;
use web::who::Official;
use web::{Path, Problem, State};

use crate::orders::NO_STORE;
use crate::producer::documents::DocumentView;

/// So many days ahead, what ends is listed.
const AHEAD: i64 = 30;

/// A paper that ends soon, and whose it is.
#[derive(Serialize, ToSchema)]
struct EndingPaper {
    #[schema(value_type = String)]
    producer: ProducerId,
    producer_name: String,
    #[serde(flatten)]
    document: DocumentView,
}

/// Papers that end soon.
#[derive(Serialize, ToSchema)]
pub(crate) struct EndingPapers {
    data: Vec<EndingPaper>,
}

/// The verified papers of the official's area that end within thirty days, the first at the top.
#[utoipa::path(
    get, path = "/api/v1/admin/documents/ending", tag = "admin",
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = EndingPapers)),
)]
pub(crate) async fn ending(
    Node(state): Node<State>,
    official: Official,
) -> Result<impl IntoResponse, Problem> {
    let today = state.app.clock.today();
    let until = (today, today.plus_days(AHEAD));
    let found = documents::ending(state.app.db.read(), &official.decider(), until).await?;
    let view = |(document, producer_name): (documents::Document, String)| EndingPaper {
        producer: document.producer,
        producer_name,
        document: DocumentView::from(document),
    };
    let data = found.into_iter().map(view).collect();
    Ok((NO_STORE, axum::Json(EndingPapers { data })))
}

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
    web::papers::of_area(&state, &official, id).await
}
