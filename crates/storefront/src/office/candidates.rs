//! What may be put into a collection: found by the shop's own search, so with or without tones.

use accounts::{Area, AreaKind};
use kernel::ProductId;
use market::Listings;
use search::{Facets, Hit, Query};
use serde::Deserialize;
use web::who::Official;
use web::{Problem, State};

/// So many are shown.
const MOST: usize = 50;

/// A product that may be put into a collection.
pub(super) struct Candidate {
    pub(super) id: ProductId,
    pub(super) name: String,
    pub(super) producer_name: String,
}

/// What the index keeps of a listing.
#[derive(Deserialize)]
struct Kept {
    id: ProductId,
    name: String,
    producer: Maker,
}

#[derive(Deserialize)]
struct Maker {
    name: String,
}

/// The products on sale in an official's area that the words find, the likeliest first.
pub(super) fn candidates(
    state: &State,
    official: &Official,
    sought: &str,
) -> Result<Vec<Candidate>, Problem> {
    let mut found: Vec<Candidate> = vec![];
    for area in &official.areas {
        let query = within(area, sought, Listings::day(state.app.now()));
        let hits = state.app.listings.index();
        let hits = hits.search(&query, MOST, None, Facets::Skip);
        let hits = hits.map_err(market::Error::Search)?.hits;
        for one in hits.iter().filter_map(kept) {
            if found.len() < MOST && found.iter().all(|known| known.id != one.id) {
                found.push(one);
            }
        }
    }
    Ok(found)
}

/// Of alcohol too: who puts a collection together sees what buyers see after their declaration.
fn within(area: &Area, sought: &str, day: i32) -> Query {
    let (mut provinces, mut communes) = (vec![], vec![]);
    match area.kind {
        AreaKind::Commune => communes.push(area.code.clone()),
        AreaKind::Province => provinces.push(area.code.clone()),
        AreaKind::Country => {}
    }
    Query {
        text: sought.to_owned(),
        provinces,
        communes,
        restricted: true,
        day,
        ..Query::default()
    }
}

fn kept(hit: &Hit) -> Option<Candidate> {
    let Kept { id, name, producer } = serde_json::from_str(&hit.card).ok()?;
    Some(Candidate {
        id,
        name,
        producer_name: producer.name,
    })
}
