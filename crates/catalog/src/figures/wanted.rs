use serde::Deserialize;

use super::read::Participant;

/// Which of an area's products are counted; all where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// `I` to `VI`.
    pub group: Option<String>,
    /// 3, 4 or 5.
    pub stars: Option<i64>,
    /// A province's code.
    pub province: Option<String>,
    /// A commune's code.
    pub commune: Option<String>,
    /// The year in which the product joined.
    pub year: Option<String>,
    /// Such as `hop_tac_xa`.
    pub entity_type: Option<String>,
}

impl Wanted {
    /// Whether a product is counted.
    pub fn includes(&self, product: &Participant) -> bool {
        let same = |wanted: &Option<String>, is: &Option<String>| wanted.is_none() || wanted == is;
        same(&self.group, &product.group)
            && same(&self.commune, &product.commune)
            && same(&self.year, &product.year)
            && same(&self.entity_type, &product.entity_type)
            && (self.stars.is_none() || self.stars == product.stars)
            && self
                .province
                .as_ref()
                .is_none_or(|province| *province == product.province)
    }
}
