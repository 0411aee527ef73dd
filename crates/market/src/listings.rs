//! The node's own copy of what the public sees: the search index and what must be read anew.
//!
//! The feed says which listings changed, in commit order; the movements of stock say what was sold.
//! A node reads both from its own position on, when a commit of its own or (through Redis) of
//! another node wakes it, and else a few times a second, so
//! that a listing that is approved or suspended shows or vanishes within a second everywhere, and a
//! node that was away catches up.

mod card;
mod follow;

pub use card::unit_price;
pub use follow::{LOOK_AGAIN, Listings, follow, listen};
