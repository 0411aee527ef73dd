//! The market's producers and products, from the files under data/sample.

use std::collections::HashMap;

use anyhow::Context as _;
use kernel::{DAY_MS, HOUR_MS, ProducerId, ProductId, Timestamp, VariantId, Vnd};
use serde_json::Map;

use crate::draft::{Listing, Shop, Variant};
use crate::{labels, table};

/// Said under every invented description.
const NOTE: &str = "Dữ liệu mẫu: giá, tồn kho, nồng độ, nhãn và lời mô tả được đặt ra để chạy thử.";
const NOTE_EN: &str = "Sample data: price, stock, strength, label and description are invented.";

/// All producers with their products, in the order of the files.
pub(crate) fn shops(now: Timestamp) -> anyhow::Result<Vec<Shop>> {
    let mut shops = producers(now)?;
    let mut at: HashMap<String, usize> = HashMap::new();
    for (index, shop) in shops.iter().enumerate() {
        at.insert(shop.name.clone(), index);
    }
    let columns = [
        "producer",
        "name",
        "set",
        "abv_permille",
        "fresh",
        "variants",
        "description",
        "name_en",
        "description_en",
    ];
    let file = include_str!("../../../data/sample/products.tsv");
    for (number, cells) in (1i64..).zip(table::rows(file, columns)?) {
        let [producer, name, ..] = cells;
        let mut listing = listing(number, cells, now).with_context(|| format!("product {name}"))?;
        let shop = at.get(producer).and_then(|index| shops.get_mut(*index));
        let shop =
            shop.with_context(|| format!("the producer {producer} of {name} is not in the file"))?;
        listing.facts = labels::facts(listing.set, shop.commune)?;
        shop.products.push(listing);
    }
    Ok(shops)
}

fn producers(now: Timestamp) -> anyhow::Result<Vec<Shop>> {
    let columns = [
        "name",
        "entity_type",
        "commune_code",
        "street",
        "representative",
        "phone",
        "email",
        "bank_bin",
        "zones",
        "story",
    ];
    let file = include_str!("../../../data/sample/producers.tsv");
    (0i64..)
        .zip(table::rows(file, columns)?)
        .map(|(index, cells)| {
            let [
                name,
                entity_type,
                commune,
                street,
                representative,
                phone,
                email,
                bank_bin,
                zones,
                story,
            ] = cells;
            let since = now.plus_ms(-60 * DAY_MS - index * HOUR_MS);
            let commune = reference::commune(commune)
                .with_context(|| format!("the commune {commune} of {name}"))?;
            Ok(Shop {
                id: ProducerId::new(since),
                name: name.to_owned(),
                entity_type,
                representative: representative.to_owned(),
                phone: phone.to_owned(),
                email: Some(email.to_owned()).filter(|e| !e.is_empty()),
                province: commune.province,
                commune: commune.code,
                street: street.to_owned(),
                story: story.to_owned(),
                portrait: None,
                bank_bin,
                zones: zones.split(' ').filter(|z| !z.is_empty()).collect(),
                since,
                products: vec![],
            })
        })
        .collect()
}

fn listing(number: i64, cells: [&'static str; 9], now: Timestamp) -> anyhow::Result<Listing> {
    let [
        _,
        name,
        set,
        abv,
        fresh,
        variants,
        description,
        name_en,
        description_en,
    ] = cells;
    let live_since = now.plus_ms(-30 * DAY_MS - number * HOUR_MS);
    let variants = variants.split("; ").zip(1..);
    Ok(Listing {
        id: ProductId::new(live_since),
        name: name.to_owned(),
        name_en: Some(name_en.to_owned()),
        description: format!("{description}\n\n{NOTE}"),
        description_en: Some(format!("{description_en}\n\n{NOTE_EN}")),
        set: set.parse().context("set")?,
        abv_permille: Some(abv)
            .filter(|a| !a.is_empty())
            .map(str::parse)
            .transpose()?,
        fresh: fresh == "1",
        live_since,
        facts: Map::new(),
        variants: variants
            .map(|(text, n)| variant(text, format!("M{number:02}-{n}"), live_since))
            .collect::<anyhow::Result<_>>()?,
    })
}

/// `Chai 500 ml|500 ml|920|65000|200`: name, net quantity, gross grams, price, stock.
fn variant(text: &str, sku: String, since: Timestamp) -> anyhow::Result<Variant> {
    let parts: Vec<&str> = text.split('|').collect();
    let [name, net, weight, price, on_hand] = parts[..] else {
        anyhow::bail!("the variant {text} has {} parts", parts.len());
    };
    let (amount, unit) = net.split_once(' ').context("net quantity")?;
    let units = ["g", "kg", "ml", "l", "piece"];
    Ok(Variant {
        id: VariantId::new(since),
        sku,
        name: name.to_owned(),
        net_amount: amount.parse()?,
        net_unit: units.into_iter().find(|u| *u == unit).context("unit")?,
        weight_g: weight.parse()?,
        price: Vnd(price.parse()?),
        on_hand: on_hand.parse()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_real_product_is_there_under_its_own_name_with_enough_in_stock() {
        let shops = shops(Timestamp(1_795_400_000_000)).unwrap();
        let real: Vec<(&str, &str)> = include_str!("../../../data/registry.tsv")
            .lines()
            .skip(1)
            .map(|line| {
                let mut cells = line.split('\t');
                (cells.next().unwrap(), cells.next().unwrap())
            })
            .collect();
        assert_eq!(real.len(), 42);
        for (product, producer) in real {
            let shop = shops.iter().find(|s| s.name == producer).unwrap();
            assert!(shop.products.iter().any(|p| p.name == product), "{product}");
        }
        for product in shops.iter().flat_map(|s| &s.products) {
            let sold_out = product.name.contains("(hết hàng)");
            assert!(!product.variants.is_empty());
            assert!(
                product.variants.iter().all(|v| if sold_out {
                    v.on_hand == 0
                } else {
                    v.on_hand >= 50
                }),
                "{}",
                product.name
            );
            let set = reference::set(product.set).unwrap();
            assert_eq!(
                set.alcohol,
                product.abv_permille.is_some(),
                "{}",
                product.name
            );
        }
    }
}
