use axum::extract::{RawQuery, State as Node};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{Lang, text};
use search::{Query, Suggestion};
use serde_json::{Value, json};
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
    let query = Query {
        text: query.text,
        restricted: adult,
        day: query.day,
        ..Query::default()
    };
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
    let found = state
        .app
        .listings
        .index()
        .suggest(query, 6)
        .map_err(market::Error::Search)?;
    let mut data: Vec<Value> = found.iter().map(suggestion).collect();
    data.extend(sets(query, lang));
    Ok(json!({"data": data}).to_string())
}

fn suggestion(suggestion: &Suggestion) -> Value {
    match suggestion {
        Suggestion::Document { name, card, .. } => {
            let card: Value = serde_json::from_str(card).unwrap_or_default();
            json!({"text": name, "kind": "product", "slug": card.get("slug")})
        }
        Suggestion::Producer { name, card } => {
            let card: Value = serde_json::from_str(card).unwrap_or_default();
            json!({"text": name, "kind": "producer", "slug": card.pointer("/producer/slug")})
        }
    }
}

/// The product sets whose names hold every word's beginning.
fn sets(query: &Query, lang: Lang) -> Vec<Value> {
    let wanted = text::fold(&query.text);
    let words: Vec<&str> = text::words(&wanted).collect();
    if words.is_empty() {
        return vec![];
    }
    let names = reference::sets()
        .iter()
        .filter(|set| query.restricted || !set.alcohol);
    names
        .map(|set| (set.no, if lang == Lang::En { set.en } else { set.vi }))
        .filter(|(_, name)| {
            let folded = text::fold(name);
            words
                .iter()
                .all(|word| text::words(&folded).any(|it| it.starts_with(word)))
        })
        .take(3)
        .map(|(no, name)| json!({"text": name, "kind": "set", "slug": no.to_string()}))
        .collect()
}
