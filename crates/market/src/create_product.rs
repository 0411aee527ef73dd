use catalog::products::{self, New};
use kernel::{Actor, ProducerId, ProductId, Timestamp};
use store::Db;

use crate::Error;
use crate::once::{self, Key};

/// Creates a product of a producer. Asked again under the same key, it answers with the same
/// product.
pub async fn create_product(
    db: &Db,
    (producer, new): (ProducerId, &New),
    (actor, key): (Actor, Option<&Key>),
    now: Timestamp,
) -> Result<ProductId, Error> {
    let first = || store::retry(|| created(db, (producer, new.clone()), (actor, key), now));
    once::or_again(db, key, first).await
}

async fn created(
    db: &Db,
    (producer, new): (ProducerId, New),
    (actor, key): (Actor, Option<&Key>),
    now: Timestamp,
) -> Result<ProductId, Error> {
    let tx = store::write(db).await?;
    let product = products::create(&tx, producer, new, actor, now).await?;
    if let Some(key) = key {
        once::answer(&tx, key, &product.to_string(), now).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(product)
}
