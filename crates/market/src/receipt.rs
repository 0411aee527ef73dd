//! What the buyer and the payee say of goods and money.

use kernel::{Actor, OrderId, ProducerId, Timestamp};
use orders::{Event, Method, Refused, Standing, Status};
use payments::{Receipt, Received};
use serde_json::json;
use store::{Db, Tx};

use crate::step::{Whose, advance, lock, step};
use crate::{Error, books};

/// The buyer has it and is content.
pub async fn confirm_receipt(
    db: &Db,
    whose: (OrderId, Whose),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    step(db, whose, Event::ConfirmReceipt, actor, now).await
}

/// The buyer says that they have paid: the payee looks, and no clock ends the order any more.
pub async fn report_payment(
    db: &Db,
    (order, whose): (OrderId, Whose),
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let standing = lock(&tx, order, whose).await?;
        if payments::report(&tx, order).await? && standing.status == Status::AwaitingPayment {
            wait_for_payee(&tx, &standing, "orders.payment_reported", now).await?;
        }
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// The producer has looked into the account and found nothing.
pub async fn payment_missing(
    db: &Db,
    (producer, order): (ProducerId, OrderId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let standing = lock(&tx, order, Whose::Producer(producer)).await?;
        refuse_unless(&standing, Status::AwaitingPayment, "payment_missing")?;
        if payments::not_received(&tx, order, actor, now).await? {
            if payments::paid(&tx, order).await? {
                // Some of it is there: the rest is asked for, and nothing expires.
                wait_for_payee(&tx, &standing, "orders.partly_paid", now).await?;
            } else {
                orders::let_go(&tx, &standing, now).await?;
            }
            notifications::calls::close(&tx, order, now).await?;
        }
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// The producer says that money came for an order. Where it came too late, what was ordered is
/// promised again if it is still there; else all of it is owed back.
pub async fn payment_received(
    db: &Db,
    own: (ProducerId, OrderId),
    receipt: &Receipt,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let received =
        |late| async move { store::retry(|| received(db, own, (receipt, late), actor, now)).await };
    match received(Late::TakeAgain).await {
        Err(Error::Catalog(catalog::Error::OutOfStock(_gone))) => received(Late::PayBack).await,
        done => done,
    }
}

/// What becomes of an order that expired before its money came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Late {
    TakeAgain,
    PayBack,
}

async fn received(
    db: &Db,
    (producer, order): (ProducerId, OrderId),
    (receipt, late): (&Receipt, Late),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let standing = lock(&tx, order, Whose::Producer(producer)).await?;
    if standing.status.is_end()
        && standing.status != Status::Completed
        && standing.method == Method::Cod
    {
        return Err(refused(&standing, "payment_received"));
    }
    if let Some(received) = payments::receive(&tx, order, receipt, actor, now).await? {
        books::came(&tx, &standing, &received, now).await?;
        if received.surplus > kernel::Vnd::ZERO {
            let surplus = (received.payment, received.surplus);
            payments::owe_surplus(&tx, (order, producer), surplus, now).await?;
        }
        settle(&tx, &standing, (received, late), actor, now).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// What an order does once money came for it.
async fn settle(
    tx: &Tx,
    standing: &Standing,
    (received, late): (Received, Late),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let paid = received.status != payments::Status::PartlyPaid;
    // What was late and is owed back already buys nothing again.
    let again = late == Late::TakeAgain && !payments::owed_back(tx, standing.id).await?;
    match standing.status {
        Status::AwaitingPayment if paid => advance(tx, standing, Event::Paid, actor, now).await,
        Status::AwaitingPayment => {
            notifications::calls::close(tx, standing.id, now).await?;
            wait_for_payee(tx, standing, "orders.partly_paid", now).await
        }
        Status::Expired if paid && again => advance(tx, standing, Event::Paid, actor, now).await,
        ended if ended.is_end() && ended != Status::Completed => {
            let whose = (standing.id, standing.producer);
            payments::fall_due(tx, whose, standing.status.as_str(), now).await?;
            books::ended(tx, standing, now).await
        }
        _on_its_way => Ok(()),
    }
}

/// It is the payee's move, without an end of its own; somebody is told.
async fn wait_for_payee(
    tx: &Tx,
    standing: &Standing,
    told: &'static str,
    now: Timestamp,
) -> Result<(), Error> {
    let closures = catalog::closures(tx, standing.producer, now).await?;
    orders::hold(tx, standing, &closures, now).await?;
    let payload = json!({ "order": standing.id });
    Ok(jobs::enqueue(tx, told, &payload, now).await?)
}

fn refuse_unless(standing: &Standing, status: Status, step: &'static str) -> Result<(), Error> {
    if standing.status == status {
        Ok(())
    } else {
        Err(refused(standing, step))
    }
}

fn refused(standing: &Standing, step: &'static str) -> Error {
    let from = standing.status;
    orders::Error::from(Refused { from, step }).into()
}
