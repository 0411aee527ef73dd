//! What to search for or go to, for what has been typed so far.

use kernel::{Lang, text};
use search::{Query, Suggestion};
use serde_json::Value;

use crate::State;
use crate::problem::Problem;

/// How many listings and producers.
const MOST: usize = 6;
/// How many product sets.
const SETS: usize = 3;

/// What a suggestion leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A listing.
    Product,
    /// A producer.
    Producer,
    /// A product set.
    Set,
}

/// Something to search for or go to.
#[derive(Debug, Clone)]
pub struct Suggested {
    /// What it is called.
    pub text: String,
    /// What it leads to.
    pub kind: Kind,
    /// Its place in addresses; of a set its number.
    pub slug: String,
}

impl Kind {
    /// The word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Producer => "producer",
            Self::Set => "set",
        }
    }
}

/// The likeliest listings and producers, then the sets whose names hold every word's beginning.
pub fn find(state: &State, query: &Query, lang: Lang) -> Result<Vec<Suggested>, Problem> {
    let query = Query {
        text: query.text.clone(),
        restricted: query.restricted,
        day: query.day,
        ..Query::default()
    };
    let found = state.app.listings.index().suggest(&query, MOST);
    let found = found.map_err(market::Error::Search)?;
    let mut all: Vec<Suggested> = found.iter().map(suggestion).collect();
    all.extend(sets(&query, lang));
    Ok(all)
}

fn suggestion(suggestion: &Suggestion) -> Suggested {
    let (name, card, kind, place) = match suggestion {
        Suggestion::Document { name, card, .. } => (name, card, Kind::Product, "/slug"),
        Suggestion::Producer { name, card } => (name, card, Kind::Producer, "/producer/slug"),
    };
    let card: Value = serde_json::from_str(card).unwrap_or_default();
    let slug = card.pointer(place).and_then(Value::as_str);
    Suggested {
        text: name.clone(),
        kind,
        slug: slug.unwrap_or_default().to_owned(),
    }
}

fn sets(query: &Query, lang: Lang) -> Vec<Suggested> {
    let wanted = text::fold(&query.text);
    let words: Vec<&str> = text::words(&wanted).collect();
    if words.is_empty() {
        return vec![];
    }
    let names = reference::sets()
        .iter()
        .filter(|set| query.restricted || !set.alcohol)
        .map(|set| (set.no, if lang == Lang::En { set.en } else { set.vi }));
    let holds = |name: &str| {
        let folded = text::fold(name);
        words
            .iter()
            .all(|word| text::words(&folded).any(|it| it.starts_with(word)))
    };
    names
        .filter(|(_, name)| holds(name))
        .take(SETS)
        .map(|(no, name)| Suggested {
            text: name.to_owned(),
            kind: Kind::Set,
            slug: no.to_string(),
        })
        .collect()
}
