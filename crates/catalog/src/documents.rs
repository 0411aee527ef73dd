//! Papers of a producer: what its product sets ask for, and what it has.
//!
//! A document is handed in with its file, waits for an official under a review of the kind
//! `document`, and is verified or rejected. Which kinds are needed is dated by set, kind of producer
//! and strength. A listing cannot be handed in without them, nor put on sale before they are
//! verified; one that lapses is warned of, then pauses what needs it.

mod add;
mod find;
mod kind;
mod lapse;
mod needed;

pub use add::{NewDocument, add};
pub use find::{Document, ending, find, list_of};
pub use kind::{DocumentKind, DocumentState, Gate};
pub use lapse::{lapse, remind};
pub use needed::{Needed, needed_of};

pub(crate) use add::decided;
pub(crate) use needed::{Goods, missing, unverified};
