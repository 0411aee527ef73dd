//! Cases as they are read.

use std::collections::BTreeMap;

use kernel::{
    CaseId, Cursor, Limit, LineId, OrderId, Page, PictureId, ProducerId, Timestamp, VariantId, Vnd,
};
use store::{ConnectionTrait, Row, Tx, Values, for_update, in_list, rows};
use uuid::Uuid;

use super::machine::{CaseKind, CaseStatus, Remedy, Wish};
use crate::Error;

/// A problem with an order.
#[derive(Debug, Clone)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// Of which order.
    pub order: OrderId,
    /// The order's code.
    pub code: String,
    /// Who sold.
    pub producer: ProducerId,
    /// Their name.
    pub producer_name: String,
    /// What is wrong.
    pub kind: CaseKind,
    /// What the buyer wishes.
    pub wish: Wish,
    /// Where it stands.
    pub status: CaseStatus,
    /// Until when its owner has time.
    pub answer_by: Option<Timestamp>,
    /// Until when it should be settled.
    pub resolve_by: Timestamp,
    /// In the buyer's words.
    pub note: Option<String>,
    /// What the producer offered, and in which words.
    pub answer: (Option<Remedy>, Option<String>),
    /// What was decided (`withdrawn` where the buyer took it back), and in which words.
    pub decision: (Option<String>, Option<String>),
    /// The order that makes it good.
    pub replacement: Option<OrderId>,
    /// What was left of the order's own deadline.
    pub left_ms: i64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// With which lines.
    pub lines: Vec<CaseLine>,
    /// What shows it.
    pub pictures: Vec<PictureId>,
}

/// So many of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseLine {
    /// Which.
    pub line: LineId,
    /// Of what.
    pub variant: VariantId,
    /// How many.
    pub quantity: i64,
    /// What one cost.
    pub unit_price: Vnd,
}

/// Which cases are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cases {
    /// This producer's.
    pub producer: Option<ProducerId>,
    /// Those that stand there; else all that are not closed.
    pub status: Option<CaseStatus>,
}

const SELECT: &str =
    "SELECT c.*, o.code, o.producer_name FROM cases c JOIN orders o ON o.id = c.order_id";

/// By what a list is sorted.
const DEADLINE: &str = "COALESCE(c.answer_by, c.closed_at, c.resolve_by)";

/// A case.
pub async fn case(db: &impl ConnectionTrait, id: CaseId) -> Result<Case, Error> {
    let sql = format!("{SELECT} WHERE c.id = $1");
    let found = load(db, &sql, vec![id.uuid().into()]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// A case for a step. Its order is locked by the caller, and with it the case.
pub async fn lock_case(tx: &Tx, id: CaseId) -> Result<Case, Error> {
    let sql = format!("SELECT id FROM cases WHERE id = $1{}", for_update(tx));
    rows(tx, &sql, vec![id.uuid().into()]).await?;
    case(tx, id).await
}

/// The cases of an order, the newest first.
pub async fn cases_of(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Case>, Error> {
    let sql = format!("{SELECT} WHERE c.order_id = $1 ORDER BY c.opened_at DESC, c.id DESC");
    load(db, &sql, vec![order.uuid().into()]).await
}

/// Cases by their deadline, the closed by when they were.
pub async fn list_cases(
    db: &impl ConnectionTrait,
    cases: Cases,
    (limit, after): (Limit, Option<&str>),
) -> Result<Page<Case>, Error> {
    let (at, id) = match after {
        None => (Timestamp(i64::MIN), CaseId(Uuid::nil())),
        Some(cursor) => Cursor::place(cursor)?,
    };
    let sql = format!(
        "{SELECT} WHERE ((CAST($1 AS TEXT) IS NULL AND c.status <> 'closed') OR c.status = $1) \
         AND ($2 = 0 OR c.producer_id = $3) AND ({DEADLINE} > $4 OR ({DEADLINE} = $4 AND c.id > $5)) \
         ORDER BY {DEADLINE}, c.id LIMIT $6"
    );
    let producer = cases.producer.map(ProducerId::uuid);
    let values = vec![
        cases.status.map(|s| s.as_str().to_owned()).into(),
        i64::from(producer.is_some()).into(),
        producer.unwrap_or(Uuid::nil()).into(),
        at.0.into(),
        id.uuid().into(),
        limit.overfetch().into(),
    ];
    let found = load(db, &sql, values).await?;
    Ok(Page::from_overfetch(found, limit, |case| {
        let until = case.answer_by.or(case.closed_at);
        Cursor::at(until.unwrap_or(case.resolve_by), case.id)
    }))
}

/// The cases whose deadline has passed, with their orders; the longest overdue first.
pub async fn due_cases(
    db: &impl ConnectionTrait,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<(CaseId, OrderId)>, Error> {
    let sql = "SELECT id, order_id FROM cases WHERE status <> 'closed' AND answer_by <= $1 \
        ORDER BY answer_by, id LIMIT $2";
    let found = rows(db, sql, vec![now.0.into(), limit.into()]).await?;
    let due = |row: &Row| {
        Ok((
            CaseId(row.try_get("", "id")?),
            OrderId(row.try_get("", "order_id")?),
        ))
    };
    found.iter().map(due).collect()
}

/// Cases with their lines and pictures: three queries whatever their number.
async fn load(db: &impl ConnectionTrait, sql: &str, values: Values) -> Result<Vec<Case>, Error> {
    let found = rows(db, sql, values).await?;
    let mut cases = found.iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    let ids: Values = cases.iter().map(|c| c.id.uuid().into()).collect();
    let list = in_list(cases.len(), 1);
    let lines = format!(
        "SELECT cl.case_id, cl.line_id, cl.quantity, l.variant_id, l.unit_price FROM case_lines cl \
         JOIN order_lines l ON l.id = cl.line_id WHERE cl.case_id IN {list} ORDER BY l.position"
    );
    let pictures =
        format!("SELECT case_id, id FROM case_pictures WHERE case_id IN {list} ORDER BY id");
    let mut by_case: BTreeMap<CaseId, (Vec<CaseLine>, Vec<PictureId>)> = BTreeMap::new();
    for row in rows(db, &lines, ids.clone()).await? {
        let case = by_case.entry(CaseId(row.try_get("", "case_id")?));
        case.or_default().0.push(line(&row)?);
    }
    for row in rows(db, &pictures, ids).await? {
        let case = by_case.entry(CaseId(row.try_get("", "case_id")?));
        case.or_default().1.push(PictureId(row.try_get("", "id")?));
    }
    for case in &mut cases {
        (case.lines, case.pictures) = by_case.remove(&case.id).unwrap_or_default();
    }
    Ok(cases)
}

fn line(row: &Row) -> Result<CaseLine, Error> {
    Ok(CaseLine {
        line: LineId(row.try_get("", "line_id")?),
        variant: VariantId(row.try_get("", "variant_id")?),
        quantity: row.try_get("", "quantity")?,
        unit_price: Vnd(row.try_get("", "unit_price")?),
    })
}

fn read(row: &Row) -> Result<Case, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let maybe = |column: &str| row.try_get::<Option<String>>("", column);
    let instant = |column: &str| row.try_get::<Option<i64>>("", column);
    let (kind, wish, status) = (text("kind")?, text("wish")?, text("status")?);
    Ok(Case {
        id: CaseId(row.try_get("", "id")?),
        order: OrderId(row.try_get("", "order_id")?),
        code: text("code")?,
        producer: ProducerId(row.try_get("", "producer_id")?),
        producer_name: text("producer_name")?,
        kind: CaseKind::parse(&kind).ok_or(Error::Unreadable(kind))?,
        wish: Wish::parse(&wish).ok_or(Error::Unreadable(wish))?,
        status: CaseStatus::parse(&status).ok_or(Error::Unreadable(status))?,
        answer_by: instant("answer_by")?.map(Timestamp),
        resolve_by: Timestamp(row.try_get("", "resolve_by")?),
        note: maybe("note")?,
        answer: (
            maybe("answer")?.as_deref().and_then(Remedy::parse),
            maybe("answer_note")?,
        ),
        decision: (maybe("decision")?, maybe("decision_note")?),
        replacement: row
            .try_get::<Option<Uuid>>("", "replacement_id")?
            .map(OrderId),
        left_ms: row.try_get("", "left_ms")?,
        opened_at: Timestamp(row.try_get("", "opened_at")?),
        closed_at: instant("closed_at")?.map(Timestamp),
        lines: vec![],
        pictures: vec![],
    })
}
