//! Revisions: the immutable texts of a product, one of which is on sale.

mod body;
mod status;

pub use body::{FactValue, Net, NetUnit, RevisionBody, VariantText};
pub use status::{RevisionEvent, RevisionStatus};
