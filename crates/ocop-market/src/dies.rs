//! `OCOP_DIES=before:7` or `after:7`: a debug build dies on that side of its seventh commit, as by
//! kill -9, so that tests can have it die at each.

use store::dies::{Side, die_at};

/// Reads what the environment says of it.
pub(crate) fn read() {
    let Some(told) = std::env::var_os("OCOP_DIES") else {
        return;
    };
    let told = told.to_string_lossy();
    let (side, commit) = told.split_once(':').unwrap_or_default();
    let side = match side {
        "before" => Side::Before,
        "after" => Side::After,
        _ => return,
    };
    if let Ok(commit) = commit.parse() {
        die_at(side, commit);
    }
}
