use kernel::{DAY_MS, Day, ProducerId, ProductId, Timestamp, VariantId, Vnd};
use store::{Db, Tx};

use crate::certified::{self, Invented};
use crate::draft::{Listing, Shop, Variant};
use crate::words::{BRANDS, ENTITIES, KINDS, Kind, Sizes};
use crate::write;

/// How many producers go into one transaction: what the progress bar moves by.
const AT_ONCE: usize = 400;
/// How many products a producer has, at most.
const MOST_PRODUCTS: usize = 3;

const NOTE: &str = "Dữ liệu thử nghiệm do chương trình sinh ra.";

/// Adds `products` made-up products with their producers, and calls `progress` with how many
/// there are so far. The same number gives the same market but for its ids.
pub async fn generate(
    db: &Db,
    products: usize,
    now: Timestamp,
    mut progress: impl FnMut(usize),
) -> anyhow::Result<()> {
    let communes: Vec<&'static reference::Commune> = reference::provinces()
        .iter()
        .flat_map(|province| reference::communes_of(province.code))
        .copied()
        .collect();
    let mut dice = Dice(0x0C0B);
    let (mut made, mut shop_number) = (0, 0);
    let mut minted = write::Slugs::new();
    while made < products {
        let mut shops = Vec::with_capacity(AT_ONCE);
        while shops.len() < AT_ONCE && made < products {
            shop_number += 1;
            let count = (1 + dice.below(MOST_PRODUCTS)).min(products - made);
            let shop = shop(&mut dice, &communes, (shop_number, count), now);
            made += count;
            shops.push(shop);
        }
        let tx = store::write(db).await?;
        write::write(&tx, &shops, &|_| None, (&mut minted, now)).await?;
        certify(&tx, &shops, &mut dice, now).await?;
        let ids: Vec<ProductId> = shops
            .iter()
            .flat_map(|shop| shop.products.iter().map(|listing| listing.id))
            .collect();
        catalog::feed::changed(&tx, &ids, now).await?;
        tx.commit().await?;
        progress(made);
    }
    db.analyse().await?;
    Ok(())
}

/// A third carries a star.
async fn certify(tx: &Tx, shops: &[Shop], dice: &mut Dice, now: Timestamp) -> anyhow::Result<()> {
    let mut invented = vec![];
    for shop in shops {
        for listing in &shop.products {
            if dice.below(3) != 0 {
                continue;
            }
            // Beyond the first notice about a last day: nobody here is to be written to.
            let expires = Day::of(now).plus_days(211 + dice.up_to(880));
            invented.push(Invented {
                product: listing.id,
                shop,
                product_name: listing.name.clone(),
                stars: *dice.pick(&[3, 3, 3, 3, 4, 4, 5]),
                decision_no: format!("{}/QĐ-THỬ", listing.id),
                issuer: "Cơ quan cấp thử nghiệm".to_owned(),
                expires,
                state: "verified",
                cause: None,
                scan: None,
            });
        }
    }
    certified::write(tx, &invented, now).await
}

fn shop(
    dice: &mut Dice,
    communes: &[&'static reference::Commune],
    (number, count): (usize, usize),
    now: Timestamp,
) -> Shop {
    let commune = dice.pick(communes);
    let (words, entity_type) = *dice.pick(&ENTITIES);
    let brand = *dice.pick(&BRANDS);
    let since = now.plus_ms(-dice.up_to(300 * DAY_MS) - DAY_MS);
    let mut shop = Shop {
        id: ProducerId::new(since),
        name: format!("{words} {brand} {}", commune.name),
        entity_type,
        representative: format!("Đại diện {brand}"),
        phone: format!("09{:08}", 20_000_000 + number),
        email: None,
        province: commune.province,
        commune: commune.code,
        street: "Thôn thử nghiệm".to_owned(),
        story: NOTE.to_owned(),
        portrait: None,
        bank_bin: "970436",
        zones: vec![],
        since,
        products: vec![],
    };
    for n in 0..count {
        let listing = listing(dice, brand, (number, n), since);
        shop.products.push(listing);
    }
    shop
}

fn listing(dice: &mut Dice, brand: &str, (shop, n): (usize, usize), since: Timestamp) -> Listing {
    let kind = dice.pick(&KINDS);
    let mut variants = vec![];
    for size in 0..=dice.below(2) {
        variants.push(variant(
            dice,
            kind,
            format!("G{shop}-{n}-{size}"),
            size,
            since,
        ));
    }
    Listing {
        id: ProductId::new(since),
        name: format!("{} {brand}", kind.name),
        name_en: None,
        description: format!("{} của {brand}. {NOTE}", kind.name),
        description_en: None,
        set: kind.set,
        abv_permille: (kind.set == 15).then_some(140),
        fresh: kind.set <= 2,
        live_since: since,
        facts: serde_json::Map::new(),
        variants,
    }
}

fn variant(dice: &mut Dice, kind: &Kind, sku: String, size: usize, since: Timestamp) -> Variant {
    let factor: i64 = if size == 0 { 1 } else { 2 };
    let (name, net_amount, net_unit, grams) = match kind.sizes {
        Sizes::Grams => ("Gói", 250 * factor, "g", 280 * factor),
        Sizes::Kilos => ("Túi", factor, "kg", 1_050 * factor),
        Sizes::Millilitres => ("Chai", 500 * factor, "ml", 900 * factor),
        Sizes::Pieces => ("Chiếc", factor, "piece", 400 * factor),
    };
    // A price between 80 and 140 % of the usual, in whole thousands.
    let percent = 80 + dice.up_to(60);
    let price = kind.price * factor * percent / 100 / 1_000 * 1_000;
    Variant {
        id: VariantId::new(since),
        sku,
        name: format!("{name} {net_amount} {net_unit}"),
        net_amount,
        net_unit,
        weight_g: grams,
        price: Vnd(price.max(5_000)),
        on_hand: 1_000_000,
    }
}

/// Numbers that look thrown and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    fn up_to(&mut self, bound: i64) -> i64 {
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        i64::try_from(self.next() % bound).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        #[expect(
            clippy::indexing_slicing,
            reason = "below() stays within the list, and no list here is empty"
        )]
        &from[self.below(from.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_large_market_is_made_of_live_products_of_which_a_third_carries_a_star() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/g.db", dir.path().display());
        let db = Db::connect(&store::Settings::new(url)).await.unwrap();
        store::migrate(&db).await.unwrap();
        let now = Timestamp(1_795_400_000_000);
        let mut seen = vec![];
        generate(&db, 2_000, now, |made| seen.push(made))
            .await
            .unwrap();
        assert_eq!(seen.last(), Some(&2_000));
        let count = |sql: &'static str| {
            let db = db.clone();
            async move {
                let row = store::first(db.read(), sql, vec![]).await.unwrap().unwrap();
                row.try_get::<i64>("", "n").unwrap()
            }
        };
        assert_eq!(
            count("SELECT COUNT(*) AS n FROM products WHERE status = 'live'").await,
            2_000
        );
        let starred =
            count("SELECT COUNT(*) AS n FROM certificates WHERE state = 'verified'").await;
        assert!((500..850).contains(&starred), "{starred}");
    }
}
