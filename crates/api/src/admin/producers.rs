//! The producers of an official's area, whatever their state.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use catalog::producers::{self, Known, ProducerStatus, Wanted};
use catalog::products::{self, ProductStatus};
use kernel::{Cursor, Limit, PageError, ProducerId, ProductId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::Official;
use web::{Path, Problem, Query, State};

use crate::orders::NO_STORE;
use crate::schema::page;

/// Which producers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// `submitted`, `changes_requested`, `approved`, `rejected` or `suspended`.
    #[param(value_type = Option<String>)]
    status: Option<ProducerStatus>,
    /// Part of the name.
    q: Option<String>,
    limit: Option<i64>,
    cursor: Option<String>,
}

/// A producer of the area.
#[derive(Serialize, ToSchema)]
pub(crate) struct KnownProducer {
    #[schema(value_type = String)]
    id: ProducerId,
    name: String,
    province_code: String,
    commune_code: String,
    #[schema(value_type = String)]
    status: ProducerStatus,
    /// How many of its listings are on sale.
    live: i64,
}

/// A listing of a producer of the area.
#[derive(Serialize, ToSchema)]
struct KnownListing {
    #[schema(value_type = String)]
    id: ProductId,
    name: String,
    #[schema(value_type = String)]
    status: ProductStatus,
}

/// The listings of a producer of the area, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct KnownListings {
    data: Vec<KnownListing>,
}

page!(KnownProducers of KnownProducer, "A page of producers.");

impl From<Known> for KnownProducer {
    fn from(known: Known) -> Self {
        Self {
            id: known.id,
            name: known.name,
            province_code: known.province_code,
            commune_code: known.commune_code,
            status: known.status,
            live: known.live,
        }
    }
}

/// The producers of the official's area, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/producers", tag = "admin", params(Asked),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = KnownProducers)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    official: Official,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Problem> {
    let limit = Limit::parse(asked.limit)?;
    let before = asked
        .cursor
        .as_deref()
        .map(Cursor::fields::<1>)
        .transpose()?;
    let before = before.map(|[id]| id.parse()).transpose();
    let before = before.map_err(|_not_ours| PageError::Cursor)?;
    let wanted = Wanted {
        status: asked.status,
        text: asked.q,
    };
    let db = state.app.db.read();
    let page = producers::of_area(db, &official.decider(), &wanted, (limit, before)).await?;
    Ok((NO_STORE, axum::Json(page.map(KnownProducer::from))))
}

/// The listings of a producer of the official's area, the newest hundred.
#[utoipa::path(
    get, path = "/api/v1/admin/producers/{id}/products", tag = "admin",
    params(("id" = String, Path, description = "The producer")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = KnownListings), (status = 404, description = "`not_found`: also in another area")),
)]
pub(crate) async fn listings(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<ProducerId>,
) -> Result<impl IntoResponse, Problem> {
    let db = state.app.db.read();
    producers::in_area(db, &official.decider(), id).await?;
    let found = products::list(db, id, Limit(100), None).await?;
    let view = |listed: products::Listed| KnownListing {
        id: listed.id,
        name: listed.name,
        status: listed.status,
    };
    let data = found.data.into_iter().map(view).collect();
    Ok((NO_STORE, axum::Json(KnownListings { data })))
}
