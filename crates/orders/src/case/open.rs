//! Opening a case, and the pictures that show it.

use kernel::{Actor, CaseId, DAY_MS, Day, LineId, PictureId, Timestamp};
use store::{Tx, execute, first, insert, rows};

use super::machine::{CaseKind, CaseStatus, Wish};
use super::{Entry, record, until};
use crate::draft::Faults;
use crate::error::{Fault, Wrong};
use crate::step::Standing;
use crate::{Error, Refused, Status};

/// So many pictures show a problem.
const MOST_PICTURES: i64 = 8;

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

/// Opens a case: the order's own clock stands still until it is closed.
pub async fn open_case(
    tx: &Tx,
    standing: &Standing,
    problem: &Problem,
    actor: Actor,
    now: Timestamp,
) -> Result<CaseId, Error> {
    if !matches!(standing.status, Status::Shipped | Status::Delivered) {
        return Err(Refused {
            from: standing.status,
            step: "open_case",
        }
        .into());
    }
    let sql = "SELECT id FROM cases WHERE order_id = $1 AND status <> 'closed'";
    let open = first(tx, sql, vec![standing.id.uuid().into()]).await?;
    if open.is_some() {
        return Err(Error::CaseOpen);
    }
    let (note, lines) = checked(tx, standing, problem).await?;
    let id = CaseId::new(now);
    write(tx, standing, (id, problem, note), now).await?;
    let lines = lines
        .into_iter()
        .map(|(line, n)| vec![id.uuid().into(), line.uuid().into(), n.into()]);
    let columns = ["case_id", "line_id", "quantity"];
    insert(tx, "case_lines", &columns, lines.collect()).await?;
    let entry = Entry {
        from: None,
        to: CaseStatus::Open,
        remedy: None,
        actor,
    };
    record(tx, id, &entry, now).await?;
    let sql = "UPDATE orders SET state_until = NULL, remind_at = NULL, version = version + 1 \
        WHERE id = $1 AND status = $2";
    let values = vec![standing.id.uuid().into(), standing.status.as_str().into()];
    execute(tx, sql, values).await?;
    Ok(id)
}

/// The note and the lines, once everything that was said holds.
async fn checked(
    tx: &Tx,
    standing: &Standing,
    problem: &Problem,
) -> Result<(Option<String>, Vec<(LineId, i64)>), Error> {
    let mut faults = Faults(vec![]);
    let typed = problem.note.as_deref().unwrap_or_default();
    let note = faults.note("/note", typed, 1_000);
    let sql = "SELECT id, ordered - refunded AS left_over FROM order_lines WHERE order_id = $1 ORDER BY position";
    let mut known: Vec<(LineId, i64)> = vec![];
    for row in rows(tx, sql, vec![standing.id.uuid().into()]).await? {
        known.push((
            LineId(row.try_get("", "id")?),
            row.try_get("", "left_over")?,
        ));
    }
    let holds = |(line, quantity): &(LineId, i64)| {
        known
            .iter()
            .any(|(id, left)| id == line && (1..=*left).contains(quantity))
    };
    let mut named: Vec<LineId> = problem.lines.iter().map(|(line, _)| *line).collect();
    named.sort_unstable();
    named.dedup();
    if !problem.lines.iter().all(holds) || named.len() != problem.lines.len() {
        faults.0.push(Fault {
            pointer: "/lines",
            wrong: Wrong::Unknown,
        });
    }
    if !faults.0.is_empty() {
        return Err(Error::Invalid(faults.0));
    }
    let lines = if problem.lines.is_empty() {
        known.into_iter().filter(|(_, left)| *left > 0).collect()
    } else {
        problem.lines.clone()
    };
    Ok((note, lines))
}

async fn write(
    tx: &Tx,
    standing: &Standing,
    (id, problem, note): (CaseId, &Problem, Option<String>),
    now: Timestamp,
) -> Result<(), Error> {
    let (status, kind) = (CaseStatus::Open, problem.kind);
    let days: i64 = rules::value(tx, "case.resolution_days", kind.as_str(), Day::of(now)).await?;
    let left = standing.deadline.until.map_or(0, |until| until.0 - now.0);
    let columns = [
        "id",
        "order_id",
        "producer_id",
        "kind",
        "wish",
        "status",
        "owner",
        "answer_by",
        "resolve_by",
        "note",
        "left_ms",
        "opened_at",
        "version",
    ];
    let row = vec![
        id.uuid().into(),
        standing.id.uuid().into(),
        standing.producer.uuid().into(),
        kind.as_str().into(),
        problem.wish.as_str().into(),
        status.as_str().into(),
        status.owner().as_str().into(),
        until(tx, status, kind, now).await?.map(|at| at.0).into(),
        now.plus_ms(days.saturating_mul(DAY_MS)).0.into(),
        note.into(),
        left.max(0).into(),
        now.0.into(),
        1i64.into(),
    ];
    Ok(insert(tx, "cases", &columns, vec![row]).await?)
}

/// Adds a picture to a case that is not closed.
pub async fn add_case_picture(
    tx: &Tx,
    case: CaseId,
    picture: PictureId,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "INSERT INTO case_pictures (id, case_id, created_at) SELECT $1, c.id, $3 FROM cases c \
        WHERE c.id = $2 AND c.status <> 'closed' \
        AND (SELECT COUNT(*) FROM case_pictures p WHERE p.case_id = c.id) < $4";
    let values = vec![
        picture.uuid().into(),
        case.uuid().into(),
        now.0.into(),
        MOST_PICTURES.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::CasePictures { max: MOST_PICTURES });
    }
    Ok(())
}
