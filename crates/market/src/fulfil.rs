//! The producer's steps that carry nothing but themselves.

use kernel::{Actor, OrderId, ProducerId, Timestamp};
use orders::Event;
use store::Db;

use crate::Error;
use crate::step::{Whose, lock, step};

/// The producer will send it.
pub async fn accept(
    db: &Db,
    own: (ProducerId, OrderId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    take(db, own, Event::Accept, actor, now).await
}

/// It is in its box.
pub async fn pack(
    db: &Db,
    own: (ProducerId, OrderId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    take(db, own, Event::Pack, actor, now).await
}

/// The box has arrived.
pub async fn deliver(
    db: &Db,
    own: (ProducerId, OrderId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    take(db, own, Event::Deliver, actor, now).await
}

/// The carrier could not hand it over, or its receiver refused it.
pub async fn fail_delivery(
    db: &Db,
    own: (ProducerId, OrderId),
    refused: bool,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    take(db, own, Event::FailDelivery { refused }, actor, now).await
}

/// The producer has the box in hand, and says whether what is in it can be sold again.
pub async fn take_back(
    db: &Db,
    own: (ProducerId, OrderId),
    whole: bool,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    take(db, own, Event::Returned { whole }, actor, now).await
}

/// A step of a producer's own order.
async fn take(
    db: &Db,
    (producer, order): (ProducerId, OrderId),
    event: Event,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    step(db, (order, Whose::Producer(producer)), event, actor, now).await
}

/// The producer asks for more time, once. It has been heard: nobody need call it before half of that
/// time has passed too.
pub async fn extend(
    db: &Db,
    (producer, order): (ProducerId, OrderId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let standing = lock(&tx, order, Whose::Producer(producer)).await?;
        let closures = catalog::closures(&tx, producer, now).await?;
        orders::extend(&tx, &standing, &closures, actor, now).await?;
        notifications::calls::close(&tx, order, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}
