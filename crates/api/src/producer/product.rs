use axum::extract::State as Node;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use catalog::products;
use catalog::revisions::Patch;
use kernel::ProductId;
use web::who::{Editor, Member};
use web::{Json, Path, Problem, State, etag, if_match};

use super::view::ProductView;
use super::written::ProductPatch;

/// One of one's products, as its newest text says, with an `ETag`.
#[utoipa::path(
    get, path = "/api/v1/producer/products/{id}", tag = "producer",
    params(("id" = String, Path, description = "prd_…")),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = ProductView), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    member: Member,
    Path(id): Path<ProductId>,
) -> Result<impl IntoResponse, Problem> {
    answer(&state, &member, id).await
}

/// Change a product.
///
/// Its text goes into a draft, a new one where none is being written: what is on sale sells on
/// until the draft is submitted and approved. `fresh` and `max_transit_days` change at once.
#[utoipa::path(
    patch, path = "/api/v1/producer/products/{id}", tag = "producer", request_body = ProductPatch,
    params(
        ("id" = String, Path, description = "prd_…"),
        ("If-Match" = String, Header, description = "The ETag that was read"),
    ),
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 200, body = ProductView),
        (status = 412, description = "`stale`"),
        (status = 422, description = "`invalid`"),
        (status = 428, description = "`if_match_required`"),
    ),
)]
pub(crate) async fn edit(
    Node(state): Node<State>,
    Editor(member): Editor,
    Path(id): Path<ProductId>,
    headers: HeaderMap,
    Json(patch): Json<ProductPatch>,
) -> Result<impl IntoResponse, Problem> {
    let expected = if_match(&headers)?;
    let (patch, now) = (Patch::from(patch), state.app.now());
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        let (product, who) = ((member.producer, id), (member.actor, now));
        products::edit(&tx, product, expected, patch.clone(), who).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    answer(&state, &member, id).await
}

/// The product with its ETag.
pub(super) async fn answer(
    state: &State,
    member: &Member,
    id: ProductId,
) -> Result<impl IntoResponse + use<>, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let (version, view) = ProductView::load(db, member.producer, id, now).await?;
    Ok(([(header::ETAG, etag(version))], axum::Json(view)))
}
