use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{HOUR_MS, Timestamp};

/// Vietnam's offset from UTC: fixed, no daylight saving.
const OFFSET_MS: i64 = 7 * HOUR_MS;

/// A legal day in Asia/Ho_Chi_Minh, stored as ISO text (`2026-11-23`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub Date);

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
            .map_or(i64::MIN, jiff::Timestamp::as_millisecond);
        Timestamp(utc.saturating_sub(OFFSET_MS))
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
        (other.start().0 - self.start().0).div_euclid(crate::DAY_MS)
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
    type Err = jiff::Error;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        s.parse().map(Self)
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
    }
}
