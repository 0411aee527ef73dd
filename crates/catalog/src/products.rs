//! Products, as their producer works on them.

mod status;

pub use status::{ProductEvent, ProductStatus};
