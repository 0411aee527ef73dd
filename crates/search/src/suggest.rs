use kernel::text;

use crate::query::Query;
use crate::{Error, Index};
use crate::{matching, weights};

/// Something to search for, or to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// A document.
    Document {
        /// Its number.
        number: u64,
        /// Its name.
        name: String,
        /// Its card.
        card: std::sync::Arc<str>,
    },
    /// A producer of documents.
    Producer {
        /// Its name.
        name: String,
        /// The card of one of its documents, which says where the producer is found.
        card: std::sync::Arc<str>,
    },
}

impl Index {
    /// Up to `limit` suggestions for what has been typed so far: documents by rank, then producers
    /// whose name holds every word's beginning, each by a document that the reader may see.
    pub fn suggest(&self, query: &Query, limit: usize) -> Result<Vec<Suggestion>, Error> {
        let words = matching::words(&query.text);
        if words.is_empty() {
            return Ok(vec![]);
        }
        let table = self.table();
        let (whole, begun) = begun(&words);
        let mut ranks = self.ranks(whole, whole.len())?;
        ranks.sort_unstable_by_key(|(number, rank)| std::cmp::Reverse((*rank, *number)));
        let visible = ranks.iter().filter_map(|(number, _)| table.row(*number));
        let visible = visible.filter(|row| query.restricted || !row.restricted);
        let visible =
            visible.filter(|row| begun.as_ref().is_none_or(|b| has_beginning(&row.name, b)));
        let mut out: Vec<Suggestion> = visible
            .take(limit)
            .map(|row| Suggestion::Document {
                number: row.number,
                name: row.name.to_string(),
                card: row.card.clone(),
            })
            .collect();
        let beginnings: Vec<String> = words.iter().map(|w| text::fold(w)).collect();
        let named = (0..).zip(&table.producers.words).filter(|(_, producer)| {
            beginnings
                .iter()
                .all(|b| text::words(&producer.folded).any(|word| word.starts_with(b.as_str())))
        });
        let shown = named.filter_map(|(ordinal, producer)| {
            let row = table.of_producer(ordinal, query.restricted)?;
            Some(Suggestion::Producer {
                name: producer.label.to_string(),
                card: row.card.clone(),
            })
        });
        out.extend(shown.take(3));
        Ok(out)
    }
}

/// The words that are whole, and the last one where so little of it is typed that the index does not
/// take it for a beginning: names are looked through for it.
fn begun(words: &[String]) -> (&[String], Option<String>) {
    match words.split_last() {
        Some((last, whole)) if !whole.is_empty() => {
            let begun = text::fold(last);
            if begun.chars().count() < weights::PREFIX_LETTERS {
                return (whole, Some(begun));
            }
            (words, None)
        }
        _ => (words, None),
    }
}

fn has_beginning(name: &str, beginning: &str) -> bool {
    text::words(&text::fold(name)).any(|word| word.starts_with(beginning))
}
