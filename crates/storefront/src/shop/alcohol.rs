//! Alcohol has a list of its own: no other list shows it, and this one begins with the declaration.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kernel::Lang;
use market::Listings;
use search::{Facets, Query, Sort};
use web::{Problem, State};

use super::age;
use super::card::Card;
use crate::forms::Form;
use crate::shell::{Shell, personal};
use crate::words::say;

/// How many a page shows.
const MOST: usize = 24;

#[derive(Template)]
#[template(path = "shop/alcohol.html")]
struct Page {
    shell: Shell,
    cards: Vec<Card>,
    next: Option<String>,
}

/// What is sold of it, the newest first.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if !age::declared(&state, &headers).await? {
        return age::asked(&state, lang, "/alcohol");
    }
    let asked = Form::parse(query.unwrap_or_default().as_bytes())?;
    let sets = reference::sets().iter().filter(|set| set.alcohol);
    let query = Query {
        sets: sets.map(|set| set.no.to_string()).collect(),
        restricted: true,
        sort: Sort::Newest,
        day: Listings::day(state.app.now()),
        ..Query::default()
    };
    let index = state.app.listings.index();
    let found = index.search(&query, MOST, asked.filled("cursor"), Facets::Skip);
    let found = found.map_err(market::Error::Search)?;
    let page = Page {
        shell: Shell::new(
            &state,
            lang,
            "/alcohol".to_owned(),
            say(lang, "alcohol-title"),
        ),
        cards: Card::all(&found.hits, lang),
        next: found
            .next
            .map(|cursor| format!("/{}/alcohol?cursor={}", lang.as_str(), cursor.as_str())),
    };
    personal(StatusCode::OK, &page)
}
