//! Moments as a clock in Vietnam shows them.

use kernel::{DAY_MS, Day, HOUR_MS, Lang, MINUTE_MS, Timestamp};

use crate::words::{say, say_with};

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

/// Up to here people count hours.
const TWO_DAYS_MS: i64 = 2 * DAY_MS;

/// How much time is left: `còn 5 giờ`.
pub(crate) fn left(until: Timestamp, now: Timestamp, lang: Lang) -> String {
    let ms = until.0.saturating_sub(now.0);
    let (key, count) = match ms {
        ..=0 => return say(lang, "desk-left-over"),
        1..HOUR_MS => ("desk-left-minutes", ms / MINUTE_MS),
        HOUR_MS..TWO_DAYS_MS => ("desk-left-hours", ms / HOUR_MS),
        _ => ("desk-left-days", ms / DAY_MS),
    };
    say_with(lang, key, &[("count", count.to_string())])
}
