/// A strength in per mille as people write it: `12.5`.
pub fn abv(permille: i64) -> String {
    match (permille / 10, permille % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

/// A strength by volume, `12` or `12.5`, in per mille; `None` for anything but a number with at
/// most one decimal.
pub fn parse_abv(text: &str) -> Option<i64> {
    let (whole, tenth) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(tenth) || whole.len() > 3 {
        return None;
    }
    // 12.50 is 12.5; 12.55 is more than a label says.
    let tenth = match tenth.trim_end_matches('0') {
        "" => 0,
        one if one.len() == 1 => one.parse::<i64>().ok()?,
        _finer => return None,
    };
    Some(whole.parse::<i64>().ok()? * 10 + tenth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strength_has_at_most_one_decimal() {
        for (text, permille) in [
            ("12.5", 125),
            ("12", 120),
            ("12.0", 120),
            ("12.50", 125),
            ("0.5", 5),
        ] {
            assert_eq!(parse_abv(text), Some(permille), "{text}");
        }
        for text in ["", "12.55", "-1", "12,5", "1e1", ".5", "12.", "1000000"] {
            assert_eq!(parse_abv(text), None, "{text}");
        }
        assert_eq!((abv(125), abv(120)), ("12.5".to_owned(), "12".to_owned()));
    }
}
