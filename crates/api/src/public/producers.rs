use axum::Json;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Response};
use catalog::shelf::{ShownProducer, find_producer, list_producers};
use kernel::{Cursor, Limit, PageError, ProducerId};
use media::Size;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use web::who::{Adult, MaybeSession};
use web::{Code, Path, Problem, Query, State, picture_url};

use crate::producer::application;

/// Which page of the producers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// A province's code.
    province: Option<String>,
    /// 1 to 100.
    limit: Option<i64>,
    /// From the page before.
    cursor: Option<String>,
}

/// The producers, as the dictionary sorts their names.
#[utoipa::path(
    get, path = "/api/v1/producers", tag = "shop", params(Paging),
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, description = "`{data:[Producer], has_more, next_cursor}`"), (status = 422)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    Adult(adult): Adult,
    Query(paging): Query<Paging>,
) -> Result<Json<Value>, Problem> {
    let limit = Limit::parse(paging.limit)?;
    let after = paging.cursor.as_deref().map(place).transpose()?;
    let page = list_producers(
        state.app.db.read(),
        (paging.province.as_deref(), adult),
        limit,
        after,
    )
    .await?;
    Ok(Json(json!(page.map(|producer| view(&producer)))))
}

/// One producer, by its id or slug; for its members the whole of their application.
#[utoipa::path(
    get, path = "/api/v1/producers/{id}", tag = "shop",
    params(("id" = String, Path, description = "`pro_…` or a slug")),
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, description = "Producer"), (status = 404)),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    Adult(adult): Adult,
    MaybeSession(session): MaybeSession,
    Path(wanted): Path<String>,
) -> Result<Response, Problem> {
    if let Some(own) = application::own(&state, session.as_ref(), &wanted).await? {
        return Ok(own.into_response());
    }
    let found = find_producer(state.app.db.read(), &wanted, adult).await?;
    let producer = found.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Json(view(&producer)).into_response())
}

fn place(cursor: &str) -> Result<(String, ProducerId), PageError> {
    let [name, id] = Cursor::fields::<2>(cursor)?;
    Ok((name, id.parse().map_err(|_id| PageError::Cursor)?))
}

fn view(producer: &ShownProducer) -> Value {
    let commune = reference::commune(&producer.commune_code);
    let province = reference::province(&producer.province_code);
    json!({
        "id": producer.id,
        "slug": producer.slug,
        "name": producer.name,
        "entity_type": producer.entity_type,
        "representative": producer.representative,
        "commune": commune.map(|c| json!({"code": c.code, "name": c.name})),
        "province": province.map(|p| json!({"code": p.code, "name": p.name})),
        "story": producer.story,
        "portrait": producer.portrait.map(|id| picture_url(id, Size::Medium)),
        "sample": producer.sample,
        "products": producer.products,
    })
}
