//! Where the program is to die, as by kill -9, for the tests that start it again: at a commit, for
//! between two commits nothing of it is kept. Debug builds alone; a release knows nothing of it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// On which side of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What it would have written is lost.
    Before,
    /// It is written, and nobody was told.
    After,
}

static DEATH: OnceLock<(Side, AtomicU64)> = OnceLock::new();

/// The program dies on this side of the so-manieth commit from now on, the first being 1.
pub fn die_at(side: Side, commit: u64) {
    let _ = DEATH.set((side, AtomicU64::new(commit)));
}

pub(crate) fn at(side: Side) {
    let Some((wanted, left)) = DEATH.get() else {
        return;
    };
    if *wanted == side && left.fetch_sub(1, Ordering::SeqCst) == 1 {
        std::process::abort();
    }
}
