//! Revisions: the immutable texts of a product, one of which is on sale.
//!
//! A draft is written and changed; once submitted, its text never changes again. What an official
//! sends back, and what is on sale, is changed by a new draft that begins from it.

mod abv;
mod advance;
mod body;
mod check;
mod claims;
mod complete;
mod draft;
mod find;
mod status;
mod write;

pub use abv::{abv, parse_abv};
pub use body::{FactValue, Net, NetUnit, RevisionBody, VariantText};
pub use draft::{Draft, Patch, VariantDraft};
pub use find::{Revision, find, newest};
pub use status::{RevisionEvent, RevisionStatus};

pub(crate) use advance::{advance, submit, supersede_waiting, withdraw_open};
pub(crate) use check::{MAX_PICTURES, check};
pub(crate) use complete::{complete, false_claims, lacks, stars};
pub(crate) use find::by_id;
pub(crate) use write::{Number, write_draft};
