use accounts::{Basis, MemberRole, NewMandate, Scope, Standing};
use kernel::{Actor, CallId, Capacity, OrderId, ProducerId, Timestamp};
use notifications::calls::{self, Outcome, Why};
use orders::{Event, Reason};
use serde_json::json;
use store::{Db, Tx, Values};
use uuid::Uuid;

use super::Caller;
use crate::step::{Whose, advance, lock};
use crate::{Error, Refusal};

/// What is done for the producer while it is on the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The order is accepted.
    Accept,
    /// The order is declined.
    Decline(Reason),
    /// The shop that rests is opened again.
    Resume,
}

/// What was answered on the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// How the call ended.
    pub outcome: Outcome,
    /// What is done on the spot.
    pub act: Option<Act>,
}

/// The line, locked.
struct Sheet {
    why: Why,
    order: Option<OrderId>,
    producer: Option<ProducerId>,
    outcome: Option<Outcome>,
    open: bool,
}

/// Records a call, and does what the producer said: under the caller's own mandate, or under one
/// that is given by this call and covers this act alone.
pub async fn answer(
    db: &Db,
    caller: &Caller<'_>,
    call: CallId,
    answered: Answered,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let line = find(&tx, caller, call).await?;
        if !line.open {
            return said_again(&line, answered);
        }
        let mandate = match answered.act {
            Some(act) => Some(on_the_spot(&tx, caller, (call, &line), act, now).await?),
            None => None,
        };
        let done = answered.act.is_some() || ends(line.why, answered.outcome);
        let by = Some(caller.account());
        calls::note(&tx, call, (answered.outcome, done), by, now).await?;
        record(&tx, caller, (call, &line), (answered, mandate), now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// The same answer said again holds; another one comes too late.
fn said_again(line: &Sheet, answered: Answered) -> Result<(), Error> {
    if line.outcome == Some(answered.outcome) {
        return Ok(());
    }
    Err(Refusal::CallEnded.into())
}

/// Whether an answer alone ends a line. What waits for the producer ends when it is done.
fn ends(why: Why, outcome: Outcome) -> bool {
    match why {
        Why::Unreached => matches!(outcome, Outcome::Accepts | Outcome::Declines),
        Why::Paused => outcome == Outcome::Declines,
        Why::Unanswered | Why::Unchecked | Why::NotShipped => false,
    }
}

async fn find(tx: &Tx, caller: &Caller<'_>, call: CallId) -> Result<Sheet, Error> {
    let (clause, own) = caller.clause(2);
    let sql = format!(
        "SELECT c.reason, c.order_id, c.producer_id, c.outcome, c.status FROM call_sheet c \
         WHERE c.id = $1 AND {clause}{}",
        store::for_update(tx)
    );
    let mut values: Values = vec![call.uuid().into()];
    values.extend(own);
    let row = store::first(tx, &sql, values).await?;
    let row = row.ok_or(orders::Error::NotFound)?;
    let read = || -> Result<Sheet, store::Error> {
        let outcome: Option<String> = row.try_get("", "outcome")?;
        Ok(Sheet {
            why: Why::parse(&row.try_get::<String>("", "reason")?).unwrap_or(Why::Unreached),
            order: row.try_get::<Option<Uuid>>("", "order_id")?.map(OrderId),
            producer: row
                .try_get::<Option<Uuid>>("", "producer_id")?
                .map(ProducerId),
            outcome: outcome.as_deref().and_then(Outcome::parse),
            open: row.try_get::<String>("", "status")? == "open",
        })
    };
    Ok(read()?)
}

/// Takes the order's step; under which mandate.
async fn on_the_spot(
    tx: &Tx,
    caller: &Caller<'_>,
    (call, line): (CallId, &Sheet),
    act: Act,
    now: Timestamp,
) -> Result<Actor, Error> {
    let (Some(order), Some(producer)) = (line.order, line.producer) else {
        return reopened(tx, caller, (call, line), act, now).await;
    };
    let standing = lock(tx, order, Whose::Producer(producer)).await?;
    let actor = actor(tx, caller, (call, producer), now).await?;
    let event = match act {
        Act::Accept => Event::Accept,
        Act::Decline(reason) => Event::Decline(reason),
        Act::Resume => return Err(Refusal::NothingToDo.into()),
    };
    if !event.holds_in(standing.status) {
        advance(tx, &standing, event, actor, now).await?;
    }
    Ok(actor)
}

/// Opens a shop that rests; under which mandate.
async fn reopened(
    tx: &Tx,
    caller: &Caller<'_>,
    (call, line): (CallId, &Sheet),
    act: Act,
    now: Timestamp,
) -> Result<Actor, Error> {
    let (Why::Paused, Act::Resume, Some(producer)) = (line.why, act, line.producer) else {
        return Err(Refusal::NothingToDo.into());
    };
    let actor = actor(tx, caller, (call, producer), now).await?;
    crate::one_tap::spend(tx, producer, now).await?;
    catalog::producers::resume(tx, producer, actor, now).await?;
    Ok(actor)
}

async fn actor(
    tx: &Tx,
    caller: &Caller<'_>,
    (call, producer): (CallId, ProducerId),
    now: Timestamp,
) -> Result<Actor, Error> {
    match caller.identity.standing(producer) {
        Some(own @ Standing::Mandate(..)) if own.may(MemberRole::Packer) => {
            return Ok(caller.identity.actor_for(own));
        }
        _ => {}
    }
    let new = NewMandate {
        producer,
        account: caller.account(),
        scope: Scope::Orders,
        basis: Basis::Call,
        evidence: Some(call.to_string()),
        paper: None,
        until: Some(now),
    };
    let giver = caller.identity.actor(capacity(caller));
    let mandate = accounts::grant_mandate(tx, &new, giver, now).await?;
    Ok(Actor {
        account: Some(caller.account()),
        capacity: Capacity::Mandate,
        mandate: Some(mandate),
    })
}

fn capacity(caller: &Caller<'_>) -> Capacity {
    if caller.identity.is_admin() {
        Capacity::Admin
    } else if caller.identity.staff.is_empty() {
        Capacity::Mandate
    } else {
        Capacity::Official
    }
}

async fn record(
    tx: &Tx,
    caller: &Caller<'_>,
    (call, line): (CallId, &Sheet),
    (answered, acted): (Answered, Option<Actor>),
    now: Timestamp,
) -> Result<(), Error> {
    let act = answered.act.map(|act| match act {
        Act::Accept => "accept",
        Act::Decline(_) => "decline",
        Act::Resume => "resume",
    });
    let entry = audit::Entry {
        actor: acted.unwrap_or_else(|| caller.identity.actor(capacity(caller))),
        action: "calls.answer",
        subject_kind: "call",
        subject_id: call.to_string(),
        detail: json!({
            "outcome": answered.outcome.as_str(), "act": act, "order": line.order,
            "producer": line.producer, "mandate": acted.and_then(|actor| actor.mandate),
        }),
    };
    Ok(audit::record(tx, entry, now).await?)
}
