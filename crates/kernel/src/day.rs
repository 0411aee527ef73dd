use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{HOUR_MS, Timestamp};

/// Vietnam's offset from UTC: fixed, no daylight saving.
const OFFSET_MS: i64 = 7 * HOUR_MS;

/// The years that are read: what lies outside is a slip or means "never", and has a way of its own.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

/// A legal day in Asia/Ho_Chi_Minh, stored as ISO text (`2026-11-23`). Read are days from 1900 to 2999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Date", into = "Date")]
pub struct Day(pub Date);

/// Text that is no day from 1900 to 2999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day from 1900-01-01 to 2999-12-31")]
pub struct NotADay;

/// How much of a date a source told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPrecision {
    /// The full date.
    Day,
    /// Month and year only.
    Month,
    /// The year only.
    Year,
}

impl DayPrecision {
    /// The word in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Day {
    /// The day on which an instant falls in Vietnam.
    pub fn of(at: Timestamp) -> Self {
        let local = jiff::Timestamp::from_millisecond(at.0.saturating_add(OFFSET_MS))
            .unwrap_or(jiff::Timestamp::MIN);
        Self(jiff::tz::Offset::UTC.to_datetime(local).date())
    }

    /// The first instant of this day, local midnight.
    pub fn start(self) -> Timestamp {
        let utc = jiff::tz::Offset::UTC
            .to_timestamp(self.0.to_datetime(jiff::civil::Time::midnight()))
            .unwrap_or(jiff::Timestamp::MAX);
        Timestamp(utc.as_millisecond().saturating_sub(OFFSET_MS))
    }

    /// The midnight that ends this day: what is valid "until this day" ends here.
    pub fn end(self) -> Timestamp {
        self.plus_days(1).start()
    }

    /// The day `days` later (earlier when negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(
            self.0
                .saturating_add(jiff::Span::new().days(days.clamp(-1_000_000, 1_000_000))),
        )
    }

    /// Calendar months later: 31 August + 6 months is 28 or 29 February.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        Self(
            self.0
                .saturating_add(jiff::Span::new().months(months.clamp(-10_000, 10_000))),
        )
    }

    /// Whole days from `self` to `other`.
    pub fn days_until(self, other: Self) -> i64 {
        i64::from((other.0 - self.0).get_days())
    }

    /// `dd/MM/yyyy`, as people read it.
    pub fn display_vi(self) -> String {
        self.0.strftime("%d/%m/%Y").to_string()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Day {
    type Err = NotADay;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        s.parse::<Date>().map_err(|_none| NotADay)?.try_into()
    }
}

impl TryFrom<Date> for Day {
    type Error = NotADay;

    fn try_from(date: Date) -> Result<Self, Self::Error> {
        if YEARS.contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(NotADay)
        }
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        day.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_local_midnight() {
        let day: Day = "2026-11-23".parse().unwrap();
        assert_eq!(day.start().to_string(), "2026-11-22T17:00:00.000Z");
        assert_eq!(Day::of(day.start()), day);
        assert_eq!(Day::of(day.start().plus_ms(-1)), day.plus_days(-1));
        assert_eq!(day.end(), day.plus_days(1).start());
    }

    #[test]
    fn thirty_six_months_are_calendar_months() {
        let day = |s: &str| s.parse::<Day>().unwrap();
        assert_eq!(day("2024-08-31").plus_months(36), day("2027-08-31"));
        assert_eq!(day("2024-02-29").plus_months(36), day("2027-02-28"));
        assert_eq!(day("2026-11-23").days_until(day("2026-12-01")), 8);
        assert_eq!(day("2026-12-01").days_until(day("2026-11-23")), -8);
        assert_eq!(day("1900-01-01").days_until(day("2999-12-31")), 401_766);
    }

    #[test]
    fn a_day_that_no_paper_bears_is_not_read() {
        for no_day in [
            "9999-12-31",
            "3000-01-01",
            "1899-12-31",
            "0000-01-01",
            "2026-02-29",
            "today",
        ] {
            assert_eq!(no_day.parse::<Day>(), Err(NotADay), "{no_day}");
            let read = serde_json::from_value::<Day>(no_day.into());
            assert!(read.is_err(), "{no_day}");
        }
        let last: Day = "2999-12-31".parse().unwrap();
        assert_eq!(Day::of(last.end()), last.plus_days(1));
        assert_eq!(serde_json::to_string(&last).unwrap(), "\"2999-12-31\"");
        // Sums stop at the calendar's end and break nothing.
        let end = last
            .plus_days(1_000_000)
            .plus_months(10_000)
            .plus_days(1_000_000)
            .plus_days(1_000_000);
        assert!(end.start() > last.start() && end.end() >= end.start());
    }
}
