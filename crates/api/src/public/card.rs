//! The card of a listing in a list. The index keeps its lasting part as JSON text; what depends on
//! the day and the moment is added to that text, which is not parsed again.

use search::Hit;
use std::fmt::Write as _;

/// Writes a hit's card.
pub(super) fn write(out: &mut String, hit: &Hit) {
    let lasting = hit.card.strip_suffix('}').unwrap_or(&hit.card);
    out.push_str(lasting);
    let _ = match hit.star {
        Some(star) => write!(out, ",\"stars\":{star}"),
        None => write!(out, ",\"stars\":null"),
    };
    let _ = write!(out, ",\"in_stock\":{}", hit.in_stock);
    if hit.nearest {
        out.push_str(",\"nearest\":true");
    }
    out.push('}');
}
