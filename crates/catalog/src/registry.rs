//! The registry of a province, imported from its file: decisions and the products that they
//! recognise, listed here or not.
//!
//! A TSV file with the columns of [`NEEDED`] and [`OPTIONAL`], in any order. What it tells is kept as
//! written and becomes *recorded*: no star comes of it before an official verifies it. A row is
//! known by its `registry_key` (product, producer, decision, date of issue), so a file may come
//! again, whole or corrected: what is there already stays as it is. A row that cannot be read is
//! reported with its column and what to do, and the others are taken.

mod entry;
mod import;
mod issuer;
mod read;
mod report;
mod write;

pub use import::import;
pub use read::{NEEDED, OPTIONAL};
pub use report::{Report, RowFault, Why};

pub(crate) use issuer::level;
pub(crate) use write::COLUMNS;
