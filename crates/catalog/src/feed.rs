//! The feed of changed listings, in commit order and without gaps.

use std::collections::BTreeSet;

use kernel::{ProductId, Timestamp};
use store::{Tx, first, insert};

use crate::Error;

/// Says that these listings changed. The **last** statements of a transaction: from here to the
/// commit every other change of a listing waits. Nothing is written for no products.
pub async fn changed(tx: &Tx, products: &[ProductId], now: Timestamp) -> Result<(), Error> {
    if products.is_empty() {
        return Ok(());
    }
    let sql = "UPDATE feed_head SET seq = seq + 1 WHERE id = 1 RETURNING seq";
    let head = first(tx, sql, vec![]).await?;
    let seq: i64 = match head {
        Some(row) => row.try_get("", "seq")?,
        None => return Err(Error::Unreadable("feed_head has no row".into())),
    };
    let once: BTreeSet<ProductId> = products.iter().copied().collect();
    let rows = once
        .into_iter()
        .map(|product| vec![seq.into(), product.uuid().into(), now.0.into()])
        .collect();
    tx.moves_feed();
    insert(tx, "feed", &["seq", "product_id", "at"], rows).await?;
    Ok(())
}
