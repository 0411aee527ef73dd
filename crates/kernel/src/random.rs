//! Randomness from the operating system.

/// `N` bytes from the operating system's generator.
///
/// # Panics
/// When the operating system has no randomness: nothing safe can be done without it.
#[must_use]
#[expect(
    clippy::expect_used,
    reason = "without randomness no id or token can be made"
)]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    getrandom::fill(&mut out).expect("the operating system gives randomness");
    out
}
