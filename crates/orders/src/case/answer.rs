//! A step of a case: applied, written with its history and its event. What it costs in stock and
//! money is the caller's.

use kernel::{Actor, CaseId, OrderId, Timestamp};
use store::{Tx, Values, execute, first};
use uuid::Uuid;

use super::find::Case;
use super::machine::{CaseEvent, CaseStatus, Remedy, Turn, apply_case};
use super::{Entry, record, until};
use crate::Error;
use crate::draft::Faults;
use crate::step::Standing;

/// The words that go with a step, once they hold.
pub fn case_note(note: Option<&str>) -> Result<Option<String>, Error> {
    let mut faults = Faults(vec![]);
    let note = faults.note("/note", note.unwrap_or_default(), 1_000);
    if faults.0.is_empty() {
        Ok(note)
    } else {
        Err(Error::Invalid(faults.0))
    }
}

/// Takes a step of a case that the caller has locked.
pub async fn turn(
    tx: &Tx,
    case: &Case,
    event: CaseEvent,
    (note, actor): (Option<String>, Actor),
    now: Timestamp,
) -> Result<Turn, Error> {
    let turn = apply_case(case.status, (case.wish, case.answer.0), event)?;
    let answer_by = until(tx, turn.to, case.kind, now).await?;
    let mut values: Values = vec![
        case.id.uuid().into(),
        case.status.as_str().into(),
        turn.to.as_str().into(),
        turn.to.owner().as_str().into(),
        answer_by.map(|at| at.0).into(),
        (turn.to == CaseStatus::Closed).then_some(now.0).into(),
    ];
    let said = said(case, event, note, &mut values, now);
    let sql = format!(
        "UPDATE cases SET status = $3, owner = $4, answer_by = $5, closed_at = $6, version = version + 1{said} \
         WHERE id = $1 AND status = $2"
    );
    if execute(tx, &sql, values).await? == 0 {
        return Err(Error::CaseState {
            from: case.status,
            step: event.as_str(),
        });
    }
    let entry = Entry {
        from: Some(case.status),
        to: turn.to,
        remedy: remedy(case, event),
        actor,
    };
    record(tx, case.id, &entry, now).await?;
    Ok(turn)
}

/// What an event says beside its state: the columns, and their values from the seventh on.
fn said(
    case: &Case,
    event: CaseEvent,
    note: Option<String>,
    values: &mut Values,
    now: Timestamp,
) -> &'static str {
    match event {
        CaseEvent::Answer(remedy) if remedy == case.wish.granted() => {
            values.extend([remedy.as_str().into(), note.into(), now.0.into()]);
            ", answer = $7, answer_note = $8, answered_at = $9, decision = $7"
        }
        CaseEvent::Answer(remedy) => {
            values.extend([remedy.as_str().into(), note.into(), now.0.into()]);
            ", answer = $7, answer_note = $8, answered_at = $9"
        }
        CaseEvent::Decide(remedy) => {
            values.extend([remedy.as_str().into(), note.into()]);
            ", decision = $7, decision_note = $8"
        }
        CaseEvent::Agree => ", decision = answer",
        CaseEvent::Withdraw => ", decision = 'withdrawn'",
        CaseEvent::Disagree | CaseEvent::Received | CaseEvent::TimeOut => "",
    }
}

fn remedy(case: &Case, event: CaseEvent) -> Option<Remedy> {
    match event {
        CaseEvent::Answer(remedy) | CaseEvent::Decide(remedy) => Some(remedy),
        CaseEvent::Agree => case.answer.0,
        CaseEvent::Received => Some(Remedy::Refund),
        CaseEvent::Disagree | CaseEvent::Withdraw | CaseEvent::TimeOut => None,
    }
}

/// The case is closed: the order's own clock goes on with what was left of it.
pub async fn resume(
    tx: &Tx,
    standing: &Standing,
    case: &Case,
    now: Timestamp,
) -> Result<(), Error> {
    let sql =
        "UPDATE orders SET state_until = $3, version = version + 1 WHERE id = $1 AND status = $2";
    let values = vec![
        standing.id.uuid().into(),
        standing.status.as_str().into(),
        now.plus_ms(case.left_ms).0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// Counts what was paid back or sent back of the lines of a case.
pub async fn count_lines(tx: &Tx, case: &Case, column: Counted) -> Result<(), Error> {
    let column = match column {
        Counted::Refunded => "refunded",
        Counted::Returned => "returned",
    };
    for line in &case.lines {
        let sql = format!("UPDATE order_lines SET {column} = {column} + $2 WHERE id = $1");
        execute(
            tx,
            &sql,
            vec![line.line.uuid().into(), line.quantity.into()],
        )
        .await?;
    }
    Ok(())
}

/// What is counted of a case's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Paid back.
    Refunded,
    /// Sent back.
    Returned,
}

/// The case that an order makes good, if it does.
pub async fn replaced(tx: &Tx, order: OrderId) -> Result<Option<CaseId>, Error> {
    let sql = "SELECT replaces FROM orders WHERE id = $1";
    let row = first(tx, sql, vec![order.uuid().into()]).await?;
    let case = row.map(|row| row.try_get::<Option<Uuid>>("", "replaces"));
    Ok(case.transpose()?.flatten().map(CaseId))
}
