use kernel::{Actor, ProducerId, ProductId, Timestamp};
use store::{Tx, execute};

use super::find::owned;
use super::status::ProductEvent;
use crate::reviews::{self, ReviewKind};
use crate::{Error, feed, record, revisions};

/// Takes a listing off sale for a while.
pub async fn pause(
    tx: &Tx,
    product: (ProducerId, ProductId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    step(tx, product, ProductEvent::Pause, (actor, now)).await
}

/// Puts it back on sale.
pub async fn resume(
    tx: &Tx,
    product: (ProducerId, ProductId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    step(tx, product, ProductEvent::Resume, (actor, now)).await
}

/// Ends a listing for good; what waited for an official is taken back.
pub async fn retire(
    tx: &Tx,
    product: (ProducerId, ProductId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let (_, id) = product;
    owned(tx, product.0, id)
        .await?
        .status
        .apply(ProductEvent::Retire)?;
    revisions::withdraw_open(tx, id).await?;
    reviews::withdraw(tx, ReviewKind::Listing, id.uuid()).await?;
    step(tx, product, ProductEvent::Retire, (actor, now)).await
}

async fn step(
    tx: &Tx,
    (producer, id): (ProducerId, ProductId),
    event: ProductEvent,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let product = owned(tx, producer, id).await?;
    let to = product.status.apply(event)?;
    if to == product.status {
        return Ok(());
    }
    let sql =
        "UPDATE products SET status = $2, version = version + 1 WHERE id = $1 AND status = $3";
    let values = vec![
        id.uuid().into(),
        to.as_str().into(),
        product.status.as_str().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    let action = match event {
        ProductEvent::Pause => "catalog.pause",
        ProductEvent::Resume => "catalog.resume",
        _ => "catalog.retire",
    };
    record::product(tx, actor, action, id, now).await?;
    feed::changed(tx, &[id], now).await
}
