//! The sweeper of deadlines: what is due is found by index and moved, each order, case and refund in
//! a transaction of its own.

use kernel::{Actor, OrderId, Timestamp};
use orders::{Event, Standing, Status};
use store::{Db, Tx};

use crate::step::{Whose, advance, lock};
use crate::{Error, calls, cases, refunds};

/// So many orders are looked up at once.
const BATCH: i64 = 100;

/// What a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Owners reminded.
    pub reminded: u64,
    /// Orders, cases and refunds moved, or their buyers asked.
    pub moved: u64,
    /// Those that could not be moved: logged, and tried again by the next sweep.
    pub failed: u64,
}

/// Reminds whoever is due to be, and ends what has waited long enough. Any number of nodes may
/// sweep at once.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<Swept, Error> {
    let mut swept = Swept::default();
    loop {
        let due = orders::due_reminders(db.read(), BATCH, now).await?;
        if due.is_empty() {
            break;
        }
        remind(db, &due, now).await?;
        swept.reminded += u64::try_from(due.len()).unwrap_or(0);
    }
    loop {
        let due = orders::due(db.read(), BATCH, now).await?;
        let before = swept.moved;
        for order in &due {
            match store::retry(|| end(db, *order, now)).await {
                Ok(()) => swept.moved += 1,
                Err(err) => {
                    tracing::error!(order.id = %order, error = %err, "a deadline could not be kept");
                    swept.failed += 1;
                }
            }
        }
        // What failed stays due: without a step forward the rest waits for the next sweep.
        if due.is_empty() || swept.moved == before {
            break;
        }
    }
    loop {
        let (cases, no_case) = cases::sweep(db, BATCH, now).await?;
        let (refunds, no_refund) = refunds::sweep(db, BATCH, now).await?;
        swept.moved += cases + refunds;
        swept.failed += no_case + no_refund;
        if cases + refunds == 0 {
            return Ok(swept);
        }
    }
}

/// Half time: the owner is reminded by every channel, and a producer that has not answered yet is
/// telephoned.
async fn remind(db: &Db, due: &[OrderId], now: Timestamp) -> Result<(), Error> {
    let tx = store::write(db).await?;
    for told in orders::remind(&tx, due, now).await? {
        if told.status == Status::Placed {
            calls::unanswered(&tx, (told.producer, told.order), now).await?;
        }
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

async fn end(db: &Db, order: OrderId, now: Timestamp) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let standing = lock(&tx, order, Whose::Holder).await?;
    // Another node may have been faster.
    if standing.deadline.until.is_none_or(|until| until > now) {
        return Ok(());
    }
    let closures = catalog::closures(&tx, standing.producer, now).await?;
    if standing.is_held() && held_by_market(&tx, order).await? {
        orders::for_operator(&tx, &standing, now).await?;
    } else if standing.is_held() {
        if !standing.overdue {
            calls::unchecked(&tx, (standing.producer, order), now).await?;
        }
        orders::unchecked(&tx, &standing, &closures, now).await?;
    } else if !orders::begin_grace(&tx, &standing, &closures, now).await? {
        die(&tx, &standing, now).await?;
    } else if matches!(standing.status, Status::Accepted | Status::Packed) {
        calls::not_shipped(&tx, (standing.producer, order), now).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// Whether its money goes to the market: then no producer is called about it.
async fn held_by_market(tx: &Tx, order: OrderId) -> Result<bool, Error> {
    let payments = payments::of_orders(tx, &[order]).await?;
    Ok(payments
        .iter()
        .any(|p| p.custody == payments::Custody::Market))
}

/// Nobody moved an order in time. Where that was the producer's to do, it is remembered; the second
/// time in a row the shop pauses itself.
async fn die(tx: &Tx, standing: &Standing, now: Timestamp) -> Result<(), Error> {
    let producer = standing.producer;
    let theirs = matches!(
        standing.status,
        Status::Placed | Status::Accepted | Status::Packed
    );
    // Before the stock, after which every change of a listing waits.
    let paused = theirs && catalog::producers::missed(tx, producer, now).await?;
    if paused {
        calls::paused(tx, producer, now).await?;
    }
    advance(tx, standing, Event::TimeOut, Actor::SYSTEM, now).await?;
    if paused {
        catalog::producers::listings_changed(tx, producer, now).await?;
    }
    Ok(())
}
