use kernel::{Lang, Vnd};
use serde_json::Value;

use crate::words::say;

/// `125.000 ₫`.
pub(crate) fn dong(amount: Vnd) -> String {
    let digits = amount.amount().unsigned_abs().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    let sign = if amount.amount() < 0 { "−" } else { "" };
    // A narrow space that does not break.
    format!("{sign}{grouped}\u{a0}₫")
}

/// `250.000 ₫/kg`, of a unit price as the index keeps it.
pub(crate) fn per_unit(unit_price: &Value, lang: Lang) -> Option<String> {
    let amount = Vnd(unit_price.get("amount")?.as_i64()?);
    let per = match unit_price.get("per")?.as_str()? {
        "piece" => say(lang, "piece"),
        unit => unit.to_owned(),
    };
    Some(format!("{}/{per}", dong(amount)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_by_dots() {
        let said: Vec<String> = [0, 999, 1_000, 125_000, 1_234_567, -5_000]
            .map(|n| dong(Vnd(n)))
            .to_vec();
        let wanted = [
            "0 ₫",
            "999 ₫",
            "1.000 ₫",
            "125.000 ₫",
            "1.234.567 ₫",
            "−5.000 ₫",
        ];
        assert_eq!(said, wanted.map(|text| text.replace(' ', "\u{a0}")));
    }
}
