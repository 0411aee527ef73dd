//! The papers that the sample's producers have: what their goods ask for, verified.

use std::collections::BTreeSet;

use kernel::{Day, DocumentId, Timestamp};
use store::{Tx, insert};

use crate::draft::Shop;

/// Processed food asks for these two; alcohol for a licence.
const FOOD: [&str; 2] = ["food_self_declaration", "food_facility_certificate"];

const COLUMNS: [&str; 9] = [
    "id",
    "producer_id",
    "kind",
    "number",
    "issued_on",
    "expires_on",
    "media_type",
    "state",
    "created_at",
];

/// Writes the papers of all shops. Their files are not there: nobody scanned an invented paper.
pub(crate) async fn write(tx: &Tx, shops: &[Shop], now: Timestamp) -> anyhow::Result<()> {
    let mut rows = vec![];
    for shop in shops {
        let mut kinds = BTreeSet::new();
        for product in &shop.products {
            match product.set {
                5..=13 | 16 | 17 => kinds.extend(FOOD),
                14 | 15 => {
                    kinds.insert("alcohol_production_licence");
                }
                _ => {}
            }
        }
        for (kind, number) in kinds.into_iter().zip(1..) {
            let issued = Day::of(shop.since).plus_months(-6);
            let expires = match kind {
                "food_self_declaration" => None,
                "alcohol_production_licence" => Some(issued.plus_months(60)),
                _ => Some(issued.plus_months(36)),
            };
            rows.push(vec![
                DocumentId::new(shop.since).uuid().into(),
                shop.id.uuid().into(),
                kind.into(),
                format!("{number:02}/GM (mẫu)").into(),
                issued.to_string().into(),
                expires.map(|day| day.to_string()).into(),
                "application/pdf".into(),
                "verified".into(),
                now.0.into(),
            ]);
        }
    }
    Ok(insert(tx, "documents", &COLUMNS, rows).await?)
}
