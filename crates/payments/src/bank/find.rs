use std::collections::BTreeMap;

use kernel::{BankLineId, Code, Cursor, Limit, Page, PaymentId, Timestamp, Vnd};
use store::{ConnectionTrait, Row, Values, in_list, rows};
use uuid::Uuid;

use super::{BankLine, LineStatus, NewLine, Problem};
use crate::{Custody, Error, Payment};

/// Which lines are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lines {
    /// Those of which that became.
    pub status: Option<LineStatus>,
    /// Those with which that is the matter.
    pub problem: Option<Problem>,
    /// Those alone of which something is still to be done.
    pub open: bool,
}

/// A line that waits wants a person. Of one that went to payments its remedy is outstanding: the rest
/// has not come, or what is owed back was not sent. What was done about it since stands on its payment.
const OPEN: &str = "(status = 'waiting' OR (status = 'matched' AND problem IS NOT NULL AND EXISTS \
    (SELECT 1 FROM payment_receipts r JOIN payments p ON p.id = r.payment_id WHERE r.line_id = bank_lines.id \
    AND ((problem = 'too_little' AND p.status = 'partly_paid') OR (problem IN ('too_much', 'twice', 'late') \
    AND EXISTS (SELECT 1 FROM refunds f WHERE f.payment_id = p.id AND f.status IN ('due', 'failed')))))))";

/// The payments to the market's account that a text names: their codes, wrapped, without blanks or in
/// small letters, known by their check characters.
pub async fn named(db: &impl ConnectionTrait, text: &str) -> Result<Vec<Payment>, Error> {
    let codes = Code::find_all(text);
    if codes.is_empty() {
        return Ok(vec![]);
    }
    let mut found = crate::payment::of_references(db, &codes).await?;
    found.retain(|payment| payment.custody == Custody::Market && payment.method == "vietqr");
    Ok(found)
}

/// The payments to the market's account that somebody says were made, or of which a part came: what
/// a person looks for on it, the oldest first, at most 100.
pub async fn looked_for(db: &impl ConnectionTrait) -> Result<Vec<Payment>, Error> {
    let clause = "p.id IN (SELECT id FROM payments WHERE custody = 'market' AND method = 'vietqr' \
        AND status IN ('reported', 'partly_paid') ORDER BY id LIMIT 100)";
    let mut found = crate::payment::load(db, clause, vec![], "").await?;
    found.sort_by_key(|payment| payment.id);
    Ok(found)
}

/// A line.
pub async fn line(db: &impl ConnectionTrait, id: BankLineId) -> Result<BankLine, Error> {
    let found = load(db, "id = $1", vec![id.uuid().into()]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Lines, the newest first.
pub async fn list_lines(
    db: &impl ConnectionTrait,
    which: Lines,
    (limit, after): (Limit, Option<&str>),
) -> Result<Page<BankLine>, Error> {
    let (at, id) = match after {
        None => (Timestamp(i64::MAX), BankLineId(Uuid::max())),
        Some(cursor) => Cursor::place(cursor)?,
    };
    let open = if which.open { OPEN } else { "1 = 1" };
    let clause = format!(
        "(CAST($1 AS TEXT) IS NULL OR status = $1) AND (CAST($2 AS TEXT) IS NULL OR problem = $2) AND {open} \
        AND (booked_at < $3 OR (booked_at = $3 AND id < $4)) ORDER BY booked_at DESC, id DESC LIMIT $5"
    );
    let values = vec![
        which.status.map(|s| s.as_str().to_owned()).into(),
        which.problem.map(|p| p.as_str().to_owned()).into(),
        at.0.into(),
        id.uuid().into(),
        limit.overfetch().into(),
    ];
    let found = load(db, &clause, values).await?;
    Ok(Page::from_overfetch(found, limit, |line| {
        Cursor::at(line.told.booked_at, line.id)
    }))
}

async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: Values,
) -> Result<Vec<BankLine>, Error> {
    let sql = format!(
        "SELECT bank_lines.*, (SELECT c.provider_id FROM card_payouts c WHERE c.line_id = bank_lines.id) AS card_payout \
         FROM bank_lines WHERE {clause}"
    );
    let found = rows(db, &sql, values).await?;
    let mut lines: Vec<BankLine> = found.iter().map(read).collect::<Result<_, Error>>()?;
    if lines.is_empty() {
        return Ok(lines);
    }
    let sql = format!(
        "SELECT line_id, payment_id, amount FROM payment_receipts WHERE line_id IN {} ORDER BY id",
        in_list(lines.len(), 1)
    );
    let ids: Values = lines.iter().map(|line| line.id.uuid().into()).collect();
    let mut parts: BTreeMap<BankLineId, Vec<(PaymentId, Vnd)>> = BTreeMap::new();
    for row in rows(db, &sql, ids).await? {
        let part = (
            PaymentId(row.try_get("", "payment_id")?),
            Vnd(row.try_get("", "amount")?),
        );
        parts
            .entry(BankLineId(row.try_get("", "line_id")?))
            .or_default()
            .push(part);
    }
    for line in &mut lines {
        line.parts = parts.remove(&line.id).unwrap_or_default();
    }
    Ok(lines)
}

fn read(row: &Row) -> Result<BankLine, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let status = text("status")?;
    let problem: Option<String> = row.try_get("", "problem")?;
    Ok(BankLine {
        id: BankLineId(row.try_get("", "id")?),
        told: NewLine {
            account: text("account")?,
            bank_ref: text("bank_ref")?,
            amount: Vnd(row.try_get("", "amount")?),
            text: text("text")?,
            booked_at: Timestamp(row.try_get("", "booked_at")?),
        },
        status: LineStatus::parse(&status).ok_or(Error::Unreadable(status))?,
        problem: problem.as_deref().and_then(Problem::parse),
        parts: vec![],
        card_payout: row.try_get("", "card_payout")?,
        note: row.try_get("", "note")?,
        settled_at: row.try_get::<Option<i64>>("", "settled_at")?.map(Timestamp),
    })
}
