//! The registry of certificates: what decisions recognised, listed here or not.
//!
//! A certificate is *recorded* as a source tells it (a registry's file, a producer's claim), and
//! *verified* by an official of its province who holds the decision: an act of its own, apart from
//! approving a listing. A star shows only while a verified or extended certificate runs, until the
//! midnight in Asia/Ho_Chi_Minh after its last day; where there is none, [`Standing`] says why.
//!
//! **Invariant:** what a source wrote is kept as written: producer's and product's name, issuer,
//! product code, and of a date no more than was told.
//! **Invariant:** whether a star shows is computed from the day, never stored.

mod certificate;
mod claim;
mod extend;
mod find;
mod lapse;
mod of_area;
mod product_code;
mod regrading;
mod remind;
mod revoke;
mod scan;
mod settle;
mod standing;
mod suggest;
mod supersede;
#[cfg(test)]
mod tests;
mod told;
mod verify;

pub use certificate::{COLUMNS, Certificate, State};
pub use claim::{Claim, Told, claim};
pub use extend::{Lodged, extend};
pub use find::{claimed_by, find, of_producer, of_product};
pub use lapse::lapse;
pub use of_area::{Part, Wanted, in_area, of_area};
pub use product_code::{CodeFormat, ProductCode};
pub use regrading::{Regrading, Stage, Window};
pub use remind::remind;
pub use revoke::{Cause, revoke};
pub use scan::{Scan, hand_in_scan, keep_scan};
pub(crate) use settle::{grant, refuse};
pub use standing::{Standing, StandingState, standing, star, state_on};
pub use suggest::{Suggestion, suggest};
pub use told::ToldDay;
pub use verify::{Facts, verify};
