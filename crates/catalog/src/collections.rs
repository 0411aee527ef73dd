//! Collections that officials put together: the goods of a place, a season, a fair or a campaign.
//!
//! **Invariant:** an official puts together what lies in their own area, of products with a star that
//! holds; one whose star ends stays in the list and is not shown.

mod put;
mod read;
mod write;

pub use put::{put, take};
pub use read::{Collection, Kind, Member, in_area, of_area, running};
pub use write::{Draft, create, edit};
