use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::HeaderMap;
use axum::response::Response;
use catalog::collections::{self, Collection, Kind};
use catalog::shelf::{Listing, certified_last};
use kernel::{Day, Lang};
use market::Listings;
use search::{Facets, Query, Sort};
use web::{Problem, State};

use super::card::Card;
use super::place::Whither;
use crate::shell::{Shell, answer, written};
use crate::words::{say, say_with};

/// How many listings the first page shows.
const NEWEST: usize = 12;
/// How many provinces it names, those with the most listings.
const PROVINCES: usize = 12;
/// How many stars that were given last.
const CERTIFIED: usize = 6;

#[derive(Template)]
#[template(path = "shop/home.html")]
struct Home {
    shell: Shell,
    groups: Vec<Way>,
    provinces: Vec<Way>,
    /// The parts of the country.
    regions: Vec<Way>,
    /// What officials put together, where it lies and its title: what is in season, and the rest.
    seasons: Vec<(String, String)>,
    collections: Vec<(String, String)>,
    certified: Vec<Certified>,
    whither: Whither,
    newest: Vec<Card>,
}

/// A way into the shop.
struct Way {
    value: String,
    name: String,
    count: usize,
}

/// A listing whose star was given lately.
struct Certified {
    slug: String,
    name: String,
    maker: String,
    drawn: String,
    stars: String,
    since: String,
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
        let (db, now) = (state.app.db.read(), state.app.now());
        let running = collections::running(db, Day::of(now)).await?;
        let certified = certified_last(db, CERTIFIED, now).await?;
        page(&state, (lang, day), running, &certified)
    };
    let kept = state.answers.page(key, load);
    Ok(answer(&*kept.await?, &headers))
}

fn page(
    state: &State,
    (lang, day): (Lang, i32),
    mut running: Vec<Collection>,
    certified: &[Listing],
) -> Result<String, Problem> {
    running.retain(|one| !one.products.is_empty());
    let (seasons, others): (Vec<_>, Vec<_>) = running
        .into_iter()
        .partition(|one| one.kind == Kind::Season);
    let titled = |all: Vec<Collection>| {
        let title = |one: Collection| (format!("/collections/{}", one.id), one.title);
        all.into_iter().map(title).collect()
    };
    let today = state.app.clock.today();
    let query = Query {
        sort: Sort::Newest,
        day,
        ..Query::default()
    };
    let index = state.app.listings.index();
    let found = index.search(&query, NEWEST, None, Facets::Count);
    let found = found.map_err(market::Error::Search)?;
    let [groups, _, _, provinces, ..] = found.facets.unwrap_or_default();
    let group = |code: &str| {
        let group = reference::group(code)?;
        Some(if lang == Lang::En { group.en } else { group.vi }.to_owned())
    };
    let province = |code: &str| Some(reference::province(code)?.name.to_owned());
    written(&Home {
        shell: Shell::new(state, lang, String::new(), say(lang, "home-title")),
        groups: ways(&groups, group, usize::MAX),
        regions: regions(&provinces, lang),
        provinces: ways(&provinces, province, PROVINCES),
        seasons: titled(seasons),
        collections: titled(others),
        certified: certified
            .iter()
            .filter_map(|one| star(one, today, lang))
            .collect(),
        whither: Whither::default(),
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

/// The parts of the country with their provinces, and how many listings each has.
fn regions(provinces: &[search::Facet], lang: Lang) -> Vec<Way> {
    use reference::Region::{Central, North, South};
    let all = [
        (North, "region-north"),
        (Central, "region-central"),
        (South, "region-south"),
    ];
    let way = |(region, key): (reference::Region, &str)| {
        let lies = |code: &str| reference::province(code).is_some_and(|p| p.region == region);
        let own = provinces.iter().filter(|facet| lies(&facet.value));
        let there = reference::provinces().iter().filter(|p| lies(p.code));
        let codes: Vec<String> = there.map(|p| format!("province={}", p.code)).collect();
        Way {
            value: codes.join("&"),
            name: say(lang, key),
            count: own.map(|facet| facet.count).sum(),
        }
    };
    all.map(way)
        .into_iter()
        .filter(|way| way.count > 0)
        .collect()
}

fn star(listing: &Listing, today: Day, lang: Lang) -> Option<Certified> {
    let standing = listing.standing(today);
    let (stars, certificate) = (standing.stars()?, standing.certificate?);
    let since = certificate.issued_on?.full()?.display_vi();
    let name = match (lang, &listing.body.name_en) {
        (Lang::En, Some(name)) => name,
        _ => &listing.body.name,
    };
    Some(Certified {
        slug: listing.slug.clone(),
        name: name.clone(),
        maker: listing.maker.name.clone(),
        drawn: "★".repeat(usize::try_from(stars).unwrap_or_default()),
        stars: say_with(lang, "stars", &[("count", stars.to_string())]),
        since: say_with(lang, "certified-since", &[("day", since)]),
    })
}
