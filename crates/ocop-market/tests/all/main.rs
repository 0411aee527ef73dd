//! The program itself, in processes of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on must stop, and say why"
)]

mod backed_up;
mod each_step;
mod killed;
mod killed_paying;
mod looked_at;
mod process;
mod stopped;
mod watched;
