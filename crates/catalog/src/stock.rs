//! Stock: what is on hand, what of it is reserved for orders, and every movement between.
//!
//! Each movement is one append-only row whose deltas sum to the numbers of `stock_items`:
//!
//! | movement | on hand | reserved | when |
//! |---|---|---|---|
//! | received | + | | the producer counts more |
//! | reserved | | + | a checkout |
//! | released | | − | the order ends before it is shipped |
//! | sold | − | − | the parcel is handed over |
//! | returned | + | | the box is back and whole |
//! | adjusted | − | | the producer counts less |
//!
//! **Invariant:** 0 ≤ reserved ≤ on hand; the database holds it, the guards make it an answer.
//! **Invariant:** a step is two statements however many lines it has, and rows are locked in the
//! order of their variants, so that two orders never wait for each other.

mod balance;
mod movement;
mod open;
mod order_steps;
mod set_on_hand;
mod shelf;

pub use balance::{Balance, balances, look_through};
pub use movement::Movement;
pub use open::open;
pub use order_steps::{Line, Short, release, reserve, sell, take_back};
pub use set_on_hand::{Count, Level, set_on_hand};
pub use shelf::{Shelf, shelf, shelf_of, shelves};

#[cfg(test)]
mod tests;
