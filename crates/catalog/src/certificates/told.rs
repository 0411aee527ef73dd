use kernel::{Day, DayPrecision};
use serde::{Serialize, Serializer};

/// A date as a source told it: `2028-06-19`, `2023-07` or `2023`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToldDay {
    first: Day,
    precision: DayPrecision,
}

impl ToldDay {
    /// A full date.
    pub const fn day(day: Day) -> Self {
        Self {
            first: day,
            precision: DayPrecision::Day,
        }
    }

    /// A date as written; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (full, precision) = match text.len() {
            4 => (format!("{text}-01-01"), DayPrecision::Year),
            7 => (format!("{text}-01"), DayPrecision::Month),
            10 => (text.to_owned(), DayPrecision::Day),
            _ => return None,
        };
        let first = full.parse().ok()?;
        Some(Self { first, precision })
    }

    /// The day, where the source told it.
    pub fn full(self) -> Option<Day> {
        (self.precision == DayPrecision::Day).then_some(self.first)
    }

    /// The first day that it can be.
    pub const fn earliest(self) -> Day {
        self.first
    }

    /// The last day that it can be.
    pub fn latest(self) -> Day {
        match self.precision {
            DayPrecision::Day => self.first,
            DayPrecision::Month => self.first.plus_months(1).plus_days(-1),
            DayPrecision::Year => self.first.plus_months(12).plus_days(-1),
        }
    }

    /// How much was told.
    pub const fn precision(self) -> DayPrecision {
        self.precision
    }
}

impl std::fmt::Display for ToldDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let full = self.first.to_string();
        let told = match self.precision {
            DayPrecision::Day => 10,
            DayPrecision::Month => 7,
            DayPrecision::Year => 4,
        };
        f.write_str(full.get(..told).unwrap_or(&full))
    }
}

impl Serialize for ToldDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_says_no_more_than_was_told() {
        for text in ["2028-06-19", "2023-07", "2023"] {
            assert_eq!(ToldDay::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "23", "2023-13", "2023-02-30", "19/06/28"] {
            assert_eq!(ToldDay::parse(text), None, "{text}");
        }
        let year = ToldDay::parse("2023").unwrap();
        assert_eq!(year.full(), None);
        assert_eq!(year.latest().to_string(), "2023-12-31");
        let month = ToldDay::parse("2024-02").unwrap();
        assert_eq!(month.latest().to_string(), "2024-02-29");
    }
}
