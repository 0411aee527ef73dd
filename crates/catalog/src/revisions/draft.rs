use std::collections::BTreeMap;

use kernel::{PictureId, VariantId, Vnd};

use super::body::{FactValue, Net, RevisionBody};

/// A text as its producer writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// What it is, in Vietnamese.
    pub description: String,
    /// What it is, in English.
    pub description_en: Option<String>,
    /// Its story.
    pub story: String,
    /// Its product set.
    pub set: i64,
    /// Strength by volume in per mille.
    pub abv_permille: Option<i64>,
    /// Label facts by the key of their definition.
    pub facts: BTreeMap<String, FactValue>,
    /// Its variants, in the order in which they are shown.
    pub variants: Vec<VariantDraft>,
    /// Its pictures, in the order in which they are shown.
    pub pictures: Vec<PictureId>,
}

/// A variant as its producer writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantDraft {
    /// Which; none for a new one.
    pub id: Option<VariantId>,
    /// The producer's own number for it.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Net quantity.
    pub net: Net,
    /// Gross weight in grams.
    pub weight_g: i64,
    /// The price of a new variant; another's changes at once, apart from its text.
    pub price: Option<Vnd>,
}

/// What changes of a product; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Patch {
    /// Another name.
    pub name: Option<String>,
    /// Another English name; none takes it away.
    pub name_en: Option<Option<String>>,
    /// Another description.
    pub description: Option<String>,
    /// Another English description; none takes it away.
    pub description_en: Option<Option<String>>,
    /// Another story.
    pub story: Option<String>,
    /// Another set.
    pub set: Option<i64>,
    /// Another strength; none takes it away.
    pub abv_permille: Option<Option<i64>>,
    /// Other facts, all of them.
    pub facts: Option<BTreeMap<String, FactValue>>,
    /// Other variants, all of them.
    pub variants: Option<Vec<VariantDraft>>,
    /// Other pictures, all of them.
    pub pictures: Option<Vec<PictureId>>,
    /// Whether it is perishable, at once.
    pub fresh: Option<bool>,
    /// For how many days at most it may travel, at once; none: any.
    pub max_transit_days: Option<Option<i64>>,
}

impl Patch {
    /// Whether anything changes that an official decides on.
    pub fn changes_text(&self) -> bool {
        self.name.is_some()
            || self.name_en.is_some()
            || self.description.is_some()
            || self.description_en.is_some()
            || self.story.is_some()
            || self.set.is_some()
            || self.abv_permille.is_some()
            || self.facts.is_some()
            || self.variants.is_some()
            || self.pictures.is_some()
    }

    /// The text with these changes.
    #[must_use]
    pub fn on(self, was: Draft) -> Draft {
        Draft {
            name: self.name.unwrap_or(was.name),
            name_en: self.name_en.unwrap_or(was.name_en),
            description: self.description.unwrap_or(was.description),
            description_en: self.description_en.unwrap_or(was.description_en),
            story: self.story.unwrap_or(was.story),
            set: self.set.unwrap_or(was.set),
            abv_permille: self.abv_permille.unwrap_or(was.abv_permille),
            facts: self.facts.unwrap_or(was.facts),
            variants: self.variants.unwrap_or(was.variants),
            pictures: self.pictures.unwrap_or(was.pictures),
        }
    }
}

impl From<&RevisionBody> for Draft {
    fn from(body: &RevisionBody) -> Self {
        let variants = body.variants.iter().map(|v| VariantDraft {
            id: Some(v.id),
            sku: v.sku.clone(),
            name: v.name.clone(),
            net: v.net,
            weight_g: v.weight_g,
            price: None,
        });
        Self {
            name: body.name.clone(),
            name_en: body.name_en.clone(),
            description: body.description.clone(),
            description_en: body.description_en.clone(),
            story: body.story.clone(),
            set: body.set,
            abv_permille: body.abv_permille,
            facts: body.facts.clone(),
            variants: variants.collect(),
            pictures: body.pictures.clone(),
        }
    }
}
