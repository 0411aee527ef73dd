use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::HeaderMap;
use axum::response::Response;
use catalog::collections::{self, Collection};
use kernel::Lang;
use market::Listings;
use search::{Facets, Query, Sort};
use web::{Problem, State};

use super::card::Card;
use crate::shell::{Shell, answer, written};
use crate::words::say;

/// How many listings the first page shows.
const NEWEST: usize = 12;
/// How many provinces it names, those with the most listings.
const PROVINCES: usize = 12;

#[derive(Template)]
#[template(path = "shop/home.html")]
struct Home {
    shell: Shell,
    groups: Vec<Way>,
    provinces: Vec<Way>,
    /// What officials put together: where it lies, and its title.
    collections: Vec<(String, String)>,
    newest: Vec<Card>,
}

/// A way into the shop.
struct Way {
    value: String,
    name: String,
    count: usize,
}

/// The first page.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (generation, day) = (
        state.app.listings.generation(),
        Listings::day(state.app.now()),
    );
    let key = format!("home|{generation}|{day}|{}", lang.as_str());
    let load = async {
        let today = state.app.clock.today();
        let running = collections::running(state.app.db.read(), today).await?;
        let shown = running.into_iter().filter(|one| !one.products.is_empty());
        let way = |one: Collection| (format!("/collections/{}", one.id), one.title);
        page(&state, (lang, day), shown.map(way).collect())
    };
    let kept = state.answers.page(key, load);
    Ok(answer(&*kept.await?, &headers))
}

fn page(
    state: &State,
    (lang, day): (Lang, i32),
    collections: Vec<(String, String)>,
) -> Result<String, Problem> {
    let query = Query {
        sort: Sort::Newest,
        day,
        ..Query::default()
    };
    let index = state.app.listings.index();
    let found = index.search(&query, NEWEST, None, Facets::Count);
    let found = found.map_err(market::Error::Search)?;
    let [groups, _, _, provinces, _] = found.facets.unwrap_or_default();
    let group = |code: &str| {
        let group = reference::group(code)?;
        Some(if lang == Lang::En { group.en } else { group.vi }.to_owned())
    };
    let province = |code: &str| Some(reference::province(code)?.name.to_owned());
    written(&Home {
        shell: Shell::new(state, lang, String::new(), say(lang, "home-title")),
        groups: ways(&groups, group, usize::MAX),
        provinces: ways(&provinces, province, PROVINCES),
        collections,
        newest: Card::all(&found.hits, lang),
    })
}

fn ways(facets: &[search::Facet], name: impl Fn(&str) -> Option<String>, most: usize) -> Vec<Way> {
    let ways = facets.iter().take(most);
    ways.map(|facet| Way {
        value: facet.value.clone(),
        name: name(&facet.value).unwrap_or_else(|| facet.value.clone()),
        count: facet.count,
    })
    .collect()
}
