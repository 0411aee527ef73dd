//! The registry of a province, imported from its file: decisions and the products that they
//! recognise, listed here or not.
//!
//! A workbook (XLSX), or text between tabs, commas or semicolons, its columns in any order under
//! this program's names or those that provinces write. Needed are the product, its producer and a
//! place; the rest is taken where it is told. What it tells is kept as written and becomes
//! *recorded*: no star comes of it before an official verifies it. A row is known by its
//! `registry_key` (product, producer, decision, date of issue), so a file may come again, whole or
//! after it was stopped in its middle: what is there already stays as it is. A row that cannot be
//! read is reported with its column and what to do, and the others are taken.

mod entry;
mod heading;
mod import;
mod issuer;
mod place;
mod read;
mod report;
mod said;
mod table;
mod write;

pub use import::import;
pub use report::{Report, RowFault, Why, inert, write_faults};

pub use crate::names::core as folded_producer;
pub(crate) use entry::{Entry, Programme, key};
pub(crate) use issuer::level;
pub(crate) use write::record;
