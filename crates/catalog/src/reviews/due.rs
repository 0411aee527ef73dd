use std::collections::BTreeSet;

use kernel::{Day, Timestamp};
use store::ConnectionTrait;

use super::review::Level;
use crate::Error;

/// The midnight that ends the `days`-th working day after `from`. Working days are Monday to
/// Friday in Vietnam without its public holidays; the day itself does not count.
pub fn working_deadline(from: Timestamp, days: i64, holidays: &BTreeSet<Day>) -> Timestamp {
    let mut day = Day::of(from);
    let mut left = days.max(0);
    while left > 0 {
        day = day.plus_days(1);
        if !is_weekend(day) && !holidays.contains(&day) {
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
    let holidays = rules::holidays(db).await?;
    Ok(working_deadline(now, days, &holidays.days))
}

fn is_weekend(day: Day) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    matches!(day.0.weekday(), Saturday | Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::shop;

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
                working_deadline(from.parse().unwrap(), days, &BTreeSet::new()),
                last.end(),
                "{from}"
            );
        }
    }

    #[tokio::test]
    async fn the_holidays_of_a_year_that_is_known_are_no_working_days() {
        let shop = shop(1, 0).await;
        let known = rules::holidays(shop.db.read()).await.unwrap();
        assert_eq!(known.known_until, "2026-12-31".parse().ok());
        for (from, days, last) in [
            // Friday the 13th of February: Tết is the whole next week.
            ("2026-02-13T09:00:00+07:00", 2, "2026-02-24"),
            // The Hùng kings' day was a Sunday, so that Monday is free.
            ("2026-04-24T09:00:00+07:00", 3, "2026-05-04"),
            ("2026-08-31T09:00:00+07:00", 1, "2026-09-03"),
            // Of 2027 nothing is known yet.
            ("2026-12-31T09:00:00+07:00", 1, "2027-01-01"),
        ] {
            let last: Day = last.parse().unwrap();
            let until = working_deadline(from.parse().unwrap(), days, &known.days);
            assert_eq!(until, last.end(), "{from}");
        }
    }
}
