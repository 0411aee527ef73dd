//! What every step of an order shares: the order, its stock and its money move in one transaction.

use catalog::stock;
use kernel::{AccountId, Actor, OrderId, ProducerId, Timestamp};
use orders::{Event, Method, Standing, Status, Stock};
use serde_json::json;
use store::{Db, Tx};

use crate::{Error, books, cases};

/// Whose order it must be for a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// This producer's: another's is not there.
    Producer(ProducerId),
    /// This account's.
    Buyer(AccountId),
    /// Whose checkout the caller has proven to hold.
    Holder,
}

/// A step that needs nothing but its event. Said again of an order that has it behind it, it holds.
pub(crate) async fn step(
    db: &Db,
    (order, whose): (OrderId, Whose),
    event: Event,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let standing = lock(&tx, order, whose).await?;
        if event.holds_in(standing.status) {
            return Ok(());
        }
        advance(&tx, &standing, event, actor, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// The order under its lock, where it is the caller's.
pub(crate) async fn lock(tx: &Tx, order: OrderId, whose: Whose) -> Result<Standing, Error> {
    let producer = match whose {
        Whose::Producer(producer) => Some(producer),
        Whose::Buyer(_) | Whose::Holder => None,
    };
    let standing = orders::lock(tx, order, producer).await?;
    match whose {
        Whose::Buyer(account) if standing.account != Some(account) => {
            Err(orders::Error::NotFound.into())
        }
        Whose::Buyer(_) | Whose::Producer(_) | Whose::Holder => Ok(standing),
    }
}

/// Moves an order, and with it its stock and its money.
pub(crate) async fn advance(
    tx: &Tx,
    standing: &Standing,
    event: Event,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let closures = catalog::closures(tx, standing.producer, now).await?;
    let transition = orders::advance(tx, standing, event, (&closures, actor), now).await?;
    notifications::calls::close(tx, standing.id, now).await?;
    if transition.to == Status::Shipped {
        catalog::producers::kept(tx, standing.producer).await?;
    }
    if ends_unsold(transition.to) {
        no_longer_paid(tx, standing, transition.to, now).await?;
        let whose = (standing.id, standing.producer);
        payments::fall_due(tx, whose, transition.to.as_str(), now).await?;
        books::ended(tx, standing, now).await?;
        cases::broken_promise(tx, standing, now).await?;
    }
    if transition.to == Status::Completed {
        books::completed(tx, standing, now).await?;
    }
    let lines: Vec<stock::Line> = standing
        .lines
        .iter()
        .map(|&(variant, quantity)| stock::Line {
            variant,
            quantity,
            order: standing.id,
        })
        .collect();
    // The stock last: its rows are the ones that others wait for.
    match transition.stock {
        Stock::Keep => {}
        Stock::Reserve => stock::reserve(tx, &lines, actor, now).await?,
        Stock::Release => stock::release(tx, &lines, actor, now).await?,
        Stock::Sell => stock::sell(tx, &lines, actor, now).await?,
        Stock::TakeBack => stock::take_back(tx, &lines, actor, now).await?,
    }
    Ok(())
}

/// What has yet to come for an order that ended is no longer wanted. Orders that shared its payment
/// begin where that was all that was missing.
async fn no_longer_paid(
    tx: &Tx,
    standing: &Standing,
    ended: Status,
    now: Timestamp,
) -> Result<(), Error> {
    if standing.method == Method::Stripe {
        let payment = payments::of_order(tx, standing.id).await?;
        let payload = json!({ "payment": payment.id });
        jobs::enqueue(tx, payments::RECONCILE, &payload, now).await?;
    }
    if ended == Status::Expired {
        // Late money may still bring it back.
        return Ok(payments::cancel(tx, standing.id).await?);
    }
    for other in payments::leave(tx, standing.id).await? {
        let other = lock(tx, other, Whose::Holder).await?;
        if other.status == Status::AwaitingPayment {
            Box::pin(advance(tx, &other, Event::Paid, Actor::SYSTEM, now)).await?;
        }
    }
    Ok(())
}

const fn ends_unsold(status: Status) -> bool {
    matches!(
        status,
        Status::Cancelled | Status::Declined | Status::Expired | Status::Returned | Status::Lost
    )
}
