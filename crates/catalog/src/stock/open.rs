use kernel::{Timestamp, VariantId, mint};
use store::{Tx, insert};

use crate::Error;

/// Gives new variants their stock, empty.
pub async fn open(tx: &Tx, variants: &[VariantId], now: Timestamp) -> Result<(), Error> {
    let rows = variants
        .iter()
        .map(|variant| {
            vec![
                mint(now).into(),
                variant.uuid().into(),
                0i64.into(),
                0i64.into(),
            ]
        })
        .collect();
    insert(
        tx,
        "stock_items",
        &["id", "variant_id", "on_hand", "reserved"],
        rows,
    )
    .await?;
    Ok(())
}
