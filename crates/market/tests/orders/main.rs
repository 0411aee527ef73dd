//! Orders on a real database: placing, every step, every deadline, and the books at the end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop, and say why"
)]

mod deadlines;
mod life;
mod placing;
mod shop;
