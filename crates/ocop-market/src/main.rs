//! The ocop-market binary.
fn main() {}
