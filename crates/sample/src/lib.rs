//! The sample market and the generator of large ones.
//!
//! The sample is made of 42 real products, whose facts come from public decisions through the
//! registry's importer, and of a few visibly fictitious producers of Cẩm Xuyên (*hư cấu*) that
//! carry every state a walk or a test needs. What is a fact lies in `data/registry.tsv`, what was
//! invented in `data/sample/`; every row made of it says so (`sample = 1`, and a line in the text).
//!
//! **Invariant:** no star of a real product is invented: only what a decision and full dates tell
//! is verified.
//! **Invariant:** [`fill`] fills once.
//!
//! What it does not do: nothing here runs on a market that serves people.

#![warn(missing_docs)]

mod certified;
mod draft;
mod fill;
mod generate;
mod labels;
mod papers;
mod people;
mod pictures;
mod shops;
mod table;
mod waiting;
mod words;
mod write;

pub use fill::fill;
pub use generate::generate;
pub use people::{PASSWORD, SIGN_INS, SignIn};
