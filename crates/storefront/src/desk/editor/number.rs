//! Numbers as people write them on a label.

use catalog::revisions::NetUnit;

/// A whole number: `1.200`, `1 200`, `1,200`.
pub(super) fn whole(typed: &str) -> Option<i64> {
    let parted = |c: &char| !c.is_whitespace() && !matches!(c, '.' | ',');
    let digits: String = typed.chars().filter(parted).collect();
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// A net quantity in whole units: half a litre is 500 ml.
pub(super) fn net(typed: &str, unit: NetUnit) -> Option<(i64, NetUnit)> {
    let smaller = match unit {
        NetUnit::Kg => NetUnit::G,
        NetUnit::L => NetUnit::Ml,
        NetUnit::G | NetUnit::Ml | NetUnit::Piece => return Some((whole(typed)?, unit)),
    };
    let plain = typed.replace(char::is_whitespace, "");
    let Some((before, after)) = decimal(&plain) else {
        return Some((whole(&plain)?, unit));
    };
    if !(1..=3).contains(&after.len()) || !after.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: i64 = format!("{after:0<3}").parse().ok()?;
    let amount = whole(before)?.checked_mul(1000)?.checked_add(thousandths)?;
    Some((amount, smaller))
}

/// What stands before and after the decimal sign, where there is one: a comma, or a dot that parts
/// no thousands.
fn decimal(typed: &str) -> Option<(&str, &str)> {
    if let Some(parts) = typed.rsplit_once(',') {
        return Some(parts);
    }
    let parts = typed.rsplit_once('.');
    parts.filter(|(before, after)| after.len() != 3 || *before == "0")
}

/// A strength as `catalog` reads it: `12,5` is `12.5`.
pub(super) fn strength(typed: &str) -> Option<i64> {
    let plain = typed.trim_end_matches('%').trim().replace(',', ".");
    catalog::revisions::parse_abv(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_may_be_parted_and_nothing_else_is_one() {
        for typed in ["1200", "1.200", "1 200", "1,200"] {
            assert_eq!(whole(typed), Some(1_200), "{typed}");
        }
        for typed in ["", ".", "-1", "1k", "½", "99999999999999999999"] {
            assert_eq!(whole(typed), None, "{typed}");
        }
    }

    #[test]
    fn half_a_litre_is_five_hundred_millilitres() {
        use NetUnit::{G, Kg, L, Ml};
        for (typed, unit, read) in [
            ("500", Ml, (500, Ml)),
            ("1.500", G, (1_500, G)),
            ("2", Kg, (2, Kg)),
            ("0,5", L, (500, Ml)),
            ("0.5", L, (500, Ml)),
            ("0.500", Kg, (500, G)),
            ("1,25", Kg, (1_250, G)),
            ("1.500", Kg, (1_500, Kg)),
        ] {
            assert_eq!(net(typed, unit), Some(read), "{typed}");
        }
        for typed in ["", "0,5555", "nửa", ",5 lít", "1,"] {
            assert_eq!(net(typed, L), None, "{typed}");
        }
        assert_eq!((strength("12,5 %"), strength("mạnh")), (Some(125), None));
    }
}
