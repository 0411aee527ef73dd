use kernel::{Actor, ProducerId, ProductId, Timestamp};
use store::{Tx, execute};

use super::find::owned;
use crate::{Error, feed, record, reviews, revisions};

/// Takes back every text that is being written, waits or was sent back: what is on sale stays as it
/// is. A listing that was never approved keeps its text, and the next draft begins from it. Where
/// nothing is open, nothing changes.
pub async fn withdraw(
    tx: &Tx,
    (producer, id): (ProducerId, ProductId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    owned(tx, producer, id).await?;
    if revisions::withdraw_open(tx, id).await? == 0 {
        return Ok(());
    }
    reviews::withdraw_text(tx, id).await?;
    let sql = "UPDATE products SET version = version + 1 WHERE id = $1";
    execute(tx, sql, vec![id.uuid().into()]).await?;
    record::product(tx, actor, "catalog.withdraw", id, now).await?;
    // The text that waited may have stood in the way of a second look at the one on sale.
    let gone = reviews::look_again(tx, id, now).await?;
    let changed: &[ProductId] = if gone { &[id] } else { &[] };
    feed::changed(tx, changed, now).await
}
