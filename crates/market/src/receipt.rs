//! What the buyer and the payee say of goods and money.

use kernel::{Actor, OrderId, ProducerId, Timestamp, Vnd};
use orders::{Event, Method, Refused, Standing, Status};
use payments::{Custody, Payment, Receipt, Received};
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

/// The buyer says that they have paid: the payee looks, and no clock ends the orders of that payment
/// any more.
pub async fn report_payment(
    db: &Db,
    (order, whose): (OrderId, Whose),
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let (payment, orders) = lock_together(&tx, (order, whose)).await?;
        if payments::report(&tx, payment.id).await? {
            for standing in waiting(&orders) {
                wait_for_payee(&tx, standing, "orders.payment_reported", now).await?;
            }
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
        let own = (order, Whose::Producer(producer));
        let (payment, orders) = lock_together(&tx, own).await?;
        must_be_producers(&payment)?;
        for standing in &orders {
            refuse_unless(standing, Status::AwaitingPayment, "payment_missing")?;
        }
        if payments::not_received(&tx, payment.id, actor, now).await? {
            nothing_came(&tx, &payment, &orders, now).await?;
        }
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// What was said to be sent is not there. Where some of it is, the rest is asked for, and nothing
/// expires.
pub(crate) async fn nothing_came(
    tx: &Tx,
    payment: &Payment,
    orders: &[Standing],
    now: Timestamp,
) -> Result<(), Error> {
    for standing in waiting(orders) {
        if payment.received > Vnd::ZERO {
            wait_for_payee(tx, standing, "orders.partly_paid", now).await?;
        } else {
            orders::let_go(tx, standing, now).await?;
        }
        notifications::calls::close(tx, standing.id, now).await?;
    }
    Ok(())
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

/// What becomes of orders that expired before their money came: all of one payment alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Late {
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
    let own = (order, Whose::Producer(producer));
    let (payment, orders) = lock_together(&tx, own).await?;
    must_be_producers(&payment)?;
    for standing in &orders {
        if standing.status.is_end()
            && standing.status != Status::Completed
            && standing.method == Method::Cod
        {
            return Err(refused(standing, "payment_received"));
        }
    }
    if let Some(received) = payments::receive(&tx, payment.id, receipt, actor, now).await? {
        for standing in &orders {
            books::came(&tx, standing, &received, now).await?;
        }
        take_in(&tx, &orders, (&received, late), actor, now).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// Who holds the money of an order says what came of it.
fn must_be_producers(payment: &Payment) -> Result<(), Error> {
    match payment.custody {
        Custody::Producer | Custody::Carrier => Ok(()),
        custody @ (Custody::Market | Custody::Stripe) => {
            Err(payments::Error::NotPayee(custody).into())
        }
    }
}

/// A payment with all its orders under their locks, in the order of their ids, so that nobody waits
/// crosswise.
pub(crate) async fn lock_together(
    tx: &Tx,
    (order, whose): (OrderId, Whose),
) -> Result<(Payment, Vec<Standing>), Error> {
    let payment = match payments::of_order(tx, order).await {
        // Whose order it is not learns nothing of its money.
        Err(payments::Error::NotFound) => {
            lock(tx, order, whose).await?;
            return Err(payments::Error::NotFound.into());
        }
        found => found?,
    };
    let mut orders = vec![];
    for id in payment.orders() {
        let whose = if id == order { whose } else { Whose::Holder };
        orders.push(lock(tx, id, whose).await?);
    }
    Ok((payment, orders))
}

/// What money that came, and stands in the books, makes of the orders of its payment; what is too much
/// is owed at once.
pub(crate) async fn take_in(
    tx: &Tx,
    orders: &[Standing],
    (received, late): (&Received, Late),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if let (true, Some(first)) = (received.surplus > Vnd::ZERO, orders.first()) {
        let surplus = (received.payment, received.surplus);
        payments::owe_surplus(tx, (first.id, first.producer), surplus, now).await?;
    }
    let paid = received.status != payments::Status::PartlyPaid;
    take_up(tx, orders, (paid, late), actor, now).await
}

/// What the orders of a payment do once money came for it, or what was missing was let go of.
pub(crate) async fn take_up(
    tx: &Tx,
    orders: &[Standing],
    (paid, late): (bool, Late),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    for standing in orders {
        settle(tx, standing, (paid, late), actor, now).await?;
    }
    Ok(())
}

/// What an order does once money came for it.
async fn settle(
    tx: &Tx,
    standing: &Standing,
    (paid, late): (bool, Late),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
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

/// Those that wait for their money.
fn waiting(orders: &[Standing]) -> impl Iterator<Item = &Standing> {
    let waits = |standing: &&Standing| standing.status == Status::AwaitingPayment;
    orders.iter().filter(waits)
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
