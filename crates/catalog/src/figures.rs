//! The programme in numbers, for officials in their area: how many products take part, and how far
//! each has come.
//!
//! A product is counted once, whatever it was graded with over the years: entries of one product
//! name and producer are one product, told by the newest. *Participating* are all; *registered*
//! have handed in a file; *graded* were graded, whatever came of it; *certified* are those whose
//! star shows today, *unverified* those whose certificate runs but was held against its decision by
//! no official here; *lapsed* and *revoked* as the words say. Superseded entries only tell of the
//! past of theirs.

mod count;
mod read;
mod table;
mod wanted;

pub use count::{Counts, Figures, Line, count};
pub use read::{Participant, read};
pub use table::{label, table};
pub use wanted::Wanted;
