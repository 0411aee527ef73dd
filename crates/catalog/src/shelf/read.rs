use std::collections::HashMap;

use kernel::{PictureId, ProducerId, ProductId, Timestamp, VariantId, Vnd};
use store::{ConnectionTrait, Row, Value, in_list, rows};
use uuid::Uuid;

use super::{Listing, Maker, OnSale};
use crate::Error;
use crate::certificates::{COLUMNS, Certificate};
use crate::prices::Tier;
use crate::products::ProductStatus;
use crate::revisions::{Net, NetUnit, RevisionBody};

/// Which listings are read.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// These.
    Products(&'a [ProductId]),
    /// The one with a slug of today.
    Slug(&'a str),
}

/// The listings as they are now, by two queries. What never was on sale is not among them.
pub async fn read(
    db: &impl ConnectionTrait,
    which: Which<'_>,
    now: Timestamp,
) -> Result<Vec<Listing>, Error> {
    if matches!(which, Which::Products([])) {
        return Ok(vec![]);
    }
    let found = products(db, which).await?;
    let mut variants = variants(db, which, now).await?;
    let mut listings: Vec<Listing> = Vec::new();
    for row in &found {
        let id = ProductId(row.try_get::<Uuid>("", "id")?);
        // A row for each certificate of a product, one after the other.
        if let Some(listing) = listings.last_mut().filter(|listing| listing.id == id) {
            listing.certificates.extend(Certificate::read(row)?);
        } else {
            listings.push(listing(row, variants.remove(&id).unwrap_or_default())?);
        }
    }
    Ok(listings)
}

fn condition(which: Which<'_>, first: usize) -> (String, Vec<Value>) {
    match which {
        Which::Products(ids) => (
            format!("p.id IN {}", in_list(ids.len(), first)),
            ids.iter().map(|id| id.uuid().into()).collect(),
        ),
        Which::Slug(slug) => (format!("p.slug = ${first}"), vec![slug.into()]),
    }
}

async fn products(db: &impl ConnectionTrait, which: Which<'_>) -> Result<Vec<Row>, Error> {
    let (condition, values) = condition(which, 1);
    let sql = format!(
        "SELECT p.id, p.number, p.slug, p.status, p.public_code, p.first_live_at, p.sample, r.body, \
         pr.id AS maker, pr.slug AS maker_slug, pr.name AS maker_name, pr.portrait AS maker_portrait, pr.province_code AS maker_province, \
         pr.commune_code AS maker_commune, pr.status AS maker_status, {COLUMNS} \
         FROM products p JOIN product_revisions r ON r.id = p.live_revision \
         JOIN producers pr ON pr.id = p.producer_id \
         LEFT JOIN certificates c ON c.product_id = p.id LEFT JOIN decisions d ON d.id = c.decision_id \
         WHERE {condition} ORDER BY p.number, c.id"
    );
    Ok(rows(db, &sql, values).await?)
}

async fn variants(
    db: &impl ConnectionTrait,
    which: Which<'_>,
    now: Timestamp,
) -> Result<HashMap<ProductId, Vec<OnSale>>, Error> {
    let (condition, more) = condition(which, 2);
    let sql = format!(
        "SELECT v.id, v.product_id, v.name, v.sku, v.net_amount, v.net_unit, v.weight_g, \
         CASE WHEN pr.paused_until > $1 THEN 0 ELSE s.on_hand - s.reserved END AS available, \
         vp.min_quantity, vp.price \
         FROM products p JOIN producers pr ON pr.id = p.producer_id JOIN variants v ON v.product_id = p.id AND v.active = 1 \
         LEFT JOIN stock_items s ON s.variant_id = v.id AND s.lot IS NULL AND s.place IS NULL \
         LEFT JOIN variant_prices vp ON vp.variant_id = v.id AND vp.from_at <= $1 \
          AND (vp.until_at IS NULL OR vp.until_at > $1) \
         WHERE {condition} ORDER BY v.product_id, v.position, v.id"
    );
    let mut values: Vec<Value> = vec![now.0.into()];
    values.extend(more);
    let mut all: HashMap<ProductId, Vec<OnSale>> = HashMap::new();
    for row in &rows(db, &sql, values).await? {
        let variants = all
            .entry(ProductId(row.try_get::<Uuid>("", "product_id")?))
            .or_default();
        let id = VariantId(row.try_get::<Uuid>("", "id")?);
        // A row for each price of a variant, one after the other.
        if let Some(variant) = variants.last_mut().filter(|variant| variant.id == id) {
            variant.prices.extend(tier(row)?);
        } else {
            variants.push(on_sale(id, row)?);
        }
    }
    Ok(all)
}

fn on_sale(id: VariantId, row: &Row) -> Result<OnSale, Error> {
    let unit: String = row.try_get("", "net_unit")?;
    Ok(OnSale {
        id,
        name: row.try_get("", "name")?,
        sku: row.try_get("", "sku")?,
        prices: tier(row)?.into_iter().collect(),
        net: Net {
            amount: row.try_get("", "net_amount")?,
            unit: NetUnit::parse(&unit)
                .ok_or_else(|| Error::Unreadable(format!("variants.net_unit: {unit}")))?,
        },
        weight_g: row.try_get("", "weight_g")?,
        available: row.try_get::<Option<i64>>("", "available")?.unwrap_or(0),
    })
}

fn tier(row: &Row) -> Result<Option<Tier>, Error> {
    let price: Option<i64> = row.try_get("", "price")?;
    price
        .map(|price| {
            Ok(Tier {
                min_quantity: row.try_get("", "min_quantity")?,
                price: Vnd(price),
            })
        })
        .transpose()
}

fn listing(row: &Row, variants: Vec<OnSale>) -> Result<Listing, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let status = text("status")?;
    Ok(Listing {
        id: ProductId(row.try_get::<Uuid>("", "id")?),
        number: row.try_get("", "number")?,
        slug: row
            .try_get::<Option<String>>("", "slug")?
            .unwrap_or_default(),
        status: ProductStatus::parse(&status)
            .ok_or_else(|| Error::Unreadable(format!("products.status: {status}")))?,
        public_code: row.try_get("", "public_code")?,
        since: row
            .try_get::<Option<i64>>("", "first_live_at")?
            .unwrap_or(0),
        sample: row.try_get::<i64>("", "sample")? == 1,
        body: RevisionBody::from_json(&text("body")?)?,
        maker: Maker {
            id: ProducerId(row.try_get::<Uuid>("", "maker")?),
            slug: row
                .try_get::<Option<String>>("", "maker_slug")?
                .unwrap_or_default(),
            name: text("maker_name")?,
            portrait: row
                .try_get::<Option<Uuid>>("", "maker_portrait")?
                .map(PictureId),
            province_code: text("maker_province")?,
            commune_code: text("maker_commune")?,
            approved: text("maker_status")? == "approved",
        },
        variants,
        certificates: Certificate::read(row)?.into_iter().collect(),
    })
}
