//! Prices: every one with the time from which and until which it holds, never edited.
//!
//! A price holds from a quantity on (`min_quantity`); the one for a single piece is the price that
//! is shown. It changes at once; a move by more than half asks again, for a lost zero is dear.

mod open;
mod set;
mod tier;

pub use open::open;
pub use set::{Asked, set};
pub use tier::{Tier, price_for};

use kernel::Vnd;

/// The least and the most that one thing may cost; the database holds the same numbers.
pub const RANGE: (Vnd, Vnd) = (Vnd(1), Vnd(1_000_000_000));
