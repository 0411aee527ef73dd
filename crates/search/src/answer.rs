use std::sync::Arc;

use kernel::Cursor;

/// One page of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The hits, best first; the nearest come last.
    pub hits: Vec<Hit>,
    /// How many match all words.
    pub total: usize,
    /// Counts by group, set, star, province, producer and commune, where they were asked for.
    pub facets: Option<[Vec<Facet>; 6]>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its number.
    pub number: u64,
    /// Its card.
    pub card: Arc<str>,
    /// Its star on the day.
    pub star: Option<u8>,
    /// Whether any of it can be bought.
    pub in_stock: bool,
    /// Whether it matches only most words.
    pub nearest: bool,
}

/// A value of a facet, and how many documents have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// What its filter takes.
    pub value: String,
    /// A label that came with the documents; empty where the value says enough.
    pub label: String,
    /// How many.
    pub count: usize,
}
