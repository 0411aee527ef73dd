//! Products, as their producer works on them.
//!
//! A product is created with the draft of its first revision and its variants. Its text changes by
//! revisions alone; pausing, resuming and how it travels change at once.

mod create;
mod edit;
mod find;
mod go_live;
mod list;
mod missing;
mod status;
mod step;
mod submit;
mod withdraw;

pub use create::{New, create};
pub use edit::edit;
pub use find::{Product, find, whose};
pub use list::{Listed, list};
pub use missing::missing;
pub use status::{ProductEvent, ProductStatus};
pub use step::{pause, resume, retire};
pub use submit::submit;
pub use withdraw::withdraw;

pub(crate) use find::{locked, owned};
pub(crate) use go_live::go_live;
pub(crate) use step::take_off_sale;
