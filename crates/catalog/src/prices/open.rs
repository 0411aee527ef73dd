use kernel::{Actor, Timestamp, VariantId, Vnd, mint};
use store::{Tx, insert};
use uuid::Uuid;

use crate::Error;

/// Gives new variants their first price.
pub async fn open(
    tx: &Tx,
    prices: &[(VariantId, Vnd)],
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let rows = prices
        .iter()
        .map(|(variant, price)| {
            vec![
                mint(now).into(),
                variant.uuid().into(),
                1i64.into(),
                price.0.into(),
                now.0.into(),
                actor.account.map(Uuid::from).into(),
            ]
        })
        .collect();
    let columns = [
        "id",
        "variant_id",
        "min_quantity",
        "price",
        "from_at",
        "set_by",
    ];
    insert(tx, "variant_prices", &columns, rows).await?;
    Ok(())
}
