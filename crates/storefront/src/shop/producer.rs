use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::shelf::{ShownProducer, find_producer};
use kernel::Lang;
use market::Listings;
use search::{Facets, Query, Sort};
use web::{Code, Path, Problem, State};

use super::card::Card;
use crate::shell::{Shell, answer, written};
use crate::words::say;

/// How many of a producer's listings its page shows.
const MOST: usize = 48;

#[derive(Template)]
#[template(path = "shop/producer.html")]
struct Page {
    shell: Shell,
    producer: ShownProducer,
    kind: String,
    /// The folder of its picture's sizes.
    face: Option<String>,
    place: String,
    cards: Vec<Card>,
}

/// A producer with what it sells.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(wanted): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = find_producer(state.app.db.read(), &wanted, false).await?;
    let producer = found.ok_or_else(|| Problem::new(Code::NotFound))?;
    if producer.slug != wanted {
        let to = format!("/{}/producers/{}", lang.as_str(), producer.slug);
        return Ok(Redirect::permanent(&to).into_response());
    }
    let (generation, day) = (
        state.app.listings.generation(),
        Listings::day(state.app.now()),
    );
    let key = format!(
        "producer|{generation}|{day}|{}|{}|{:?}",
        lang.as_str(),
        producer.id,
        producer.portrait
    );
    let kept = state
        .answers
        .page(key, async { page(&state, lang, producer, day) });
    Ok(answer(&*kept.await?, &headers))
}

fn page(state: &State, lang: Lang, producer: ShownProducer, day: i32) -> Result<String, Problem> {
    let query = Query {
        producers: vec![producer.id.to_string()],
        sort: Sort::Newest,
        day,
        ..Query::default()
    };
    let found = state
        .app
        .listings
        .index()
        .search(&query, MOST, None, Facets::Skip);
    let found = found.map_err(market::Error::Search)?;
    let path = format!("/producers/{}", producer.slug);
    let mut shell = Shell::new(state, lang, path, producer.name.clone());
    if !producer.story.is_empty() {
        shell.about = producer.story.chars().take(200).collect();
    }
    let face = producer.portrait.map(|id| format!("/media/{id}"));
    shell.image = face
        .as_ref()
        .map(|at| format!("{}{at}/1200.jpg", shell.origin));
    written(&Page {
        shell,
        face,
        kind: say(
            lang,
            &format!("kind-{}", producer.entity_type.replace('_', "-")),
        ),
        place: place(&producer.commune_code, &producer.province_code),
        cards: Card::all(&found.hits, lang),
        producer,
    })
}

/// `Xã Thiên Cầm, Tỉnh Hà Tĩnh`.
pub(crate) fn place(commune: &str, province: &str) -> String {
    let commune = reference::commune(commune).map(|c| c.name);
    let province = reference::province(province).map(|p| p.name);
    let names: Vec<&str> = [commune, province].into_iter().flatten().collect();
    names.join(", ")
}
