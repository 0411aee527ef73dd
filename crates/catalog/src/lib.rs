//! What is sold and by whom: producers, products and their immutable revisions, the reviews that
//! officials decide, the registry of certificates, stock and prices.
//!
//! Vocabulary: *producer* (chủ thể), *product set* (bộ sản phẩm), *grading* (phân hạng),
//! *certificate* (giấy chứng nhận). A *product* is what a producer lists; a *revision* is one
//! immutable text of it; a *variant* is a size or packing that is sold. An application or a
//! revision is *submitted*, then *approved*, *rejected* or sent back (*request changes*). A listing
//! is *paused* by its producer, *suspended* by an official, *retired* for good.
//!
//! **Invariant:** `products.live_revision` names the approved text that is on sale; another one
//! may be prepared and wait while it sells on.
//! **Invariant:** a decision names the revision that it decides; who prepared or submitted a thing
//! never decides on it.
//! **Invariant:** a producer's query carries the producer's id, so that another's thing is not there.
//! **Invariant:** the feed is written last in a transaction.
//!
//! What it does not do: orders and carts (they copy what they need at purchase), who somebody is
//! (`accounts`), files of pictures (`media`), the search index.

#![warn(missing_docs)]

pub mod bank_accounts;
pub mod certificates;
mod closures;
pub mod codes;
pub mod collections;
pub mod documents;
mod error;
pub mod facts;
pub mod feed;
pub mod figures;
#[cfg(test)]
mod machine;
mod names;
mod offers;
pub mod pictures;
mod places;
pub mod portraits;
pub mod prices;
pub mod producers;
pub mod products;
mod record;
pub mod registry;
pub mod reviews;
pub mod revisions;
pub mod shelf;
pub mod slugs;
pub mod stock;
#[cfg(test)]
mod stories;
pub mod suspensions;
pub mod takedowns;
#[cfg(test)]
mod testing;
mod text;
mod variants;
mod words;
pub mod zones;

pub use closures::{close_on, closures};
pub use error::{Error, Fault, Wrong};
pub use offers::{Offer, Seller, Star, offers};
pub use places::{Place, places};
