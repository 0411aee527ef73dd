//! Amounts and instants as banks write them.

use kernel::{Day, MINUTE_MS, Timestamp, Vnd};

/// The most that one line may say.
const MOST: i64 = 1_000_000_000_000;

/// `1.250.000`, `1,250,000.00`, `+1 250 000 VND`, `-50000`, `(50.000)`: whole đồng, none where it is
/// no amount. Cents, if any are written, are noughts.
pub(crate) fn amount(written: &str) -> Option<Vnd> {
    let plain: String = written
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    let plain = ["vnd", "vnđ", "đ", "₫"]
        .iter()
        .fold(plain, |text, unit| text.replace(unit, ""));
    let inner = plain.strip_prefix('(').and_then(|p| p.strip_suffix(')'));
    let (below, digits) = match (inner, plain.strip_prefix(['-', '\u{2212}'])) {
        (Some(inner), _) => (true, inner),
        (None, Some(rest)) => (true, rest),
        (None, None) => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let whole = without_cents(digits)?;
    let value: i64 = whole.parse().ok().filter(|value| *value <= MOST)?;
    Some(Vnd(if below { -value } else { value }))
}

/// The digits without what parts them. One or two digits after the last mark are cents, three are
/// thousands.
fn without_cents(digits: &str) -> Option<String> {
    let mut parts: Vec<&str> = digits.split(['.', ',']).collect();
    if parts.len() > 1 && parts.last().is_some_and(|last| last.len() < 3) {
        let cents = parts.pop()?;
        if cents.is_empty() || cents.bytes().any(|digit| digit != b'0') {
            return None;
        }
    }
    let (first, rest) = parts.split_first()?;
    let grouped = rest.iter().all(|group| group.len() == 3);
    let numbers = parts
        .iter()
        .all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let first_fits = !first.is_empty() && (rest.is_empty() || first.len() <= 3);
    (grouped && numbers && first_fits).then(|| parts.concat())
}

/// `23/11/2026 14:05:09`, `2026-11-23 14:05`, `23-11-2026`: in Vietnam. A day alone is its noon, so
/// that it is neither the day before nor the day after.
pub(super) fn instant(written: &str) -> Option<Timestamp> {
    let written = written.trim().replace('T', " ");
    let (day, time) = written.split_once(' ').unwrap_or((&written, ""));
    let numbers: Vec<&str> = day.split(['/', '-', '.']).collect();
    let iso = match numbers.as_slice() {
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => return None,
    };
    let day: Day = iso.parse().ok()?;
    let minutes = match time.trim() {
        "" => 12 * 60,
        time => clock(time)?,
    };
    Some(day.start().plus_ms(minutes * MINUTE_MS))
}

/// Minutes since midnight; seconds do not matter.
fn clock(time: &str) -> Option<i64> {
    let mut parts = time.split(':').map(|part| part.trim().parse::<i64>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_however_a_bank_writes_it() {
        for (written, wanted) in [
            ("1250000", Some(1_250_000)),
            ("1.250.000", Some(1_250_000)),
            ("1,250,000.00", Some(1_250_000)),
            ("+1 250 000 VND", Some(1_250_000)),
            ("-50.000 đ", Some(-50_000)),
            ("(50,000)", Some(-50_000)),
            ("500", Some(500)),
            ("12.5", None),
            ("1.25.000", None),
            ("1250.000,5", None),
            ("abc", None),
            ("", None),
            ("9999999999999999", None),
        ] {
            assert_eq!(amount(written), wanted.map(Vnd), "{written}");
        }
    }

    #[test]
    fn an_instant_is_vietnams() {
        let at = |text: &str| instant(text).map(|at| at.to_string());
        assert_eq!(
            at("23/11/2026 14:05:09").as_deref(),
            Some("2026-11-23T07:05:00.000Z")
        );
        assert_eq!(
            at("2026-11-23T14:05").as_deref(),
            Some("2026-11-23T07:05:00.000Z")
        );
        assert_eq!(
            at("23-11-2026").as_deref(),
            Some("2026-11-23T05:00:00.000Z")
        );
        assert_eq!(at("2026-13-01"), None);
        assert_eq!(at("23/11/26"), None);
        assert_eq!(at("23/11/2026 25:00"), None);
    }
}
