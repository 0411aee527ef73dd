use std::collections::BTreeMap;

use kernel::{PictureId, VariantId, words};
use serde::{Deserialize, Serialize};

/// The text of a revision as stored in `product_revisions.body`: all that an official decides on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionBody {
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// What it is, in Vietnamese.
    pub description: String,
    /// What it is, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_en: Option<String>,
    /// Its story.
    #[serde(default)]
    pub story: String,
    /// Its product set, 1 to 26.
    pub set: i64,
    /// Strength by volume in per mille, of alcohol alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abv_permille: Option<i64>,
    /// Label facts by the key of their definition.
    #[serde(default)]
    pub facts: BTreeMap<String, FactValue>,
    /// Its variants, in the order in which they are shown.
    pub variants: Vec<VariantText>,
    /// Its pictures, in the order in which they are shown.
    #[serde(default)]
    pub pictures: Vec<PictureId>,
}

/// What a revision says of one variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantText {
    /// Which variant.
    pub id: VariantId,
    /// The producer's own number for it.
    pub sku: String,
    /// Its name: `Chai 500 ml`.
    pub name: String,
    /// Net quantity.
    pub net: Net,
    /// Gross weight in grams, for delivery.
    pub weight_g: i64,
}

/// A net quantity, as on the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Net {
    /// How much, whole units.
    pub amount: i64,
    /// Of what.
    pub unit: NetUnit,
}

words! {
    /// The unit of a net quantity.
    NetUnit {
        /// Grams.
        G = "g",
        /// Kilograms.
        Kg = "kg",
        /// Millilitres.
        Ml = "ml",
        /// Litres.
        L = "l",
        /// Pieces.
        Piece = "piece",
    }
}

/// The value of a label fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// A whole number in the definition's unit.
    Number(i64),
    /// Text, or one of the definition's choices.
    Text(String),
}

impl RevisionBody {
    /// The body as stored.
    pub fn to_json(&self) -> String {
        // Strings, whole numbers and maps with text keys always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From what is stored.
    pub fn from_json(json: &str) -> Result<Self, crate::Error> {
        serde_json::from_str(json)
            .map_err(|err| crate::Error::Unreadable(format!("product_revisions.body: {err}")))
    }
}
