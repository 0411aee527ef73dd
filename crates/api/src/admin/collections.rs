//! Collections that officials put together.

use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use catalog::collections::{self, Collection, Draft, Kind, Member};
use kernel::{CollectionId, Day, ProducerId, ProductId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::Official;
use web::{Json, Path, Problem, State};

use crate::orders::NO_STORE;

/// What is said of a collection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CollectionBody {
    /// `regional_brand`, `season`, `fair` or `campaign`.
    #[schema(value_type = String)]
    kind: Kind,
    title: String,
    /// From when it is shown.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Until when, that day included.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Day>,
}

/// A product in a collection.
#[derive(Serialize, ToSchema)]
struct CollectedProduct {
    #[schema(value_type = String)]
    id: ProductId,
    name: String,
    #[schema(value_type = String)]
    producer: ProducerId,
    producer_name: String,
}

/// A collection with its products in their order.
#[derive(Serialize, ToSchema)]
#[schema(as = Collection)]
pub(crate) struct CollectionView {
    #[schema(value_type = String)]
    id: CollectionId,
    #[schema(value_type = String)]
    kind: Kind,
    title: String,
    province_code: Option<String>,
    commune_code: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Day>,
    products: Vec<CollectedProduct>,
}

/// Collections by their titles.
#[derive(Serialize, ToSchema)]
pub(crate) struct CollectionList {
    data: Vec<CollectionView>,
}

impl From<Collection> for CollectionView {
    fn from(collection: Collection) -> Self {
        let product = |member: Member| CollectedProduct {
            id: member.id,
            name: member.name,
            producer: member.producer,
            producer_name: member.producer_name,
        };
        Self {
            id: collection.id,
            kind: collection.kind,
            title: collection.title,
            province_code: collection.province_code,
            commune_code: collection.commune_code,
            from: collection.from,
            until: collection.until,
            products: collection.products.into_iter().map(product).collect(),
        }
    }
}

impl CollectionBody {
    fn draft(self) -> Draft {
        Draft {
            kind: self.kind,
            title: self.title,
            from: self.from,
            until: self.until,
        }
    }
}

/// The collections that are shown today.
#[utoipa::path(
    get, path = "/api/v1/collections", tag = "shop",
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, body = CollectionList)),
)]
pub(crate) async fn shown(Node(state): Node<State>) -> Result<impl IntoResponse, Problem> {
    let today = state.app.clock.today();
    let found = collections::running(state.app.db.read(), today).await?;
    let data = found.into_iter().map(CollectionView::from).collect();
    Ok(axum::Json(CollectionList { data }))
}

/// The collections of the official's area.
#[utoipa::path(
    get, path = "/api/v1/admin/collections", tag = "admin",
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = CollectionList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    official: Official,
) -> Result<impl IntoResponse, Problem> {
    let found = collections::of_area(state.app.db.read(), &official.decider()).await?;
    let data = found.into_iter().map(CollectionView::from).collect();
    Ok((NO_STORE, axum::Json(CollectionList { data })))
}

/// Begin a collection in one's area.
#[utoipa::path(
    post, path = "/api/v1/admin/collections", tag = "admin", request_body = CollectionBody,
    extensions(("x-policy" = json!("official"))),
    responses((status = 201, body = CollectionView), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn create(
    Node(state): Node<State>,
    official: Official,
    Json(body): Json<CollectionBody>,
) -> Result<impl IntoResponse, Problem> {
    let (who, now, draft) = (official.decider(), state.app.now(), body.draft());
    let tx = store::write(&state.app.db).await?;
    let id = collections::create(&tx, &who, draft, now).await?;
    let made = collections::in_area(&tx, &who, id).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok((
        StatusCode::CREATED,
        NO_STORE,
        axum::Json(CollectionView::from(made)),
    ))
}

/// Change what is said of a collection of one's area.
#[utoipa::path(
    put, path = "/api/v1/admin/collections/{id}", tag = "admin", request_body = CollectionBody,
    params(("id" = String, Path, description = "col_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = CollectionView), (status = 404), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn edit(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<CollectionId>,
    Json(body): Json<CollectionBody>,
) -> Result<impl IntoResponse, Problem> {
    let (who, now, draft) = (official.decider(), state.app.now(), body.draft());
    let tx = store::write(&state.app.db).await?;
    collections::edit(&tx, &who, id, draft, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    view(&state, &official, id).await
}

/// Put a product of one's area into a collection: on sale, with a star that holds.
#[utoipa::path(
    put, path = "/api/v1/admin/collections/{id}/products/{product}", tag = "admin",
    params(("id" = String, Path, description = "col_…"), ("product" = String, Path, description = "prd_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = CollectionView), (status = 404), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn put(
    Node(state): Node<State>,
    official: Official,
    Path((id, product)): Path<(CollectionId, ProductId)>,
) -> Result<impl IntoResponse, Problem> {
    let tx = store::write(&state.app.db).await?;
    collections::put(&tx, &official.decider(), (id, product), state.app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    view(&state, &official, id).await
}

/// Take a product out of a collection.
#[utoipa::path(
    delete, path = "/api/v1/admin/collections/{id}/products/{product}", tag = "admin",
    params(("id" = String, Path, description = "col_…"), ("product" = String, Path, description = "prd_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = CollectionView), (status = 404)),
)]
pub(crate) async fn take(
    Node(state): Node<State>,
    official: Official,
    Path((id, product)): Path<(CollectionId, ProductId)>,
) -> Result<impl IntoResponse, Problem> {
    let tx = store::write(&state.app.db).await?;
    collections::take(&tx, &official.decider(), (id, product), state.app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    view(&state, &official, id).await
}

async fn view(
    state: &State,
    official: &Official,
    id: CollectionId,
) -> Result<impl IntoResponse + use<>, Problem> {
    let found = collections::in_area(state.app.db.read(), &official.decider(), id).await?;
    Ok((NO_STORE, axum::Json(CollectionView::from(found))))
}
