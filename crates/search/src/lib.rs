//! A text index over documents, with filters, facets and sorts. It knows no listings: what a
//! document means is its owner's business, and its card comes back as it was given.
//!
//! Text is matched by tantivy; filters, facets and sorts run over columns in memory, one pass a
//! query. A hit's rank is a sum of small constant weights, never a statistic of the collection, so
//! that it does not shift with commits nor differ between nodes, and a cursor stays true.
//!
//! Vocabulary: a *document* is what is found; its *number* is its identity here; its *card* is the
//! opaque text that an answer shows of it. *Folded* text has no tones. *Nearest* are documents that
//! match only most words, told apart from those that match all.
//!
//! **Invariant:** the position in the owner's feed is stored in the commit that applied it.
//! **Invariant:** a star counts only on the days on which it is valid; the query says which day it is.
//! **Invariant:** the weights of ranking are the constants of [`weights`], from which the page that
//! explains ranking is made.

#![warn(missing_docs)]

mod answer;
mod document;
mod error;
mod facets;
mod index;
mod matching;
mod page;
mod query;
mod suggest;
mod table;
#[cfg(test)]
mod tests;
pub mod weights;

pub use answer::{Answer, Facet, Hit};
pub use document::{Document, Star};
pub use error::Error;
pub use index::{Change, Index};
pub use query::{Facets, Query, Sort};
pub use suggest::Suggestion;
