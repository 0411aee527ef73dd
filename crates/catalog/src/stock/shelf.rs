use kernel::{ProducerId, ProductId, Timestamp, VariantId, Vnd};
use store::{ConnectionTrait, Row, rows};
use uuid::Uuid;

use super::Level;
use crate::Error;
use crate::revisions::{Net, NetUnit};
use crate::words::stored;

/// A variant as its producer has it on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// Which.
    pub id: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// The producer's own number for it.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Net quantity.
    pub net: Net,
    /// Gross weight in grams.
    pub weight_g: i64,
    /// What one costs now.
    pub price: Option<Vnd>,
    /// What there is.
    pub level: Level,
}

/// A producer's variant, on sale or not yet.
pub async fn shelf(
    db: &impl ConnectionTrait,
    (producer, variant): (ProducerId, VariantId),
    now: Timestamp,
) -> Result<Shelf, Error> {
    let found = load(db, "v.id = $3", (producer, variant.uuid()), now).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// All variants of a producer's product, on sale or not yet.
pub async fn shelf_of(
    db: &impl ConnectionTrait,
    (producer, product): (ProducerId, ProductId),
    now: Timestamp,
) -> Result<Vec<Shelf>, Error> {
    load(db, "v.product_id = $3", (producer, product.uuid()), now).await
}

/// All variants of a producer, on sale or not yet.
pub async fn shelves(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    now: Timestamp,
) -> Result<Vec<Shelf>, Error> {
    load(db, "v.producer_id = $3", (producer, producer.uuid()), now).await
}

async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    (producer, which): (ProducerId, Uuid),
    now: Timestamp,
) -> Result<Vec<Shelf>, Error> {
    let sql = format!(
        "SELECT v.id, v.product_id, v.sku, v.name, v.net_amount, v.net_unit, v.weight_g, \
         s.on_hand, s.reserved, (SELECT MAX(vp.price) FROM variant_prices vp \
          WHERE vp.variant_id = v.id AND vp.min_quantity = 1 AND vp.from_at <= $2 \
          AND (vp.until_at IS NULL OR vp.until_at > $2)) AS price \
         FROM variants v JOIN stock_items s ON s.variant_id = v.id AND s.lot IS NULL AND s.place IS NULL \
         WHERE v.producer_id = $1 AND {clause} ORDER BY v.id"
    );
    let values = vec![producer.uuid().into(), now.0.into(), which.into()];
    let found = rows(db, &sql, values).await?;
    found.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Shelf, Error> {
    let unit: String = row.try_get("", "net_unit")?;
    Ok(Shelf {
        id: VariantId(row.try_get("", "id")?),
        product: ProductId(row.try_get("", "product_id")?),
        sku: row.try_get("", "sku")?,
        name: row.try_get("", "name")?,
        net: Net {
            amount: row.try_get("", "net_amount")?,
            unit: stored(&unit, NetUnit::parse)?,
        },
        weight_g: row.try_get("", "weight_g")?,
        price: row.try_get::<Option<i64>>("", "price")?.map(Vnd),
        level: Level {
            on_hand: row.try_get("", "on_hand")?,
            reserved: row.try_get("", "reserved")?,
        },
    })
}
