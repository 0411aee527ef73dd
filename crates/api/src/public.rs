//! What everybody may read, answered from kept answers wherever one is true.

mod card;
pub(crate) mod code;
pub(crate) mod places;
pub(crate) mod problem_kinds;
pub(crate) mod producers;
pub(crate) mod product;
pub(crate) mod products;
mod shown;
pub(crate) mod suggest;
pub(crate) mod taxonomy;
