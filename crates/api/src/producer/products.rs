use axum::extract::State as Node;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use catalog::products::{self, Listed, New, ProductStatus};
use catalog::revisions::RevisionStatus;
use kernel::{Cursor, Limit, PageError, ProductId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::{Editor, Member};
use web::{Json, Problem, Query, State};

use super::once::key;
use super::product::answer;
use super::view::ProductView;
use super::written::NewProduct;
use crate::schema::page;

/// Which page of a list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// 1 to 100.
    limit: Option<i64>,
    /// From the page before.
    cursor: Option<String>,
}

/// A product in its producer's list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedProduct {
    #[schema(value_type = String)]
    id: ProductId,
    slug: Option<String>,
    name: String,
    #[schema(value_type = String)]
    status: ProductStatus,
    #[schema(value_type = String)]
    revision_status: RevisionStatus,
    public_code: Option<String>,
}

page!(ListedProducts of ListedProduct, "A page of a producer's products.");

impl From<Listed> for ListedProduct {
    fn from(listed: Listed) -> Self {
        Self {
            id: listed.id,
            slug: listed.slug,
            name: listed.name,
            status: listed.status,
            revision_status: listed.revision_status,
            public_code: listed.public_code,
        }
    }
}

/// One's products, newest first.
#[utoipa::path(
    get, path = "/api/v1/producer/products", tag = "producer", params(Paging),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = ListedProducts)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    member: Member,
    Query(paging): Query<Paging>,
) -> Result<impl IntoResponse, Problem> {
    let limit = Limit::parse(paging.limit)?;
    let before = paging.cursor.as_deref().map(number).transpose()?;
    let page = products::list(state.app.db.read(), member.producer, limit, before).await?;
    Ok(axum::Json(page.map(ListedProduct::from)))
}

fn number(cursor: &str) -> Result<i64, PageError> {
    let [number] = Cursor::fields(cursor)?;
    number.parse().map_err(|_not_ours| PageError::Cursor)
}

/// Create a product.
///
/// A draft with its variants, their prices where they are said, and nothing in stock. An applicant
/// may prepare the first listing before the application is decided. Sent again under the same
/// `Idempotency-Key`, it answers with the same product.
#[utoipa::path(
    post, path = "/api/v1/producer/products", tag = "producer", request_body = NewProduct,
    params(("Idempotency-Key" = Option<String>, Header)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 201, body = ProductView), (status = 422, description = "`invalid` or `idempotency_mismatch`")),
)]
pub(crate) async fn create(
    Node(state): Node<State>,
    Editor(member): Editor,
    headers: HeaderMap,
    Json(new): Json<NewProduct>,
) -> Result<impl IntoResponse, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let scope = member.session.account.to_string();
    let key = key(
        &headers,
        scope,
        "producer/products",
        &(member.producer, &new),
    )?;
    let new = New {
        fresh: new.fresh,
        max_transit_days: new.max_transit_days,
        draft: new.draft(),
    };
    let (what, who) = ((member.producer, &new), (member.actor, key.as_ref()));
    let id = market::create_product(&app.db, what, who, now).await?;
    Ok((StatusCode::CREATED, answer(&state, &member, id).await?))
}
