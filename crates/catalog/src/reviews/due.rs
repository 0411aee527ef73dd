use kernel::{Day, Timestamp};
use store::ConnectionTrait;

use super::review::Level;
use crate::Error;

/// The midnight that ends the `days`-th working day after `from`. Working days are Monday to
/// Friday in Vietnam; the day itself does not count.
pub fn working_deadline(from: Timestamp, days: i64) -> Timestamp {
    let mut day = Day::of(from);
    let mut left = days.max(0);
    while left > 0 {
        day = day.plus_days(1);
        if !is_weekend(day) {
            left -= 1;
        }
    }
    day.end()
}

/// By when a level decides on what reaches it now.
pub(super) async fn due_at(
    db: &impl ConnectionTrait,
    level: Level,
    now: Timestamp,
) -> Result<Timestamp, Error> {
    let days = rules::value(db, "review.working_days", level.as_str(), Day::of(now)).await?;
    Ok(working_deadline(now, days))
}

fn is_weekend(day: Day) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    matches!(day.0.weekday(), Saturday | Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekend_is_no_working_day() {
        for (from, days, last) in [
            ("2026-11-23T09:00:00+07:00", 2, "2026-11-25"),
            ("2026-11-26T09:00:00+07:00", 2, "2026-11-30"),
            ("2026-11-28T09:00:00+07:00", 1, "2026-11-30"),
            ("2026-11-27T23:59:00+07:00", 3, "2026-12-02"),
        ] {
            let last: Day = last.parse().unwrap();
            assert_eq!(
                working_deadline(from.parse().unwrap(), days),
                last.end(),
                "{from}"
            );
        }
    }
}
