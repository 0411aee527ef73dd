//! A product as its producer writes it.

use std::collections::BTreeMap;

use catalog::revisions::{Draft, FactValue, Net, Patch, VariantDraft, parse_abv};
use kernel::{PictureId, VariantId, Vnd};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::schema::{Money, NetSchema};

/// A new product.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProduct {
    /// In Vietnamese.
    name: String,
    name_en: Option<String>,
    #[serde(default)]
    description: String,
    description_en: Option<String>,
    #[serde(default)]
    story: String,
    /// The product set, 1 to 26.
    set: i64,
    /// Strength by volume in per cent, at most one decimal; needed by alcohol alone.
    #[schema(value_type = Option<String>, example = "12.5")]
    abv: Option<Abv>,
    /// Label facts by key; `GET /api/v1/taxonomy` says which a set has.
    #[serde(default)]
    #[schema(value_type = Object)]
    facts: BTreeMap<String, FactValue>,
    #[serde(default)]
    variants: Vec<WrittenVariant>,
    /// Pictures in the order in which they are shown.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    images: Vec<PictureId>,
    /// Whether it is perishable.
    #[serde(default)]
    pub(super) fresh: bool,
    /// For how many days at most it may travel.
    pub(super) max_transit_days: Option<i64>,
}

/// A variant as written.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenVariant {
    /// Absent for a new one.
    #[schema(value_type = Option<String>)]
    id: Option<VariantId>,
    sku: String,
    name: String,
    #[schema(value_type = NetSchema)]
    net: Net,
    /// Gross, for delivery.
    weight_g: i64,
    /// Of a new one; later it changes by `PUT …/price`.
    #[schema(value_type = Option<Money>)]
    price: Option<Vnd>,
}

/// What changes of a product; what is absent stays, null takes away.
#[expect(
    clippy::option_option,
    reason = "absent, null and a value are three things"
)]
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductPatch {
    name: Option<String>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    name_en: Option<Option<String>>,
    description: Option<String>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    description_en: Option<Option<String>>,
    story: Option<String>,
    set: Option<i64>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    abv: Option<Option<Abv>>,
    /// All of them.
    #[schema(value_type = Option<Object>)]
    facts: Option<BTreeMap<String, FactValue>>,
    /// All of them.
    variants: Option<Vec<WrittenVariant>>,
    /// All of them.
    #[schema(value_type = Option<Vec<String>>)]
    images: Option<Vec<PictureId>>,
    /// At once, without a revision.
    fresh: Option<bool>,
    /// At once, without a revision.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    max_transit_days: Option<Option<i64>>,
}

/// A field that is there: null is a value. `T` is an `Option` itself.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A strength in per mille, from `"12.5"`, `12.5` or `12`.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Abv(i64);

impl<'de> Deserialize<'de> for Abv {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Number(serde_json::Number),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Text(text) => text,
            Written::Number(number) => number.to_string(),
        };
        parse_abv(&text)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("per cent with at most one decimal"))
    }
}

impl NewProduct {
    pub(super) fn draft(self) -> Draft {
        Draft {
            name: self.name,
            name_en: self.name_en,
            description: self.description,
            description_en: self.description_en,
            story: self.story,
            set: self.set,
            abv_permille: self.abv.map(|abv| abv.0),
            facts: self.facts,
            variants: self
                .variants
                .into_iter()
                .map(WrittenVariant::draft)
                .collect(),
            pictures: self.images,
        }
    }
}

impl WrittenVariant {
    fn draft(self) -> VariantDraft {
        VariantDraft {
            id: self.id,
            sku: self.sku,
            name: self.name,
            net: self.net,
            weight_g: self.weight_g,
            price: self.price,
        }
    }
}

impl From<ProductPatch> for Patch {
    fn from(patch: ProductPatch) -> Self {
        let drafts =
            |all: Vec<WrittenVariant>| all.into_iter().map(WrittenVariant::draft).collect();
        Self {
            name: patch.name,
            name_en: patch.name_en,
            description: patch.description,
            description_en: patch.description_en,
            story: patch.story,
            set: patch.set,
            abv_permille: patch.abv.map(|abv| abv.map(|abv| abv.0)),
            facts: patch.facts,
            variants: patch.variants.map(drafts),
            pictures: patch.images,
            fresh: patch.fresh,
            max_transit_days: patch.max_transit_days,
        }
    }
}
