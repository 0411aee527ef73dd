//! Places for values, as SQLite's driver likes them.

use sea_orm::Value;

use crate::Values;

/// The same statement with `?` for each `$n`, and its values in the order in which they stand there.
/// To SQLite's driver a numbered place is a name, and it looks through all names for each of them:
/// a statement of a thousand places would take longer to bind than to run.
pub(crate) fn in_turn(sql: &str, values: &[Value]) -> (String, Values) {
    let mut parts = sql.split('$');
    let mut text = String::with_capacity(sql.len());
    text.push_str(parts.next().unwrap_or_default());
    let mut turns = Vec::with_capacity(values.len());
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = part.strip_suffix(rest).unwrap_or_default();
        if let Some(value) = nth(values, digits) {
            turns.push(value.clone());
            text.push('?');
            text.push_str(rest);
        } else {
            text.push('$');
            text.push_str(part);
        }
    }
    (text, turns)
}

fn nth<'v>(values: &'v [Value], digits: &str) -> Option<&'v Value> {
    let number: usize = digits.parse().ok()?;
    values.get(number.checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_used_twice_is_given_twice() {
        let values = [Value::from(7i64), Value::from("a"), Value::from(9i64)];
        let (sql, turns) = in_turn("UPDATE t SET a = $2, b = $12 WHERE c = $1 OR d>$1", &values);
        assert_eq!(sql, "UPDATE t SET a = ?, b = $12 WHERE c = ? OR d>?");
        assert_eq!(turns, [Value::from("a"), 7i64.into(), 7i64.into()]);
    }
}
