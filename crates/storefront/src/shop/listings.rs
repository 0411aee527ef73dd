//! Lists: by words, group, set, star and province; every filter and sort is a plain link.

use std::fmt::Write as _;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::Lang;
use search::{Answer, Facet, Facets, Query, Sort};
use web::listing_query::{Asked, parse_kindly};
use web::{Problem, State};

use super::card::Card;
use crate::shell::{Shell, answer, written};
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "shop/listings.html")]
struct List {
    shell: Shell,
    /// How many match, in words.
    count: String,
    chosen: Vec<Link>,
    filters: Vec<Filter>,
    sorts: Vec<Link>,
    cards: Vec<Card>,
    nearest: Vec<Card>,
    next: Option<String>,
}

/// One facet with its values.
struct Filter {
    name: String,
    links: Vec<Link>,
}

/// A link that changes the list.
struct Link {
    label: String,
    count: Option<usize>,
    to: String,
    here: bool,
}

/// A list of listings.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = parse_kindly(raw.as_deref().unwrap_or_default(), false, state.app.now())?;
    let key = asked.key(state.app.listings.generation(), lang);
    let kept = state
        .answers
        .page(format!("page|{key}"), async { page(&state, &asked, lang) });
    Ok(answer(&*kept.await?, &headers))
}

fn page(state: &State, asked: &Asked, lang: Lang) -> Result<String, Problem> {
    let index = state.app.listings.index();
    let cursor = asked.cursor.as_deref();
    let found = index.search(&asked.query, asked.limit.0, cursor, Facets::Count);
    let found = found.map_err(market::Error::Search)?;
    let (nearest, hits): (Vec<_>, Vec<_>) = found.hits.iter().partition(|hit| hit.nearest);
    let of = |hits: Vec<&search::Hit>| -> Vec<Card> {
        hits.into_iter()
            .filter_map(|hit| Card::of(hit, lang))
            .collect()
    };
    let address = Address(&asked.query);
    let mut shell = Shell::new(state, lang, address.to(|_| ()), title(&asked.query, lang));
    shell.sought.clone_from(&asked.query.text);
    written(&List {
        shell,
        count: say_with(lang, "found", &[("count", found.total.to_string())]),
        chosen: chosen(&asked.query, lang),
        filters: filters(&asked.query, &found, lang),
        sorts: sorts(&asked.query, lang),
        cards: of(hits),
        nearest: of(nearest),
        next: found.next.as_ref().map(|cursor| {
            let to = address.to(|_| ());
            let joint = if to.contains('?') { '&' } else { '?' };
            format!("{to}{joint}cursor={}", cursor.as_str())
        }),
    })
}

fn title(query: &Query, lang: Lang) -> String {
    if !query.text.is_empty() {
        return say_with(lang, "sought", &[("text", query.text.clone())]);
    }
    let names = query.sets.iter().map(|set| set_name(set, lang));
    let names = names.chain(query.groups.iter().map(|group| group_name(group, lang)));
    let names = names.chain(query.communes.iter().map(|code| commune_name(code)));
    let names = names.chain(query.provinces.iter().map(|code| province_name(code)));
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        say(lang, "all-products")
    } else {
        names.join(" · ")
    }
}

fn group_name(code: &str, lang: Lang) -> String {
    let named = reference::group(code).map(|g| if lang == Lang::En { g.en } else { g.vi });
    named.unwrap_or(code).to_owned()
}

fn set_name(number: &str, lang: Lang) -> String {
    let set = number.parse().ok().and_then(reference::set);
    let named = set.map(|s| if lang == Lang::En { s.en } else { s.vi });
    named.unwrap_or(number).to_owned()
}

fn province_name(code: &str) -> String {
    reference::province(code)
        .map_or(code, |p| p.name)
        .to_owned()
}

fn commune_name(code: &str) -> String {
    reference::commune(code).map_or(code, |c| c.name).to_owned()
}

/// The lists of a query that a filter adds to, each with its parameter.
const PARTS: [(&str, Part); 5] = [
    ("group", |q| &mut q.groups),
    ("set", |q| &mut q.sets),
    ("province", |q| &mut q.provinces),
    ("commune", |q| &mut q.communes),
    ("producer", |q| &mut q.producers),
];

/// So many communes are offered where no province is chosen.
const COMMUNES: usize = 30;

type Part = fn(&mut Query) -> &mut Vec<String>;

/// Addresses of a list that differ from a query in one thing.
struct Address<'a>(&'a Query);

impl Address<'_> {
    fn to(&self, change: impl FnOnce(&mut Query)) -> String {
        let mut query = self.0.clone();
        change(&mut query);
        let mut parts = form_urlencoded::Serializer::new(String::new());
        if !query.text.is_empty() {
            parts.append_pair("q", &query.text);
        }
        for (name, list) in PARTS {
            for value in list(&mut query) {
                parts.append_pair(name, value);
            }
        }
        for star in &query.stars {
            parts.append_pair("stars", &star.to_string());
        }
        if query.in_stock == Some(true) {
            parts.append_pair("in_stock", "true");
        }
        if let Some(word) = word(query.sort) {
            parts.append_pair("sort", word);
        }
        let parts = parts.finish();
        let mut to = "/products".to_owned();
        if !parts.is_empty() {
            let _ = write!(to, "?{parts}");
        }
        to
    }
}

const fn word(sort: Sort) -> Option<&'static str> {
    match sort {
        Sort::Relevance => None,
        Sort::Newest => Some("newest"),
        Sort::Price => Some("price"),
        Sort::PriceDown => Some("-price"),
        Sort::Name => Some("name"),
    }
}

fn sorts(query: &Query, lang: Lang) -> Vec<Link> {
    let all = [
        (Sort::Relevance, "sort-relevance"),
        (Sort::Newest, "sort-newest"),
        (Sort::Price, "sort-price"),
        (Sort::PriceDown, "sort-price-down"),
        (Sort::Name, "sort-name"),
    ];
    let link = |(sort, key)| Link {
        label: say(lang, key),
        count: None,
        to: Address(query).to(|q| q.sort = sort),
        here: query.sort == sort,
    };
    all.map(link).into()
}

/// What was chosen, each as a link that takes it back.
fn chosen(query: &Query, lang: Lang) -> Vec<Link> {
    let back = |label: String, change: &dyn Fn(&mut Query)| Link {
        label,
        count: None,
        to: Address(query).to(change),
        here: true,
    };
    let mut links = vec![];
    for group in &query.groups {
        let without = |q: &mut Query| q.groups.retain(|g| g != group);
        links.push(back(group_name(group, lang), &without));
    }
    for set in &query.sets {
        links.push(back(set_name(set, lang), &|q| q.sets.retain(|s| s != set)));
    }
    for code in &query.provinces {
        let without = |q: &mut Query| q.provinces.retain(|p| p != code);
        links.push(back(province_name(code), &without));
    }
    for code in &query.communes {
        let without = |q: &mut Query| q.communes.retain(|c| c != code);
        links.push(back(commune_name(code), &without));
    }
    for star in &query.stars {
        links.push(back(stars(lang, *star), &|q| q.stars.retain(|s| s != star)));
    }
    if query.in_stock == Some(true) {
        links.push(back(say(lang, "in-stock"), &|q| q.in_stock = None));
    }
    links
}

fn stars(lang: Lang, star: u8) -> String {
    say_with(lang, "stars", &[("count", star.to_string())])
}

fn filters(query: &Query, found: &Answer, lang: Lang) -> Vec<Filter> {
    let Some([groups, sets, star_counts, provinces, _, communes]) = &found.facets else {
        return vec![];
    };
    let of =
        |key: &str, facets: &[Facet], label: &dyn Fn(&str) -> String, add: fn(&mut Query, &str)| {
            let link = |facet: &Facet| Link {
                label: label(&facet.value),
                count: Some(facet.count),
                to: Address(query).to(|q| add(q, &facet.value)),
                here: false,
            };
            let open = |facet: &&Facet| !holds(query, &facet.value);
            Filter {
                name: say(lang, key),
                links: facets.iter().filter(open).map(link).collect(),
            }
        };
    let mut filters = vec![
        of("group", groups, &|v| group_name(v, lang), |q, v| {
            q.groups.push(v.to_owned());
        }),
        of("set", sets, &|v| set_name(v, lang), |q, v| {
            q.sets.push(v.to_owned());
        }),
        of(
            "star",
            star_counts,
            &|v| stars(lang, v.parse().unwrap_or_default()),
            |q, v| {
                q.stars.extend(v.parse::<u8>());
            },
        ),
        of("province", provinces, &province_name, |q, v| {
            q.provinces.push(v.to_owned());
        }),
    ];
    // The communes of the whole country are too many to choose from.
    if !query.provinces.is_empty() || communes.len() <= COMMUNES {
        let add = |q: &mut Query, v: &str| q.communes.push(v.to_owned());
        filters.push(of("commune", communes, &commune_name, add));
    }
    filters.retain(|filter| !filter.links.is_empty());
    filters
}

/// Whether a value was chosen already.
fn holds(query: &Query, value: &str) -> bool {
    let lists = [
        &query.groups,
        &query.sets,
        &query.provinces,
        &query.communes,
    ];
    lists.into_iter().flatten().any(|chosen| chosen == value)
        || query.stars.iter().any(|star| star.to_string() == value)
}
