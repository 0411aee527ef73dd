use std::collections::BTreeSet;

use crate::{Day, HOUR_MS, Timestamp};

/// The days on which a producer is closed: no waking hour passes on them.
pub type Closures = BTreeSet<Day>;

/// Waking hours begin at 07:00 …
const OPENS_MS: i64 = 7 * HOUR_MS;
/// … and end at 21:00, Asia/Ho_Chi_Minh.
const CLOSES_MS: i64 = 21 * HOUR_MS;

/// The instant at which `hours` waking hours have passed since `from`.
///
/// A run of more than two years of closure days is taken as an error of the calendar: the deadline
/// then falls where the search stops, so that no order waits for ever.
pub fn waking_deadline(from: Timestamp, hours: i64, closures: &Closures) -> Timestamp {
    let mut left = hours.max(0).saturating_mul(HOUR_MS);
    let mut day = Day::of(from);
    let mut at = from;
    for _ in 0..800 {
        let opens = day.start().plus_ms(OPENS_MS);
        let closes = day.start().plus_ms(CLOSES_MS);
        let begin = at.max(opens);
        if !closures.contains(&day) && begin < closes {
            let passes = closes.0 - begin.0;
            if left <= passes {
                return begin.plus_ms(left);
            }
            left -= passes;
        }
        day = day.plus_days(1);
        at = day.start();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("{text}+07:00").parse().unwrap()
    }

    #[test]
    fn only_waking_hours_count() {
        let none = Closures::new();
        for (from, hours, until) in [
            ("2026-11-23T08:00:00", 2, "2026-11-23T10:00:00"),
            ("2026-11-23T20:00:00", 2, "2026-11-24T08:00:00"),
            ("2026-11-23T23:30:00", 1, "2026-11-24T08:00:00"),
            ("2026-11-23T05:00:00", 14, "2026-11-23T21:00:00"),
            ("2026-11-23T09:00:00", 24, "2026-11-24T19:00:00"),
        ] {
            assert_eq!(
                waking_deadline(at(from), hours, &none),
                at(until),
                "{from} + {hours}"
            );
        }
    }

    #[test]
    fn closure_days_do_not_count() {
        let closed = Closures::from(["2026-11-24".parse().unwrap(), "2026-11-25".parse().unwrap()]);
        assert_eq!(
            waking_deadline(at("2026-11-23T20:00:00"), 2, &closed),
            at("2026-11-26T08:00:00")
        );
    }
}
