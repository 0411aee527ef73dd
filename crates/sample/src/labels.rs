//! What the labels of the sample say: the same for every product of a set, and that it is invented.

use anyhow::Context as _;
use serde_json::{Map, Value};

use crate::table;

const COLUMNS: [&str; 6] = [
    "set",
    "ingredients",
    "storage",
    "shelf_life_days",
    "usage",
    "warnings",
];

/// The label facts of a product of a set from a commune.
pub(crate) fn facts(set: i64, commune: &str) -> anyhow::Result<Map<String, Value>> {
    let mut facts = Map::new();
    let commune = reference::commune(commune).with_context(|| format!("the commune {commune}"))?;
    let province = reference::province(commune.province).context("a commune without a province")?;
    let origin = format!("{}, {}", commune.name, province.name);
    facts.insert("origin".to_owned(), origin.into());
    let said = table::rows(include_str!("../../../data/sample/labels.tsv"), COLUMNS)?;
    let said = said.into_iter().find(|cells| cells[0] == set.to_string());
    let said = said.with_context(|| format!("the set {set} has no label in the sample"))?;
    for (key, text) in COLUMNS.into_iter().zip(said).skip(1) {
        let value: Value = match key {
            _ if text.is_empty() => continue,
            "shelf_life_days" => text.parse::<i64>()?.into(),
            _ => format!("{text} (mẫu)").into(),
        };
        facts.insert(key.to_owned(), value);
    }
    Ok(facts)
}
