//! Dated rules: every legal rule, fee and policy that the program follows, each with its legal
//! basis and the days on which it holds. Laws move; code that knew them would be wrong.
//!
//! The rows of the first day are written by the schema (`migrations/sql/0008_rules.sql`); an
//! operator adds a row to change one from a day on, and nothing is ever edited.
//!
//! **Invariant:** code names a rule and asks for its value on a day; it never holds the value.

#![warn(missing_docs)]

mod basis;
mod holidays;

pub use basis::Basis;
pub use holidays::{Holidays, holidays};

use kernel::Day;
use serde::de::DeserializeOwned;
use store::{ConnectionTrait, Error, rows};

/// The value of a rule as part of another statement, where one more would cost too much: the latest
/// row that holds on a day, one of the narrower scope first. `scope` and `day` are what stands there
/// in that statement: a column, a place; `name` is the program's own.
pub fn value_in(name: &'static str, scope: &str, day: &str) -> String {
    format!(
        "(SELECT value FROM rules WHERE name = '{name}' AND scope IN ({scope}, '*') AND from_on <= {day} \
         AND (until_on IS NULL OR until_on >= {day}) AND suspended_by IS NULL \
         ORDER BY CASE scope WHEN '*' THEN 1 ELSE 0 END, from_on DESC LIMIT 1)"
    )
}

/// The value of a rule on a day, from the latest row that holds. `scope` narrows it (a product
/// set, a kind of producer); a row of scope `*` holds where none is narrower.
///
/// A rule that is missing or cannot be read is an error of the installation, and says so.
pub async fn value<T: DeserializeOwned>(
    db: &impl ConnectionTrait,
    name: &str,
    scope: &str,
    day: Day,
) -> Result<T, Error> {
    let (value, _basis) = with_basis(db, name, scope, day).await?;
    Ok(value)
}

/// The value of a rule on a day, and on what it rests: for who is told of it.
pub async fn with_basis<T: DeserializeOwned>(
    db: &impl ConnectionTrait,
    name: &str,
    scope: &str,
    day: Day,
) -> Result<(T, Basis), Error> {
    let (json, basis) = held(db, name, scope, day).await?;
    let value = serde_json::from_str(&json)
        .map_err(|err| Error::Schema(format!("the rule {name} cannot be read: {err}")))?;
    Ok((value, basis))
}

/// The value of a rule on a day as its row has it, and its legal basis.
pub async fn held(
    db: &impl ConnectionTrait,
    name: &str,
    scope: &str,
    day: Day,
) -> Result<(String, Basis), Error> {
    let sql = "SELECT scope, value, legal_basis, legal_basis_en FROM rules WHERE name = $1 AND scope IN ($2, '*') AND from_on <= $3 \
               AND (until_on IS NULL OR until_on >= $3) AND suspended_by IS NULL ORDER BY from_on";
    let found = rows(
        db,
        sql,
        vec![name.into(), scope.into(), day.to_string().into()],
    )
    .await?;
    let mut best: Option<(bool, (String, Basis))> = None;
    for row in &found {
        let narrow = row.try_get::<String>("", "scope")? != "*";
        if best
            .as_ref()
            .is_none_or(|(was_narrow, _)| narrow >= *was_narrow)
        {
            let of = (row.try_get("", "value")?, Basis::of(row)?);
            best = Some((narrow, of));
        }
    }
    let best = best.map(|(_, of)| of);
    best.ok_or_else(|| Error::Schema(format!("no rule {name} holds on {day}")))
}
