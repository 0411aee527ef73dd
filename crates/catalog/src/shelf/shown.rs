//! What changed since a node last looked, by the feed.

use std::collections::BTreeSet;

use kernel::ProductId;
use store::{ConnectionTrait, rows};
use uuid::Uuid;

use crate::Error;

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
