//! Label facts: what the label of each product set must and may say, as dated rows.

use std::collections::BTreeMap;

use kernel::{Day, words};
use store::{ConnectionTrait, rows};

use crate::revisions::FactValue;
use crate::text::paragraphs;
use crate::words::stored;
use crate::{Error, Fault, Wrong};

words! {
    /// What kind of value a fact has.
    FactKind {
        /// Text of at most `max` characters.
        Text = "text",
        /// A whole number from 0 to `max`, in the definition's unit.
        Number = "number",
        /// Yes or no.
        Flag = "flag",
    }
}

/// A fact that a label of a set has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Of which product set.
    pub set: i64,
    /// Its key in a revision's facts.
    pub key: String,
    /// What kind of value.
    pub kind: FactKind,
    /// Its name in Vietnamese.
    pub label_vi: String,
    /// Its name in English.
    pub label_en: String,
    /// The unit of a number: `day`.
    pub unit: Option<String>,
    /// The most characters, or the largest number.
    pub max: i64,
    /// Whether a text without it cannot be handed in.
    pub required: bool,
}

/// The facts of a set on a day, in the order of the label.
pub async fn of_set(
    db: &impl ConnectionTrait,
    set: i64,
    day: Day,
) -> Result<Vec<Definition>, Error> {
    let sql = "SELECT set_no, fact, kind, label_vi, label_en, unit, max, required FROM fact_definitions \
               WHERE set_no = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on >= $2) ORDER BY position, fact";
    rows(db, sql, vec![set.into(), day.to_string().into()])
        .await?
        .iter()
        .map(|row| {
            Ok(Definition {
                set: row.try_get("", "set_no")?,
                key: row.try_get("", "fact")?,
                kind: stored(&row.try_get::<String>("", "kind")?, FactKind::parse)?,
                label_vi: row.try_get("", "label_vi")?,
                label_en: row.try_get("", "label_en")?,
                unit: row.try_get("", "unit")?,
                max: row.try_get("", "max")?,
                required: row.try_get::<i64>("", "required")? != 0,
            })
        })
        .collect()
}

/// Facts as they are stored: what is empty is not there.
pub(crate) fn clean(facts: BTreeMap<String, FactValue>) -> BTreeMap<String, FactValue> {
    facts
        .into_iter()
        .map(|(key, value)| match value {
            FactValue::Text(text) => (key, FactValue::Text(paragraphs(&text))),
            FactValue::Flag(_) | FactValue::Number(_) => (key, value),
        })
        .filter(|(_, value)| *value != FactValue::Text(String::new()))
        .collect()
}

/// Notes each fact that the set does not have, or whose value is of another kind or too large.
pub(crate) fn check(
    facts: &BTreeMap<String, FactValue>,
    definitions: &[Definition],
    faults: &mut Vec<Fault>,
) {
    for (key, value) in facts {
        let wrong = match definitions.iter().find(|d| d.key == *key) {
            Some(definition) => fits(definition, value),
            None => Some(Wrong::Unknown),
        };
        if let Some(wrong) = wrong {
            faults.push(Fault::new(pointer(key), wrong));
        }
    }
}

/// Notes each fact that must be there and is not.
pub(crate) fn missing(
    facts: &BTreeMap<String, FactValue>,
    definitions: &[Definition],
    faults: &mut Vec<Fault>,
) {
    for definition in definitions {
        if definition.required && !facts.contains_key(&definition.key) {
            faults.push(Fault::new(pointer(&definition.key), Wrong::Required));
        }
    }
}

fn fits(definition: &Definition, value: &FactValue) -> Option<Wrong> {
    match (definition.kind, value) {
        (FactKind::Flag, FactValue::Flag(_)) => None,
        (FactKind::Number, FactValue::Number(n)) if (0..=definition.max).contains(n) => None,
        (FactKind::Number, FactValue::Number(_)) => Some(Wrong::OutOfRange(0, definition.max)),
        (FactKind::Text, FactValue::Text(text)) => {
            let max = usize::try_from(definition.max).unwrap_or(0);
            (text.chars().count() > max).then_some(Wrong::TooLong(max))
        }
        (FactKind::Flag | FactKind::Number | FactKind::Text, _) => Some(Wrong::Malformed),
    }
}

fn pointer(key: &str) -> String {
    format!("/facts/{}", key.replace('~', "~0").replace('/', "~1"))
}
