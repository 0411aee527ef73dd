//! Suspensions: an official takes a listing, or all of a producer's, off sale, and puts it back as
//! it was.

mod restore;
mod subject;
mod suspend;

pub use restore::restore;
pub use subject::{OpenOrders, Subject, Suspension, find, status};
pub use suspend::{Order, suspend};
