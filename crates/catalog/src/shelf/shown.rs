//! What changed since a node last looked: by the feed, and by the movements of stock.

use std::collections::BTreeSet;

use kernel::{ProductId, Timestamp};
use store::{ConnectionTrait, first, rows};
use uuid::Uuid;

use crate::Error;

/// How far back movements are read again: one that was written earlier may be committed later.
const OVERLAP_MS: i64 = 10_000;

/// What has moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// These listings.
    pub products: BTreeSet<ProductId>,
    /// The number of the last change.
    pub head: i64,
}

/// The listings that changed after a place in the feed.
pub async fn shown_by(db: &impl ConnectionTrait, after: i64) -> Result<Moved, Error> {
    let sql = "SELECT h.seq AS head, f.product_id FROM feed_head h LEFT JOIN feed f ON f.seq > $1 AND f.seq <= h.seq";
    let mut moved = Moved {
        head: after,
        ..Moved::default()
    };
    for row in &rows(db, sql, vec![after.into()]).await? {
        moved.head = row.try_get("", "head")?;
        moved.products.extend(
            row.try_get::<Option<Uuid>>("", "product_id")?
                .map(ProductId),
        );
    }
    Ok(moved)
}

/// Every listing that has ever been on sale.
pub async fn ever_on_sale(db: &impl ConnectionTrait) -> Result<Vec<ProductId>, Error> {
    let sql = "SELECT id FROM products WHERE live_revision IS NOT NULL ORDER BY number";
    rows(db, sql, vec![])
        .await?
        .iter()
        .map(|row| Ok(ProductId(row.try_get::<Uuid>("", "id")?)))
        .collect()
}

/// The listings whose stock moved after a movement, and the newest movement. Numbers are handed out
/// before they are committed, so the last seconds are read again.
pub async fn sold_since(
    db: &impl ConnectionTrait,
    after: i64,
    now: Timestamp,
) -> Result<Moved, Error> {
    let newest = first(db, "SELECT MAX(seq) AS seq FROM stock_movements", vec![]).await?;
    let newest = newest
        .map_or(Ok(None), |row| row.try_get::<Option<i64>>("", "seq"))?
        .unwrap_or(0);
    let mut moved = Moved {
        head: newest,
        ..Moved::default()
    };
    let sql = "SELECT DISTINCT v.product_id FROM stock_movements m JOIN variants v ON v.id = m.variant_id \
               WHERE m.seq > $1 AND (m.seq > $2 OR m.at > $3)";
    let values = vec![
        (after - 5_000).into(),
        after.into(),
        (now.0 - OVERLAP_MS).into(),
    ];
    for row in &rows(db, sql, values).await? {
        moved
            .products
            .insert(ProductId(row.try_get::<Uuid>("", "product_id")?));
    }
    Ok(moved)
}
