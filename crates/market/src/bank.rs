//! What comes to the market's own account: a line becomes the money of the payments that it names,
//! with all that follows, in the transaction that writes it; any other line waits for a person.

mod told;

use std::collections::BTreeMap;

use kernel::{Actor, BankLineId, OrderId, PaymentId, Timestamp, Vnd};
use orders::{Standing, Status};
use payments::bank::{LineStatus, LineWritten, NewLine, Problem, Source};
use payments::{Custody, Payment, Receipt, Received};
use store::{Db, Tx};

pub use self::told::{BankStatement, hear_bank, take_statement};
use crate::receipt::{Late, nothing_came, take_in, take_up};
use crate::step::{Whose, lock};
use crate::{Error, books};

/// What became of a line that somebody told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It went to the payments that it names, or is what the card company paid out; what is the matter
    /// with it, if anything is.
    Matched(Option<Problem>),
    /// It waits for a person.
    Waiting,
    /// Money went out: it is noted.
    Noted,
    /// It was told before.
    Known,
    /// Its number was told before, with another amount.
    Differs,
}

/// Takes a line once, whoever tells of it and how often. Late money takes what was ordered again,
/// where all of it is still there; else it is owed back.
pub async fn take_line(
    db: &Db,
    line: &NewLine,
    source: Source,
    actor: Actor,
    now: Timestamp,
) -> Result<Taken, Error> {
    let taken =
        |late| async move { store::retry(|| take(db, (line, source), late, actor, now)).await };
    match taken(Late::TakeAgain).await {
        Err(Error::Catalog(catalog::Error::OutOfStock(_gone))) => taken(Late::PayBack).await,
        done => done,
    }
}

async fn take(
    db: &Db,
    (line, source): (&NewLine, Source),
    late: Late,
    actor: Actor,
    now: Timestamp,
) -> Result<Taken, Error> {
    let tx = store::write(db).await?;
    let id = match payments::bank::write_line(&tx, line, source, now).await? {
        LineWritten::New(id) => id,
        LineWritten::Known => return Ok(Taken::Known),
        LineWritten::Differs => return Ok(Taken::Differs),
    };
    let taken = if line.amount < Vnd::ZERO {
        Taken::Noted
    } else if let Some(parts) = named(&tx, line).await? {
        let what = (parts.as_slice(), late, Known::AtOnce);
        Taken::Matched(pay(&tx, id, what, actor, now).await?)
    } else if payments::take_payout(&tx, (id, line), now).await? {
        Taken::Matched(None)
    } else {
        books::unknown(&tx, id, line.amount, now).await?;
        Taken::Waiting
    };
    tx.commit().await.map_err(store::Error::from)?;
    Ok(taken)
}

/// The payments that a line names, and how much of it goes to each: all of it to one; to several only
/// where it is exactly what they lack together.
async fn named(tx: &Tx, line: &NewLine) -> Result<Option<Vec<(PaymentId, Vnd)>>, Error> {
    let found = payments::bank::named(tx, &line.text).await?;
    if let [only] = found.as_slice() {
        return Ok(Some(vec![(only.id, line.amount)]));
    }
    let parts: Vec<(PaymentId, Vnd)> = found.iter().map(|p| (p.id, p.remaining())).collect();
    let together = Vnd::sum(parts.iter().map(|(_, part)| *part)).ok();
    let fits = together == Some(line.amount) && parts.iter().all(|(_, part)| *part > Vnd::ZERO);
    Ok(fits.then_some(parts))
}

/// A person says what a line that waits is for.
pub async fn assign_line(
    db: &Db,
    id: BankLineId,
    parts: &[(PaymentId, Vnd)],
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let assigned =
        |late| async move { store::retry(|| assign(db, id, (parts, late), actor, now)).await };
    match assigned(Late::TakeAgain).await {
        Err(Error::Catalog(catalog::Error::OutOfStock(_gone))) => assigned(Late::PayBack).await,
        done => done,
    }
}

async fn assign(
    db: &Db,
    id: BankLineId,
    (parts, late): (&[(PaymentId, Vnd)], Late),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let line = payments::bank::line(&tx, id).await?;
    if line.status != LineStatus::Waiting {
        return Err(payments::Error::LineSettled.into());
    }
    let mut seen: Vec<PaymentId> = parts.iter().map(|(payment, _)| *payment).collect();
    seen.sort_unstable();
    seen.dedup();
    let whole = Vnd::sum(parts.iter().map(|(_, part)| *part)).ok() == Some(line.told.amount);
    let sound = seen.len() == parts.len() && parts.iter().all(|(_, part)| *part > Vnd::ZERO);
    if !whole || !sound {
        return Err(payments::Error::Parts(line.told.amount).into());
    }
    let what = (parts, late, Known::ByAPerson);
    pay(&tx, id, what, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// A person says that a line that waits is what the card company paid out.
pub async fn assign_line_to_payout(
    db: &Db,
    id: BankLineId,
    payout: &str,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let line = payments::bank::line(&tx, id).await?;
    payments::assign_payout(&tx, (&line, payout), actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// A person says that a line that waits is nobody's payment, and why.
pub async fn set_line_aside(
    db: &Db,
    id: BankLineId,
    note: &str,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    payments::bank::line(&tx, id).await?;
    let what = (LineStatus::SetAside, None, Some(note));
    payments::bank::settle(&tx, id, what, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// The market lets go of what is missing of a payment, up to what today's rule allows: its orders
/// begin.
pub async fn forgive_rest(
    db: &Db,
    payment: PaymentId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let (found, orders) = lock_payment(&tx, payment).await?;
        let let_go = payments::forgive(&tx, found.id, actor, now).await?;
        for standing in &orders {
            books::came(&tx, standing, &let_go, now).await?;
        }
        take_up(&tx, &orders, (true, Late::PayBack), actor, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// The operator has looked into the market's account and found nothing, or no more than before.
pub async fn nothing_on_account(
    db: &Db,
    payment: PaymentId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let (found, orders) = lock_payment(&tx, payment).await?;
        if payments::not_received(&tx, found.id, actor, now).await? {
            nothing_came(&tx, &found, &orders, now).await?;
        }
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// When it was known what a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// When it came.
    AtOnce,
    /// A person said so, of what waited until then.
    ByAPerson,
}

/// The money of a line goes to payments; what is the matter with it.
async fn pay(
    tx: &Tx,
    id: BankLineId,
    (parts, late, known): (&[(PaymentId, Vnd)], Late, Known),
    actor: Actor,
    now: Timestamp,
) -> Result<Option<Problem>, Error> {
    let mut orders: Vec<OrderId> = vec![];
    for (payment, _) in parts {
        orders.extend(markets(tx, *payment).await?.orders());
    }
    // All of them in the order of their ids, so that nobody waits crosswise.
    orders.sort_unstable();
    let mut locked: BTreeMap<OrderId, Standing> = BTreeMap::new();
    for order in orders {
        locked.insert(order, lock(tx, order, Whose::Holder).await?);
    }
    let mut problem = None;
    for (payment, amount) in parts {
        let before = payments::payment(tx, *payment).await?;
        let orders: Vec<Standing> = before
            .orders()
            .iter()
            .filter_map(|order| locked.get(order).cloned())
            .collect();
        let receipt = Receipt {
            amount: *amount,
            // The line is taken once, and bears the number.
            bank_ref: None,
            forgive: false,
            line: Some(id),
        };
        let received = payments::receive(tx, before.id, &receipt, actor, now).await?;
        if let Some(received) = &received {
            for standing in &orders {
                match known {
                    Known::AtOnce => books::came(tx, standing, received, now).await?,
                    Known::ByAPerson => books::recognised(tx, standing, received, now).await?,
                }
            }
            take_in(tx, &orders, (received, late), actor, now).await?;
        }
        problem = problem.or(matter(&before, &orders, received.as_ref()));
    }
    let what = (LineStatus::Matched, problem, None);
    payments::bank::settle(tx, id, what, actor, now).await?;
    Ok(problem)
}

/// What is the matter with money that came to a payment that stood so.
fn matter(before: &Payment, orders: &[Standing], received: Option<&Received>) -> Option<Problem> {
    let Some(received) = received else {
        return Some(Problem::Twice);
    };
    let ended =
        |standing: &Standing| standing.status.is_end() && standing.status != Status::Completed;
    if before.remaining() == Vnd::ZERO {
        Some(Problem::Twice)
    } else if orders.iter().any(ended) {
        Some(Problem::Late)
    } else if received.surplus > Vnd::ZERO {
        Some(Problem::TooMuch)
    } else if received.status == payments::Status::PartlyPaid {
        Some(Problem::TooLittle)
    } else {
        None
    }
}

async fn lock_payment(tx: &Tx, id: PaymentId) -> Result<(Payment, Vec<Standing>), Error> {
    let mut orders = vec![];
    for order in markets(tx, id).await?.orders() {
        orders.push(lock(tx, order, Whose::Holder).await?);
    }
    Ok((payments::payment(tx, id).await?, orders))
}

/// A payment of which the market says what came.
async fn markets(tx: &Tx, id: PaymentId) -> Result<Payment, Error> {
    let payment = payments::payment(tx, id).await?;
    if payment.custody == Custody::Market && payment.method == "vietqr" {
        Ok(payment)
    } else {
        Err(payments::Error::NotPayee(payment.custody).into())
    }
}
