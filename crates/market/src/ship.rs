use kernel::{Actor, OrderId, ProducerId, Timestamp};
use orders::{Event, Handover};
use payments::Custody;
use store::Db;

use crate::Error;
use crate::step::{self, Whose};

/// The box is handed over: what was promised is sold, and it is known who takes the cash.
pub async fn ship(
    db: &Db,
    (producer, order): (ProducerId, OrderId),
    handover: &Handover,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let standing = step::lock(&tx, order, Whose::Producer(producer)).await?;
        if Event::Ship.holds_in(standing.status) {
            return Ok(());
        }
        // The state says no before anything is written.
        orders::apply(standing.status, Event::Ship).map_err(orders::Error::from)?;
        orders::hand_over(&tx, &standing, handover, now).await?;
        let custody = if handover.by_the_producer() {
            Custody::Producer
        } else {
            Custody::Carrier
        };
        payments::hand_over(&tx, order, custody).await?;
        step::advance(&tx, &standing, Event::Ship, actor, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}
