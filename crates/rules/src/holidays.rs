use std::collections::{BTreeMap, BTreeSet};

use kernel::Day;
use store::{ConnectionTrait, Error, rows};

/// The public holidays that are known: a row `calendar.holidays` a year, its scope the year, its
/// value the days on which offices are closed though it is no weekend. Tết follows the moon and is
/// announced by the government each autumn: a year without a row has weekends alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    /// The days.
    pub days: BTreeSet<Day>,
    /// The last day of the last year that is known.
    pub known_until: Option<Day>,
}

/// Every holiday that is known; of two rows for a year the later one holds.
pub async fn holidays(db: &impl ConnectionTrait) -> Result<Holidays, Error> {
    let sql = "SELECT scope, value FROM rules WHERE name = 'calendar.holidays' AND suspended_by IS NULL \
               ORDER BY scope, from_on";
    let mut years: BTreeMap<String, BTreeSet<Day>> = BTreeMap::new();
    for row in rows(db, sql, vec![]).await? {
        let (year, json): (String, String) = (row.try_get("", "scope")?, row.try_get("", "value")?);
        let days = serde_json::from_str(&json).map_err(|err| {
            Error::Schema(format!("the holidays of {year} cannot be read: {err}"))
        })?;
        years.insert(year, days);
    }
    let known_until = years
        .last_key_value()
        .and_then(|(year, _)| format!("{year}-12-31").parse().ok());
    Ok(Holidays {
        days: years.into_values().flatten().collect(),
        known_until,
    })
}
