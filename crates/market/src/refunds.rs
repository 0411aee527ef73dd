//! What is owed to buyers: where it goes, that it was sent, and what follows when it is not.

use kernel::{Actor, LineId, OrderId, ProducerId, RefundId, Timestamp, Vnd};
use orders::Status;
use payments::{Destination, Owed, Payer, Refund};
use store::{Db, Tx};

use crate::once::{self, Key};
use crate::step::{Whose, lock};
use crate::{App, Error, books};

/// The buyer, whose right to the order the caller has proven, says where a refund goes.
pub async fn give_destination(
    app: &App,
    (order, refund): (OrderId, RefundId),
    destination: &Destination,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(&app.db).await?;
    let refund = of_order(&tx, order, refund).await?;
    payments::give_destination(&tx, (&refund, destination), &app.secret, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// The buyer has it.
pub async fn confirm_refund(
    db: &Db,
    (order, refund): (OrderId, RefundId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let refund = of_order(&tx, order, refund).await?;
    payments::confirm(&tx, &refund, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

async fn of_order(tx: &Tx, order: OrderId, refund: RefundId) -> Result<Refund, Error> {
    let refund = payments::refund(tx, refund).await?;
    if refund.order == order {
        Ok(refund)
    } else {
        Err(payments::Error::NotFound.into())
    }
}

/// The payer says that it is on its way: a producer of its own, or the market of its own.
pub async fn send_refund(
    db: &Db,
    (payer, refund): (Option<ProducerId>, RefundId),
    bank_ref: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let refund = payments::refund(&tx, refund).await?;
    let own = match payer {
        Some(producer) => refund.payer == Payer::Producer && refund.producer == producer,
        None => refund.payer == Payer::Market,
    };
    if !own {
        return Err(payments::Error::NotFound.into());
    }
    payments::send(&tx, &refund, bank_ref, actor, now).await?;
    if !payments::owes(&tx, refund.producer).await? {
        catalog::producers::owing(&tx, refund.producer, None).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// How much is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// All that was paid and not paid back yet.
    All,
    /// So much, or as much of it as is left.
    Amount(Vnd),
    /// Exactly so much: more than is left is refused.
    Exactly(Vnd),
    /// What so many of these lines cost, and its delivery where that is said too.
    Parts {
        /// Which lines, and how many of each.
        lines: Vec<(LineId, i64)>,
        /// Whether its delivery.
        shipping: bool,
    },
}

/// The operator decides that something is owed to an order's buyer, once under a key, however many ask
/// at once; the answer.
pub async fn decide_refund(
    db: &Db,
    order: OrderId,
    why: (&Measure, &str),
    by: (&Key, Actor),
    now: Timestamp,
) -> Result<RefundId, Error> {
    let decide = || store::retry(|| decided(db, order, why, by, now));
    once::or_again(db, Some(by.0), decide).await
}

async fn decided(
    db: &Db,
    order: OrderId,
    (measure, reason): (&Measure, &str),
    (key, actor): (&Key, Actor),
    now: Timestamp,
) -> Result<RefundId, Error> {
    let tx = store::write(db).await?;
    let standing = lock(&tx, order, Whose::Holder).await?;
    if standing.status == Status::Completed || standing.status == Status::Delivered {
        books::collected(&tx, &standing, now).await?;
    }
    let amount = match measure {
        Measure::All => Vnd(i64::MAX),
        Measure::Amount(amount) => *amount,
        Measure::Exactly(amount) => within(*amount, payments::taken(&tx, order).await?)?,
        Measure::Parts { lines, shipping } => {
            let goods = orders::pay_back(&tx, order, lines).await?;
            let delivery = if *shipping {
                orders::pay_back_shipping(&tx, order).await?
            } else {
                Vnd::ZERO
            };
            goods.plus(delivery).map_err(orders::Error::from)?
        }
    };
    let owed = Owed {
        order,
        producer: standing.producer,
        case: None,
        amount,
        reason,
    };
    let refund = payments::owe(&tx, &owed, actor, now).await?;
    let refund = refund.ok_or(orders::Error::NothingPaid)?;
    once::answer(&tx, key, &refund.to_string(), now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(refund)
}

/// An amount, where so much is left of what was taken; where nothing is, that is said elsewhere.
fn within(amount: Vnd, (came, back): (Vnd, Vnd)) -> Result<Vnd, Error> {
    let left = came.0.saturating_sub(back.0);
    if left > 0 && !(1..=left).contains(&amount.0) {
        let fault = orders::Fault {
            pointer: "/amount",
            wrong: orders::Wrong::OutOfRange(1, left),
        };
        return Err(orders::Error::Invalid(vec![fault]).into());
    }
    Ok(amount)
}

/// Looks at the refunds whose deadline has passed; how many, and how many could not be looked at.
pub(crate) async fn sweep(db: &Db, limit: i64, now: Timestamp) -> Result<(u64, u64), Error> {
    let (mut moved, mut failed) = (0, 0);
    for refund in payments::due_refunds(db.read(), limit, now).await? {
        match store::retry(|| overdue(db, refund, now)).await {
            Ok(()) => moved += 1,
            Err(err) => {
                tracing::error!(refund.id = %refund, error = %err, "a refund's deadline could not be kept");
                failed += 1;
            }
        }
    }
    Ok((moved, failed))
}

async fn overdue(db: &Db, refund: RefundId, now: Timestamp) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let refund = payments::refund(&tx, refund).await?;
    let late = payments::pass_deadline(&tx, &refund, now).await?;
    if late && refund.payer == Payer::Producer {
        catalog::producers::owing(&tx, refund.producer, Some(now)).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
