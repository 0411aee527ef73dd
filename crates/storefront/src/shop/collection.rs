use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::HeaderMap;
use axum::response::Response;
use catalog::collections::{self, Collection};
use kernel::{CollectionId, Lang};
use market::Listings;
use search::{Facets, Hit, Query};
use serde::Deserialize;
use web::{Code, Path, Problem, State};

use super::card::Card;
use crate::shell::{Shell, answer, written};
use crate::words::say;

/// How many listings of its producers are looked through.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "shop/collection.html")]
struct Page {
    shell: Shell,
    cards: Vec<Card>,
}

/// What the index keeps of a listing to know it by.
#[derive(Deserialize)]
struct Known {
    id: String,
}

/// A collection that officials put together: what is on sale of it, with its stars.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(id): Path<CollectionId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = state.app.now();
    let (generation, day) = (state.app.listings.generation(), Listings::day(now));
    let key = format!("collection|{generation}|{day}|{}|{id}", lang.as_str());
    let load = async {
        let today = state.app.clock.today();
        let running = collections::running(state.app.db.read(), today).await?;
        let found = running.into_iter().find(|collection| collection.id == id);
        let found = found.ok_or_else(|| Problem::new(Code::NotFound))?;
        page(&state, lang, &found, day)
    };
    let kept = state.answers.page(key, load).await?;
    Ok(answer(&kept, &headers))
}

fn page(state: &State, lang: Lang, collection: &Collection, day: i32) -> Result<String, Problem> {
    let producers = collection.products.iter();
    let query = Query {
        producers: producers
            .map(|product| product.producer.to_string())
            .collect(),
        day,
        ..Query::default()
    };
    let mut shell = Shell::new(
        state,
        lang,
        format!("/collections/{}", collection.id),
        collection.title.clone(),
    );
    shell.about = say(lang, "collection-about");
    // No producer named would mean all of them.
    if collection.products.is_empty() {
        return written(&Page {
            shell,
            cards: vec![],
        });
    }
    let index = state.app.listings.index();
    let found = index.search(&query, MOST, None, Facets::Skip);
    let hits = found.map_err(market::Error::Search)?.hits;
    written(&Page {
        cards: Card::all(&inside(hits, collection), lang),
        shell,
    })
}

/// Those of the collection, in its order; without a star that holds, none.
fn inside(hits: Vec<Hit>, collection: &Collection) -> Vec<Hit> {
    let place = |hit: &Hit| {
        let known: Known = serde_json::from_str(&hit.card).ok()?;
        let mut products = collection.products.iter();
        products.position(|product| product.id.to_string() == known.id)
    };
    let starred = hits.into_iter().filter(|hit| hit.star.is_some());
    let mut placed: Vec<(usize, Hit)> = starred
        .filter_map(|hit| Some((place(&hit)?, hit)))
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, hit)| hit).collect()
}
