use kernel::{Actor, ProducerId, Timestamp};
use store::{Db, Tx};

use crate::{Error, one_tap};

/// Opens a shop again that rests; nobody calls it about that any more. One that is open stays so.
pub async fn resume(
    db: &Db,
    producer: ProducerId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        reopen(&tx, producer, actor, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

pub(crate) async fn reopen(
    tx: &Tx,
    producer: ProducerId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    notifications::calls::close_paused(tx, producer, now).await?;
    one_tap::spend(tx, producer, now).await?;
    Ok(catalog::producers::resume(tx, producer, actor, now).await?)
}
