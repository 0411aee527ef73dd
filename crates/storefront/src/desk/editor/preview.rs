//! The listing as buyers will see it.

use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, ProductId};
use web::who::Session;
use web::{Path, Problem, State};

use crate::desk::acting::own_product;
use crate::desk::listings::one;
use crate::shell::personal;
use crate::shop::listing::preview;

/// The page of the text that is worked on.
pub(super) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<ProductId>,
) -> Result<Response, Problem> {
    let member = own_product(&state, &session, id).await?;
    let whose = (member.producer, id);
    let listing = catalog::shelf::preview(state.app.db.read(), whose, state.app.now()).await?;
    let page = preview(&state, lang, &listing, one(lang, id)).await?;
    personal(StatusCode::OK, &page)
}
