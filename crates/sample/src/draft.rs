//! A producer and its products before they are rows.

use kernel::{PictureId, ProducerId, ProductId, Timestamp, VariantId, Vnd};
use serde_json::{Map, Value};

#[derive(Debug, Clone)]
pub(crate) struct Shop {
    pub(crate) id: ProducerId,
    pub(crate) name: String,
    pub(crate) entity_type: &'static str,
    pub(crate) representative: String,
    pub(crate) phone: String,
    pub(crate) email: Option<String>,
    pub(crate) province: &'static str,
    pub(crate) commune: &'static str,
    pub(crate) street: String,
    pub(crate) story: String,
    /// A drawn face, where there is a place for pictures.
    pub(crate) portrait: Option<PictureId>,
    pub(crate) bank_bin: &'static str,
    /// Provinces to which it delivers; none means everywhere.
    pub(crate) zones: Vec<&'static str>,
    pub(crate) since: Timestamp,
    pub(crate) products: Vec<Listing>,
}

#[derive(Debug, Clone)]
pub(crate) struct Listing {
    pub(crate) id: ProductId,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) description: String,
    pub(crate) description_en: Option<String>,
    pub(crate) set: i64,
    pub(crate) abv_permille: Option<i64>,
    pub(crate) fresh: bool,
    pub(crate) live_since: Timestamp,
    pub(crate) facts: Map<String, Value>,
    pub(crate) variants: Vec<Variant>,
}

#[derive(Debug, Clone)]
pub(crate) struct Variant {
    pub(crate) id: VariantId,
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) net_amount: i64,
    pub(crate) net_unit: &'static str,
    pub(crate) weight_g: i64,
    pub(crate) price: Vnd,
    pub(crate) on_hand: i64,
}
