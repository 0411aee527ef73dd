//! The shelf: what the public sees of listings, read with two queries however many they are.

mod certified;
mod find;
mod listed;
mod listing;
mod preview;
mod producers;
mod read;
mod shown;
mod sold;

pub use certified::certified_last;
pub use find::find;
pub use listed::{last_number, listed};
pub use listing::{Listing, Maker, OnSale};
pub use preview::preview;
pub use producers::{ShownProducer, find_producer, list_producers};
pub use read::{Which, read};
pub use shown::{Moved, ever_on_sale, shown_by};
pub use sold::SoldUntil;
