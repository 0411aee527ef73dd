//! The columns of all documents in memory: filters, facets and sorts.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use kernel::text;

use crate::document::{Document, Star};
use crate::query::{Query, Sort};

/// A value of a facet's column as a small number.
pub(crate) type Ordinal = u32;

/// The words of one column, each with its number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    by_word: HashMap<Arc<str>, Ordinal>,
    /// The words by number.
    pub(crate) words: Vec<Word>,
}

/// One word of a column.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) value: Arc<str>,
    pub(crate) label: Arc<str>,
    /// The label as it is looked for, folded once for all who type.
    pub(crate) folded: Arc<str>,
}

/// What filters, facets and sorts need of a document.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) number: u64,
    pub(crate) group: Ordinal,
    pub(crate) set: Ordinal,
    pub(crate) province: Ordinal,
    pub(crate) commune: Ordinal,
    pub(crate) producer: Ordinal,
    pub(crate) stars: Box<[Star]>,
    pub(crate) price: i64,
    pub(crate) since: i64,
    pub(crate) in_stock: bool,
    pub(crate) restricted: bool,
    pub(crate) name: Arc<str>,
    name_key: Arc<str>,
    pub(crate) card: Arc<str>,
}

/// All rows, and their order in each sort.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    rows: HashMap<u64, u32>,
    slots: Vec<Row>,
    pub(crate) groups: Words,
    pub(crate) sets: Words,
    pub(crate) provinces: Words,
    pub(crate) communes: Words,
    pub(crate) producers: Words,
    newest: Vec<u32>,
    cheapest: Vec<u32>,
    by_name: Vec<u32>,
}

impl Word {
    fn new(word: &str, label: &str) -> Self {
        Self {
            value: word.into(),
            label: label.into(),
            folded: text::fold(label).into(),
        }
    }
}

impl Words {
    fn put(&mut self, word: &str, label: &str) -> Ordinal {
        if let Some(ordinal) = self.by_word.get(word) {
            let ordinal = *ordinal;
            if let Some(entry) = self.words.get_mut(ordinal as usize)
                && &*entry.label != label
            {
                *entry = Word::new(word, label);
            }
            return ordinal;
        }
        let entry = Word::new(word, label);
        let ordinal = Ordinal::try_from(self.words.len()).unwrap_or(Ordinal::MAX);
        self.by_word.insert(entry.value.clone(), ordinal);
        self.words.push(entry);
        ordinal
    }

    /// The stars by their own number; no star has no word.
    pub(crate) fn stars() -> Self {
        let words = ["", "", "", "3", "4", "5"].map(|star| Word::new(star, ""));
        Self {
            by_word: HashMap::new(),
            words: words.into(),
        }
    }

    /// The numbers of these words; a word that no document has is no number's.
    pub(crate) fn ordinals(&self, words: &[String]) -> Vec<Ordinal> {
        words
            .iter()
            .map(|word| {
                self.by_word
                    .get(word.as_str())
                    .copied()
                    .unwrap_or(Ordinal::MAX)
            })
            .collect()
    }
}

impl Table {
    /// Puts a document in, or in the place of its former self.
    pub(crate) fn put(&mut self, document: &Document) {
        let row = Row {
            number: document.number,
            group: self.groups.put(&document.group, ""),
            set: self.sets.put(&document.set, ""),
            province: self.provinces.put(&document.province, ""),
            commune: self.communes.put(&document.commune, ""),
            producer: self
                .producers
                .put(&document.producer, &document.producer_name),
            stars: document.stars.as_slice().into(),
            price: document.price,
            since: document.since,
            in_stock: document.in_stock,
            restricted: document.restricted,
            name: document.name.as_str().into(),
            name_key: document.name_key.as_str().into(),
            card: document.card.as_str().into(),
        };
        if let Some(slot) = self.rows.get(&document.number) {
            if let Some(place) = self.slots.get_mut(*slot as usize) {
                *place = row;
            }
        } else {
            self.rows.insert(
                document.number,
                u32::try_from(self.slots.len()).unwrap_or(u32::MAX),
            );
            self.slots.push(row);
        }
    }

    /// Takes a document out.
    pub(crate) fn remove(&mut self, number: u64) {
        let Some(slot) = self.rows.remove(&number) else {
            return;
        };
        self.slots.swap_remove(slot as usize);
        if let Some(moved) = self.slots.get(slot as usize) {
            self.rows.insert(moved.number, slot);
        }
    }

    /// Sorts the rows anew; after changes, before the table is shown to anybody.
    pub(crate) fn arrange(&mut self) {
        let slots = &self.slots;
        let row = |slot: &u32| slots.get(*slot as usize);
        let all: Vec<u32> = (0..u32::try_from(slots.len()).unwrap_or(u32::MAX)).collect();
        let mut newest = all.clone();
        newest.sort_unstable_by_key(|s| row(s).map(|r| std::cmp::Reverse((r.since, r.number))));
        let mut cheapest = all.clone();
        cheapest.sort_unstable_by_key(|s| row(s).map(|r| (r.price, r.number)));
        let mut by_name = all;
        by_name.sort_unstable_by(|a, b| {
            row(a)
                .map(|r| (&r.name_key, r.number))
                .cmp(&row(b).map(|r| (&r.name_key, r.number)))
        });
        (self.newest, self.cheapest, self.by_name) = (newest, cheapest, by_name);
    }

    /// Any row of a producer that the reader may see.
    pub(crate) fn of_producer(&self, producer: Ordinal, restricted: bool) -> Option<&Row> {
        let seen = |row: &&Row| row.producer == producer && (restricted || !row.restricted);
        self.slots.iter().find(seen)
    }

    /// All rows in a sort's order; relevance without words is newest.
    pub(crate) fn in_order(&self, sort: Sort) -> Box<dyn Iterator<Item = &Row> + '_> {
        let row = |slot: &u32| self.slots.get(*slot as usize);
        match sort {
            Sort::Relevance | Sort::Newest => Box::new(self.newest.iter().filter_map(row)),
            Sort::Price => Box::new(self.cheapest.iter().filter_map(row)),
            Sort::PriceDown => Box::new(self.cheapest.iter().rev().filter_map(row)),
            Sort::Name => Box::new(self.by_name.iter().filter_map(row)),
        }
    }

    /// All rows as they lie in memory: for what asks for no order.
    pub(crate) fn rows(&self) -> &[Row] {
        &self.slots
    }

    /// The row of a document.
    pub(crate) fn row(&self, number: u64) -> Option<&Row> {
        self.rows
            .get(&number)
            .and_then(|slot| self.slots.get(*slot as usize))
    }

    /// How many documents there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }
}

impl Row {
    /// The star on a day.
    pub(crate) fn star_on(&self, day: i32) -> Option<u8> {
        Star::on(&self.stars, day)
    }

    /// What a cursor remembers of a row beside its number: its place in a sort.
    pub(crate) fn key(&self, sort: Sort) -> String {
        match sort {
            Sort::Relevance | Sort::Newest => self.since.to_string(),
            Sort::Price | Sort::PriceDown => self.price.to_string(),
            Sort::Name => self.name_key.to_string(),
        }
    }

    /// Which of two rows comes first in a sort; the same order as [`Row::is_after`] tells of a
    /// place.
    pub(crate) fn order(&self, other: &Self, sort: Sort) -> Ordering {
        let by_number = self.number.cmp(&other.number);
        match sort {
            Sort::Relevance | Sort::Newest => {
                self.since.cmp(&other.since).then(by_number).reverse()
            }
            Sort::Price => self.price.cmp(&other.price).then(by_number),
            Sort::PriceDown => self.price.cmp(&other.price).then(by_number).reverse(),
            Sort::Name => self.name_key.cmp(&other.name_key).then(by_number),
        }
    }

    /// Whether this row comes after a place in a sort.
    pub(crate) fn is_after(&self, sort: Sort, key: &str, number: u64) -> bool {
        let numeric: i64 = key.parse().unwrap_or(0);
        match sort {
            Sort::Relevance | Sort::Newest => (self.since, self.number) < (numeric, number),
            Sort::Price => (self.price, self.number) > (numeric, number),
            Sort::PriceDown => (self.price, self.number) < (numeric, number),
            Sort::Name => (&*self.name_key, self.number) > (key, number),
        }
    }
}

/// The filters of a query with their words as numbers.
#[derive(Debug)]
pub(crate) struct Filter<'q> {
    query: &'q Query,
    /// Group, set, star, province, producer, commune: the columns that are facets too.
    lists: [Vec<Ordinal>; 6],
}

impl<'q> Filter<'q> {
    pub(crate) fn new(table: &Table, query: &'q Query) -> Self {
        let lists = [
            table.groups.ordinals(&query.groups),
            table.sets.ordinals(&query.sets),
            query.stars.iter().map(|s| Ordinal::from(*s)).collect(),
            table.provinces.ordinals(&query.provinces),
            table.producers.ordinals(&query.producers),
            table.communes.ordinals(&query.communes),
        ];
        Self { query, lists }
    }

    /// The row's value in each facet's column; no star is 0.
    pub(crate) fn values(&self, row: &Row) -> [Ordinal; 6] {
        let star = row.star_on(self.query.day).map_or(0, Ordinal::from);
        [
            row.group,
            row.set,
            star,
            row.province,
            row.producer,
            row.commune,
        ]
    }

    /// Which facet filters a row fails, one bit each; `None` where it fails another filter.
    pub(crate) fn fails(&self, row: &Row, values: &[Ordinal; 6]) -> Option<u8> {
        let query = self.query;
        let passes = (query.restricted || !row.restricted)
            && query.price_min.is_none_or(|min| row.price >= min)
            && query.price_max.is_none_or(|max| row.price <= max)
            && query.in_stock.is_none_or(|wanted| row.in_stock == wanted);
        passes.then(|| {
            self.lists
                .iter()
                .zip(values)
                .enumerate()
                .fold(0, |failed, (bit, (wanted, value))| {
                    let fails = !wanted.is_empty() && !wanted.contains(value);
                    failed | (u8::from(fails) << bit)
                })
        })
    }

    /// Whether a row passes every filter.
    pub(crate) fn passes(&self, row: &Row) -> bool {
        self.fails(row, &self.values(row)) == Some(0)
    }
}
