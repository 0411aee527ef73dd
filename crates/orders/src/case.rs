//! A problem after the hand-over: the case stops what would happen by itself.

use kernel::{CaseId, LineId, Timestamp};
use store::{Tx, execute, first, insert, rows};

use crate::draft::Faults;
use crate::error::{Fault, Wrong};
use crate::step::Standing;
use crate::words::words;
use crate::{Error, Owner, Refused, Status};

words! {
    /// What is wrong.
    CaseKind {
        /// It never came.
        NotReceived = "not_received",
        /// It leaks.
        Leaking = "leaking",
        /// It is damaged.
        Damaged = "damaged",
        /// It is something else.
        Wrong = "wrong",
        /// Something is missing.
        Missing = "missing",
        /// It has gone off.
        Spoiled = "spoiled",
        /// It is not what was described.
        NotAsDescribed = "not_as_described",
    }
}

words! {
    /// What the buyer wishes.
    Wish {
        /// The money back.
        Refund = "refund",
        /// The goods again.
        Replacement = "replacement",
        /// To send it back.
        Return = "return",
    }
}

/// What a buyer says is wrong.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What.
    pub kind: CaseKind,
    /// What they wish.
    pub wish: Wish,
    /// In their words.
    pub note: Option<String>,
    /// With which lines, and how many of each; none is the whole order.
    pub lines: Vec<(LineId, i64)>,
}

/// An open case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// Whose move it is.
    pub owner: Owner,
    /// Until when they answer.
    pub answer_by: Timestamp,
}

/// Opens a case: the order completes by itself no more.
pub async fn open_case(
    tx: &Tx,
    standing: &Standing,
    problem: &Problem,
    now: Timestamp,
) -> Result<Case, Error> {
    if !matches!(standing.status, Status::Shipped | Status::Delivered) {
        return Err(Refused {
            from: standing.status,
            step: "open_case",
        }
        .into());
    }
    let sql = "SELECT id FROM cases WHERE order_id = $1 AND status <> 'closed'";
    if first(tx, sql, vec![standing.id.uuid().into()])
        .await?
        .is_some()
    {
        return Err(Error::CaseOpen);
    }
    let note = checked(tx, standing, problem).await?;
    let case = Case {
        id: CaseId::new(now),
        owner: Owner::Producer,
        answer_by: now.plus_hours(48),
    };
    write(tx, standing, problem, (&case, note), now).await?;
    let sql = "UPDATE orders SET state_until = NULL, remind_at = NULL, version = version + 1 \
        WHERE id = $1 AND status = $2";
    let values = vec![standing.id.uuid().into(), standing.status.as_str().into()];
    execute(tx, sql, values).await?;
    Ok(case)
}

/// The note, once everything that was said holds.
async fn checked(tx: &Tx, standing: &Standing, problem: &Problem) -> Result<Option<String>, Error> {
    let mut faults = Faults(vec![]);
    let typed = problem.note.as_deref().unwrap_or_default();
    let note = faults.note("/note", typed, 1_000);
    let sql = "SELECT id, ordered FROM order_lines WHERE order_id = $1";
    let mut known = vec![];
    for row in rows(tx, sql, vec![standing.id.uuid().into()]).await? {
        known.push((
            LineId(row.try_get("", "id")?),
            row.try_get::<i64>("", "ordered")?,
        ));
    }
    let holds = |(line, quantity): &(LineId, i64)| {
        known
            .iter()
            .any(|(id, ordered)| id == line && (1..=*ordered).contains(quantity))
    };
    let mut lines: Vec<LineId> = problem.lines.iter().map(|(line, _)| *line).collect();
    lines.sort_unstable();
    lines.dedup();
    if !problem.lines.iter().all(holds) || lines.len() != problem.lines.len() {
        faults.0.push(Fault {
            pointer: "/lines",
            wrong: Wrong::Unknown,
        });
    }
    if faults.0.is_empty() {
        Ok(note)
    } else {
        Err(Error::Invalid(faults.0))
    }
}

async fn write(
    tx: &Tx,
    standing: &Standing,
    problem: &Problem,
    (case, note): (&Case, Option<String>),
    now: Timestamp,
) -> Result<(), Error> {
    let columns = [
        "id",
        "order_id",
        "kind",
        "wish",
        "status",
        "owner",
        "answer_by",
        "note",
        "opened_at",
    ];
    let row = vec![
        case.id.uuid().into(),
        standing.id.uuid().into(),
        problem.kind.as_str().into(),
        problem.wish.as_str().into(),
        "open".into(),
        case.owner.as_str().into(),
        case.answer_by.0.into(),
        note.into(),
        now.0.into(),
    ];
    insert(tx, "cases", &columns, vec![row]).await?;
    let lines = problem.lines.iter().map(|(line, quantity)| {
        vec![
            case.id.uuid().into(),
            line.uuid().into(),
            (*quantity).into(),
        ]
    });
    let columns = ["case_id", "line_id", "quantity"];
    Ok(insert(tx, "case_lines", &columns, lines.collect()).await?)
}
