//! Producers near by: those of a province, first those of one's own commune.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::HeaderMap;
use axum::response::Response;
use catalog::shelf::{ShownProducer, list_producers};
use kernel::{Lang, Limit};
use market::Listings;
use web::{Problem, State};

use super::place::Whither;
use super::producer::place;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, answer, written};
use crate::words::say;

/// How many producers a page shows.
const MOST: Limit = Limit(100);

#[derive(Template)]
#[template(path = "shop/makers.html")]
struct Page {
    shell: Shell,
    whither: Whither,
    faults: Faults,
    asked: bool,
    /// Those of the commune, then the others of the province.
    near: Vec<Maker>,
    others: Vec<Maker>,
}

struct Maker {
    slug: String,
    name: String,
    place: String,
    products: i64,
}

/// The producers of a place.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let (mut whither, mut faults) = (Whither::typed(&query), Faults::default());
    let mut commune = None;
    if query.filled("commune").is_some() {
        if let Some(place) = whither.find(&mut faults, lang) {
            commune = Some(place.commune);
        }
    } else if reference::province(&whither.province).is_none() {
        whither.province.clear();
    }
    let day = Listings::day(state.app.now());
    let generation = state.app.listings.generation();
    let key = format!(
        "makers|{generation}|{day}|{}|{}|{}|{}",
        lang.as_str(),
        whither.province,
        whither.commune,
        whither.code
    );
    let load = page(&state, lang, (whither, faults), commune);
    let kept = state.answers.page(key, load);
    Ok(answer(&*kept.await?, &headers))
}

async fn page(
    state: &State,
    lang: Lang,
    (whither, faults): (Whither, Faults),
    commune: Option<String>,
) -> Result<String, Problem> {
    let asked = !whither.province.is_empty();
    let province = asked.then_some(whither.province.as_str());
    let found = list_producers(state.app.db.read(), (province, false), MOST, None).await?;
    let sells = found.data.into_iter().filter(|maker| maker.products > 0);
    let (near, others): (Vec<_>, Vec<_>) =
        sells.partition(|maker| Some(&maker.commune_code) == commune.as_ref());
    let of = |makers: Vec<ShownProducer>| makers.into_iter().map(maker).collect();
    written(&Page {
        shell: Shell::new(state, lang, "/producers".to_owned(), say(lang, "makers")),
        whither,
        faults,
        asked,
        near: of(near),
        others: of(others),
    })
}

fn maker(producer: ShownProducer) -> Maker {
    Maker {
        place: place(&producer.commune_code, &producer.province_code),
        slug: producer.slug,
        name: producer.name,
        products: producer.products,
    }
}
