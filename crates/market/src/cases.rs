//! Problems after delivery: what the two sides and the operator do with a case, and what follows
//! for stock and money in the same transaction.

mod settle;

use kernel::{Actor, CaseId, OrderId, PictureId, ProducerId, Timestamp, Vnd};
use orders::{Case, CaseEvent, Problem, Remedy, Standing};
use store::{Db, Tx};

use crate::Error;
use crate::step::{Whose, lock};

pub(crate) use settle::broken_promise;

/// What somebody says to a case.
#[derive(Debug, Clone)]
pub struct Saying {
    /// What.
    pub event: CaseEvent,
    /// In their words.
    pub note: Option<String>,
    /// How much is paid back, where that is not the price of the lines.
    pub amount: Option<Vnd>,
    /// Of goods that are back: whether they can be sold again.
    pub whole: bool,
}

impl Saying {
    /// An event without more.
    pub const fn of(event: CaseEvent) -> Self {
        Self {
            event,
            note: None,
            amount: None,
            whole: false,
        }
    }
}

/// The buyer says that something is wrong.
pub async fn open_case(
    db: &Db,
    (order, whose): (OrderId, Whose),
    problem: &Problem,
    actor: Actor,
    now: Timestamp,
) -> Result<CaseId, Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let standing = lock(&tx, order, whose).await?;
        let case = orders::open_case(&tx, &standing, problem, actor, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(case)
    })
    .await
}

/// A picture of what is wrong; its files are there already.
pub async fn add_case_picture(
    db: &Db,
    case: CaseId,
    picture: PictureId,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    orders::add_case_picture(&tx, case, picture, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// The producer answers a case of theirs, or has the goods back.
pub async fn answer_case(
    db: &Db,
    (producer, case): (ProducerId, CaseId),
    saying: &Saying,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let order = order_of(db, case).await?;
    let whose = (order, Whose::Producer(producer), case);
    say(db, whose, saying, actor, now).await
}

/// The buyer, whose right the caller has proven, says what they make of it; or the operator decides.
pub async fn say_to_case(
    db: &Db,
    case: CaseId,
    saying: &Saying,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let order = order_of(db, case).await?;
    say(db, (order, Whose::Holder, case), saying, actor, now).await
}

async fn order_of(db: &Db, case: CaseId) -> Result<OrderId, Error> {
    Ok(orders::case(db.read(), case).await?.order)
}

async fn say(
    db: &Db,
    (order, whose, case): (OrderId, Whose, CaseId),
    saying: &Saying,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let note = orders::case_note(saying.note.as_deref())?;
    store::retry(|| async {
        let tx = store::write(db).await?;
        let (standing, case) = locked(&tx, (order, whose, case)).await?;
        let said = (saying, note.clone());
        turn(&tx, (&standing, &case), said, actor, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// The order first, then its case: everybody locks them so.
async fn locked(
    tx: &Tx,
    (order, whose, case): (OrderId, Whose, CaseId),
) -> Result<(Standing, Case), Error> {
    let standing = lock(tx, order, whose).await?;
    Ok((standing, orders::lock_case(tx, case).await?))
}

async fn turn(
    tx: &Tx,
    (standing, case): (&Standing, &Case),
    (saying, note): (&Saying, Option<String>),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let turn = orders::turn(tx, case, saying.event, (note, actor), now).await?;
    if turn.to == orders::CaseStatus::Closed {
        let due = turn.due.unwrap_or(Remedy::Refuse);
        settle::settle(tx, (standing, case), (due, saying), actor, now).await?;
    }
    Ok(())
}

/// Moves the cases whose deadline has passed, each in a transaction of its own; how many, and how
/// many could not be moved.
pub(crate) async fn sweep(db: &Db, limit: i64, now: Timestamp) -> Result<(u64, u64), Error> {
    let (mut moved, mut failed) = (0, 0);
    for (case, order) in orders::due_cases(db.read(), limit, now).await? {
        match store::retry(|| time_out(db, (case, order), now)).await {
            Ok(()) => moved += 1,
            Err(err) => {
                tracing::error!(case.id = %case, error = %err, "a case's deadline could not be kept");
                failed += 1;
            }
        }
    }
    Ok((moved, failed))
}

async fn time_out(db: &Db, (case, order): (CaseId, OrderId), now: Timestamp) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let (standing, case) = locked(&tx, (order, Whose::Holder, case)).await?;
    // Another node may have been faster.
    if case.answer_by.is_none_or(|until| until > now) {
        return Ok(());
    }
    let saying = Saying::of(CaseEvent::TimeOut);
    turn(&tx, (&standing, &case), (&saying, None), Actor::SYSTEM, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
