//! Producers: from the application to a shop that sells.
//!
//! Somebody applies and becomes the owner; while the application is a draft, or changes were asked
//! for, they change it; submitted, it waits for an official under a review of the kind `producer`.

mod apply;
mod edit;
mod find;
mod of_area;
mod owing;
mod pause;
mod profile;
mod status;
mod submit;

pub use apply::apply;
pub use edit::edit;
pub use find::{Producer, find, names};
pub use of_area::{Known, Wanted, in_area, of_area};
pub use owing::owing;
pub use pause::{kept, listings_changed, missed, resume};
pub use profile::{EntityType, Patch, Profile};
pub use status::{ProducerEvent, ProducerStatus};
pub use submit::submit;

pub(crate) use find::locked;
pub(crate) use pause::listings;
