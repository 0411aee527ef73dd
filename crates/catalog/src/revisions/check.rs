//! What can be said of a draft at any time: lengths, ranges, and that what it names is there.

use std::collections::BTreeSet;

use kernel::{Day, ProducerId, ProductId, Timestamp};
use reference::SaleMode;
use store::{Tx, in_list, rows};

use super::draft::{Draft, VariantDraft};
use crate::facts::{self, Definition};
use crate::prices::RANGE;
use crate::text::{line, none_of, optional, paragraphs, required, within};
use crate::{Error, Fault, Wrong, pictures};

/// How many pictures a product carries.
pub(crate) const MAX_PICTURES: usize = 12;
const MAX_VARIANTS: usize = 50;
/// A million of any unit: a tonne in grams.
const MAX_NET: i64 = 1_000_000;
/// A tonne.
const MAX_WEIGHT_G: i64 = 1_000_000;

/// The draft as it is stored, or all that is wrong with it.
pub(crate) async fn check(
    tx: &Tx,
    (producer, product): (ProducerId, ProductId),
    draft: Draft,
    now: Timestamp,
) -> Result<Draft, Error> {
    let draft = clean(draft);
    let day = Day::of(now);
    let strongest = rules::value(tx, "alcohol.max_abv_permille", "*", day).await?;
    let definitions = facts::of_set(tx, draft.set, day).await?;
    let mut faults = form(&draft, &definitions, strongest);
    taken_skus(tx, (producer, product), &draft.variants, &mut faults).await?;
    let known = pictures::of_product(tx, product).await?;
    for (i, picture) in draft.pictures.iter().enumerate() {
        if !known.iter().any(|p| p.id == *picture) {
            faults.push(Fault::new(format!("/images/{i}"), Wrong::Unknown));
        }
    }
    none_of(faults)?;
    Ok(draft)
}

fn clean(draft: Draft) -> Draft {
    Draft {
        name: line(&draft.name),
        name_en: optional(draft.name_en.as_deref(), line),
        description: paragraphs(&draft.description),
        description_en: optional(draft.description_en.as_deref(), paragraphs),
        story: paragraphs(&draft.story),
        facts: facts::clean(draft.facts),
        variants: draft
            .variants
            .into_iter()
            .map(|v| VariantDraft {
                sku: line(&v.sku),
                name: line(&v.name),
                ..v
            })
            .collect(),
        ..draft
    }
}

/// What is wrong with a draft by itself.
fn form(draft: &Draft, definitions: &[Definition], strongest: i64) -> Vec<Fault> {
    let mut faults = vec![];
    required(&mut faults, "/name", &draft.name, 160);
    within(
        &mut faults,
        "/name_en",
        draft.name_en.as_deref().unwrap_or(""),
        160,
    );
    within(&mut faults, "/description", &draft.description, 10_000);
    let english = draft.description_en.as_deref().unwrap_or("");
    within(&mut faults, "/description_en", english, 10_000);
    within(&mut faults, "/story", &draft.story, 20_000);
    set_and_strength(draft, strongest, &mut faults);
    facts::check(&draft.facts, definitions, &mut faults);
    if draft.variants.len() > MAX_VARIANTS {
        faults.push(Fault::new("/variants", Wrong::OutOfRange(0, 50)));
    }
    let mut seen = BTreeSet::new();
    for (i, variant) in draft.variants.iter().enumerate() {
        one_variant(i, variant, &mut faults);
        if !seen.insert(variant.sku.as_str()) {
            faults.push(Fault::new(format!("/variants/{i}/sku"), Wrong::Duplicate));
        }
    }
    let once: BTreeSet<_> = draft.pictures.iter().collect();
    if once.len() < draft.pictures.len() {
        faults.push(Fault::new("/images", Wrong::Duplicate));
    }
    faults
}

fn set_and_strength(draft: &Draft, strongest: i64, faults: &mut Vec<Fault>) {
    let Some(set) = reference::set(draft.set) else {
        faults.push(Fault::new("/set", Wrong::Unknown));
        return;
    };
    if set.sale_mode == SaleMode::Off {
        faults.push(Fault::new("/set", Wrong::NotAllowed));
    }
    match draft.abv_permille {
        Some(_) if !set.alcohol => faults.push(Fault::new("/abv", Wrong::NotAllowed)),
        Some(abv) if !(0..=1_000).contains(&abv) => {
            faults.push(Fault::new("/abv", Wrong::OutOfRange(0, 100)));
        }
        Some(abv) if abv > strongest => {
            faults.push(Fault::new("/abv", Wrong::TooStrong(strongest)));
        }
        Some(_) | None => {}
    }
}

fn one_variant(i: usize, variant: &VariantDraft, faults: &mut Vec<Fault>) {
    let at = |field: &str| format!("/variants/{i}/{field}");
    required(faults, &at("sku"), &variant.sku, 40);
    required(faults, &at("name"), &variant.name, 80);
    let mut range = |field: &str, value: i64, (from, to): (i64, i64)| {
        if !(from..=to).contains(&value) {
            faults.push(Fault::new(at(field), Wrong::OutOfRange(from, to)));
        }
    };
    range("net/amount", variant.net.amount, (1, MAX_NET));
    range("weight_g", variant.weight_g, (1, MAX_WEIGHT_G));
    if let Some(price) = variant.price {
        range("price", price.0, (RANGE.0.0, RANGE.1.0));
    }
}

/// A SKU is the producer's own number: no other product of theirs has it, and an id that is named
/// is one of this product's variants.
async fn taken_skus(
    tx: &Tx,
    (producer, product): (ProducerId, ProductId),
    variants: &[VariantDraft],
    faults: &mut Vec<Fault>,
) -> Result<(), Error> {
    let sql = format!(
        "SELECT id, sku, product_id FROM variants WHERE producer_id = $1 AND (product_id = $2 OR sku IN {})",
        in_list(variants.len(), 3)
    );
    let mut values = vec![producer.uuid().into(), product.uuid().into()];
    values.extend(variants.iter().map(|v| v.sku.as_str().into()));
    let found = rows(tx, &sql, values).await?;
    let mut own = BTreeSet::new();
    let mut others = BTreeSet::new();
    for row in &found {
        if row.try_get::<uuid::Uuid>("", "product_id")? == product.uuid() {
            own.insert(kernel::VariantId(row.try_get("", "id")?));
        } else {
            others.insert(row.try_get::<String>("", "sku")?);
        }
    }
    for (i, variant) in variants.iter().enumerate() {
        if variant.id.is_some_and(|id| !own.contains(&id)) {
            faults.push(Fault::new(format!("/variants/{i}/id"), Wrong::Unknown));
        }
        if others.contains(&variant.sku) {
            faults.push(Fault::new(format!("/variants/{i}/sku"), Wrong::Duplicate));
        }
        if variant.id.is_some() && variant.price.is_some() {
            faults.push(Fault::new(
                format!("/variants/{i}/price"),
                Wrong::NotAllowed,
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kernel::Vnd;

    use super::*;
    use crate::revisions::{Net, NetUnit};

    fn draft(set: i64, abv: Option<i64>) -> Draft {
        Draft {
            name: "Nước mắm".into(),
            name_en: None,
            description: String::new(),
            description_en: None,
            story: String::new(),
            set,
            abv_permille: abv,
            facts: BTreeMap::new(),
            variants: vec![VariantDraft {
                id: None,
                sku: "A".into(),
                name: "Chai".into(),
                net: Net {
                    amount: 500,
                    unit: NetUnit::Ml,
                },
                weight_g: 800,
                price: Some(Vnd(65_000)),
            }],
            pictures: vec![],
        }
    }

    fn faults(draft: &Draft) -> Vec<(String, Wrong)> {
        form(draft, &[], 150)
            .into_iter()
            .map(|f| (f.pointer, f.wrong))
            .collect()
    }

    #[test]
    fn strength_belongs_to_alcohol_and_has_a_limit() {
        assert_eq!(faults(&draft(9, None)), []);
        assert_eq!(faults(&draft(15, Some(150))), []);
        let one =
            |set, abv, wrong| assert_eq!(faults(&draft(set, abv)), [("/abv".to_owned(), wrong)]);
        one(9, Some(50), Wrong::NotAllowed);
        one(15, Some(151), Wrong::TooStrong(150));
        one(15, Some(2_000), Wrong::OutOfRange(0, 100));
        assert_eq!(
            faults(&draft(27, None)),
            [("/set".to_owned(), Wrong::Unknown)]
        );
    }

    #[test]
    fn every_wrong_field_of_a_variant_is_pointed_at() {
        let mut wrong = draft(9, None);
        wrong.variants.push(VariantDraft {
            id: None,
            sku: "A".into(),
            name: String::new(),
            net: Net {
                amount: 0,
                unit: NetUnit::G,
            },
            weight_g: i64::MAX,
            price: Some(Vnd(0)),
        });
        let pointers: Vec<String> = faults(&wrong).into_iter().map(|(p, _)| p).collect();
        assert_eq!(
            pointers,
            [
                "/variants/1/name",
                "/variants/1/net/amount",
                "/variants/1/weight_g",
                "/variants/1/price",
                "/variants/1/sku"
            ]
        );
    }
}
