use axum::extract::{RawQuery, State as Node};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::Lang;
use search::Query;
use serde_json::{Value, json};
use web::suggest::{self, Suggested};
use web::who::Adult;
use web::{Problem, ReaderLang, State};

use crate::schema::Suggestions;
use web::listing_query::parse;

/// Up to ten things to search for or go to, for what has been typed so far.
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "shop",
    params(("q" = Option<String>, Query, description = "What has been typed; at most 100 characters")),
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, body = Suggestions)),
)]
pub(crate) async fn suggest(
    Node(state): Node<State>,
    Adult(adult): Adult,
    ReaderLang(lang): ReaderLang,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = parse(raw.as_deref().unwrap_or_default(), adult, state.app.now())?.query;
    let generation = state.app.listings.generation();
    let key = format!(
        "suggest|{generation}|{}|{adult}|{}",
        lang.as_str(),
        query.text
    );
    let kept = state
        .answers
        .get(key, async { find(&state, &query, lang) })
        .await?;
    Ok(kept.respond(&headers))
}

fn find(state: &State, query: &Query, lang: Lang) -> Result<String, Problem> {
    let found = suggest::find(state, query, lang)?;
    let view =
        |one: Suggested| json!({"text": one.text, "kind": one.kind.as_str(), "slug": one.slug});
    let data: Vec<Value> = found.into_iter().map(view).collect();
    Ok(json!({ "data": data }).to_string())
}
