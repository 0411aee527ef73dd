//! Moments as a clock in Vietnam shows them.

use kernel::{Day, MINUTE_MS, Timestamp};

/// `14:05 23/11/2026`.
pub(crate) fn moment(at: Timestamp) -> String {
    let day = Day::of(at);
    let minutes = (at.0 - day.start().0) / MINUTE_MS;
    format!(
        "{:02}:{:02} {}",
        minutes / 60,
        minutes % 60,
        day.display_vi()
    )
}
