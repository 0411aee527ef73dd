//! What the buyer and the payee say of goods and money.

use kernel::{Actor, OrderId, ProducerId, Timestamp};
use orders::{Event, Refused, Status};
use payments::Receipt;
use store::Db;

use crate::Error;
use crate::step::{Whose, lock, step};

/// The buyer has it and is content.
pub async fn confirm_receipt(
    db: &Db,
    whose: (OrderId, Whose),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    step(db, whose, Event::ConfirmReceipt, actor, now).await
}

/// The buyer says that they have paid.
pub async fn report_payment(db: &Db, (order, whose): (OrderId, Whose)) -> Result<(), Error> {
    let tx = store::write(db).await?;
    lock(&tx, order, whose).await?;
    payments::report(&tx, order).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// The producer says that money came for an order.
pub async fn payment_received(
    db: &Db,
    (producer, order): (ProducerId, OrderId),
    receipt: &Receipt,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let standing = lock(&tx, order, Whose::Producer(producer)).await?;
    if standing.status.is_end() && standing.status != Status::Completed {
        let refused = Refused {
            from: standing.status,
            step: "payment_received",
        };
        return Err(orders::Error::from(refused).into());
    }
    payments::receive(&tx, order, receipt, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
