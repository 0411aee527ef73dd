//! Producers and products as rows: whole tables at once, so that 20,000 products take seconds.

mod columns;

use std::collections::{BTreeSet, HashSet};

use kernel::{PictureId, RevisionId, Timestamp, mint, public_code, text};
use serde_json::json;
use store::{Tx, Values, first, insert};
use uuid::Uuid;

use self::columns::{BANK_ACCOUNTS, MOVEMENTS, PICTURES, PRODUCERS, PRODUCTS, REVISIONS, VARIANTS};
use crate::draft::{Listing, Shop};

/// Rows by table, in an order in which every row finds what it refers to.
#[derive(Default)]
struct Tables {
    producers: Vec<Values>,
    bank_accounts: Vec<Values>,
    zones: Vec<Values>,
    slugs: Vec<Values>,
    products: Vec<Values>,
    revisions: Vec<Values>,
    variants: Vec<Values>,
    prices: Vec<Values>,
    items: Vec<Values>,
    movements: Vec<Values>,
    pictures: Vec<Values>,
    codes: Vec<Values>,
}

/// The slugs that were minted so far.
pub(crate) type Slugs = HashSet<String>;

/// Writes approved producers with live products. `pictures` names the picture of a product, where
/// one was drawn.
pub(crate) async fn write(
    tx: &Tx,
    shops: &[Shop],
    pictures: &dyn Fn(&Listing) -> Option<PictureId>,
    (minted, now): (&mut Slugs, Timestamp),
) -> anyhow::Result<()> {
    let count: usize = shops.iter().map(|shop| shop.products.len()).sum();
    let mut numbers = numbers(tx, count).await?;
    let mut codes = codes(count).into_iter();
    let mut tables = Tables::default();
    for shop in shops {
        tables.shop(shop, slug(minted, &shop.name, shop.id.uuid()), now);
        for listing in &shop.products {
            let names = (
                numbers.next().unwrap_or(0),
                codes.next().unwrap_or_default(),
                slug(minted, &listing.name, listing.id.uuid()),
            );
            tables.listing(shop, listing, names, pictures(listing));
        }
    }
    tables.insert(tx).await
}

/// So many of the numbers that products are given in order.
async fn numbers(tx: &Tx, count: usize) -> anyhow::Result<std::ops::Range<i64>> {
    let count = i64::try_from(count)?;
    let sql = "UPDATE counters SET value = value + $1 WHERE name = 'product' RETURNING value";
    let row = first(tx, sql, vec![count.into()]).await?;
    let last: i64 = match row {
        Some(row) => row.try_get("", "value")?,
        None => anyhow::bail!("the counter of products is missing"),
    };
    Ok(last - count + 1..last + 1)
}

fn codes(count: usize) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    while codes.len() < count {
        codes.insert(public_code());
    }
    codes
}

/// A folded name and the last five characters of an id; more of them where another has that one.
fn slug(minted: &mut Slugs, name: &str, id: Uuid) -> String {
    let (name, letters) = (text::slug(name), kernel::base32(id.as_u128()));
    let ending = |length| {
        let from = letters.len().saturating_sub(length);
        format!("{name}-{}", letters.get(from..).unwrap_or(&letters))
    };
    let mut slug = ending(5);
    if minted.contains(&slug) {
        slug = ending(letters.len());
    }
    minted.insert(slug.clone());
    slug
}

impl Tables {
    fn shop(&mut self, shop: &Shop, slug: String, now: Timestamp) {
        let id = shop.id.uuid();
        self.producers.push(vec![
            id.into(),
            slug.clone().into(),
            shop.name.as_str().into(),
            text::sort_key(&shop.name).into(),
            text::fold(&shop.name).into(),
            shop.entity_type.into(),
            shop.representative.as_str().into(),
            shop.phone.as_str().into(),
            shop.email.clone().into(),
            shop.province.into(),
            shop.commune.into(),
            shop.street.as_str().into(),
            shop.story.as_str().into(),
            shop.portrait.map(Uuid::from).into(),
            "approved".into(),
            0i64.into(),
            shop.since.0.into(),
            shop.since.0.into(),
            1i64.into(),
            1i64.into(),
        ]);
        if let Some(portrait) = shop.portrait {
            let drawn = format!("Hình vẽ mẫu: {}", shop.name);
            self.picture(shop, (portrait, None), (drawn, shop.since));
        }
        self.slugs.push(vec![
            slug.into(),
            "producer".into(),
            id.into(),
            shop.since.0.into(),
        ]);
        self.bank_accounts.push(vec![
            mint(shop.since).into(),
            id.into(),
            shop.bank_bin.into(),
            format!("10{}", shop.phone).into(),
            text::fold(&shop.representative).to_uppercase().into(),
            // A new account waits 48 hours: this one is past it.
            now.plus_days(-3).0.min(shop.since.plus_days(2).0).into(),
            shop.since.0.into(),
        ]);
        self.zones.extend(
            shop.zones
                .iter()
                .map(|province| vec![id.into(), (*province).into(), "".into()]),
        );
    }

    fn listing(
        &mut self,
        shop: &Shop,
        listing: &Listing,
        (number, code, slug): (i64, String, String),
        picture: Option<PictureId>,
    ) {
        let (id, since) = (listing.id.uuid(), listing.live_since.0);
        let revision = RevisionId::new(listing.live_since).uuid();
        self.slugs.push(vec![
            slug.clone().into(),
            "product".into(),
            id.into(),
            since.into(),
        ]);
        self.codes
            .push(vec![code.clone().into(), id.into(), since.into()]);
        self.products.push(vec![
            id.into(),
            number.into(),
            shop.id.uuid().into(),
            slug.into(),
            listing.name.as_str().into(),
            "live".into(),
            revision.into(),
            code.into(),
            i64::from(listing.fresh).into(),
            since.into(),
            since.into(),
            1i64.into(),
            1i64.into(),
        ]);
        self.revisions.push(vec![
            revision.into(),
            id.into(),
            1i64.into(),
            "approved".into(),
            listing.set.into(),
            listing.abv_permille.into(),
            body(listing, picture).to_string().into(),
            since.into(),
            since.into(),
            since.into(),
            1i64.into(),
        ]);
        if let Some(picture) = picture {
            let drawn = format!("Hình vẽ mẫu: {}", listing.name);
            let product = Some(listing.id.uuid());
            self.picture(shop, (picture, product), (drawn, listing.live_since));
        }
        self.sizes(shop, listing);
    }

    fn sizes(&mut self, shop: &Shop, listing: &Listing) {
        let since = listing.live_since.0;
        for (position, variant) in (0i64..).zip(&listing.variants) {
            let (id, item) = (variant.id.uuid(), mint(listing.live_since));
            self.variants.push(vec![
                id.into(),
                listing.id.uuid().into(),
                shop.id.uuid().into(),
                variant.sku.as_str().into(),
                variant.name.as_str().into(),
                variant.net_amount.into(),
                variant.net_unit.into(),
                variant.weight_g.into(),
                position.into(),
                1i64.into(),
                since.into(),
                1i64.into(),
            ]);
            self.prices.push(vec![
                mint(listing.live_since).into(),
                id.into(),
                1i64.into(),
                variant.price.0.into(),
                since.into(),
            ]);
            self.items.push(vec![
                item.into(),
                id.into(),
                variant.on_hand.into(),
                0i64.into(),
            ]);
            if variant.on_hand > 0 {
                self.movements.push(vec![
                    item.into(),
                    id.into(),
                    "received".into(),
                    variant.on_hand.into(),
                    0i64.into(),
                    "system".into(),
                    since.into(),
                ]);
            }
        }
    }

    fn picture(
        &mut self,
        shop: &Shop,
        (picture, product): (PictureId, Option<Uuid>),
        (alt, since): (String, Timestamp),
    ) {
        self.pictures.push(vec![
            picture.uuid().into(),
            shop.id.uuid().into(),
            product.into(),
            0i64.into(),
            i64::from(crate::pictures::SIDE).into(),
            i64::from(crate::pictures::SIDE).into(),
            alt.into(),
            since.0.into(),
        ]);
    }

    async fn insert(self, tx: &Tx) -> anyhow::Result<()> {
        insert(tx, "producers", &PRODUCERS, self.producers).await?;
        insert(tx, "bank_accounts", &BANK_ACCOUNTS, self.bank_accounts).await?;
        let zones = ["producer_id", "province_code", "commune_code"];
        insert(tx, "delivery_zones", &zones, self.zones).await?;
        let slugs = ["slug", "subject_kind", "subject_id", "created_at"];
        insert(tx, "slugs", &slugs, self.slugs).await?;
        insert(tx, "products", &PRODUCTS, self.products).await?;
        insert(tx, "product_revisions", &REVISIONS, self.revisions).await?;
        insert(tx, "variants", &VARIANTS, self.variants).await?;
        let prices = ["id", "variant_id", "min_quantity", "price", "from_at"];
        insert(tx, "variant_prices", &prices, self.prices).await?;
        let items = ["id", "variant_id", "on_hand", "reserved"];
        insert(tx, "stock_items", &items, self.items).await?;
        insert(tx, "stock_movements", &MOVEMENTS, self.movements).await?;
        insert(tx, "pictures", &PICTURES, self.pictures).await?;
        let codes = ["code", "product_id", "created_at"];
        insert(tx, "public_codes", &codes, self.codes).await?;
        Ok(())
    }
}

fn body(listing: &Listing, picture: Option<PictureId>) -> serde_json::Value {
    let variants: Vec<serde_json::Value> = listing
        .variants
        .iter()
        .map(|v| {
            json!({
                "id": v.id, "sku": v.sku, "name": v.name, "weight_g": v.weight_g,
                "net": {"amount": v.net_amount, "unit": v.net_unit},
            })
        })
        .collect();
    json!({
        "name": listing.name,
        "name_en": listing.name_en,
        "description": listing.description,
        "description_en": listing.description_en,
        "story": "",
        "set": listing.set,
        "abv_permille": listing.abv_permille,
        "facts": listing.facts,
        "variants": variants,
        "pictures": picture.into_iter().collect::<Vec<_>>(),
    })
}
