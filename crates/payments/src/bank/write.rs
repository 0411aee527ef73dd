use kernel::{Actor, BankLineId, Timestamp, Vnd};
use serde_json::json;
use store::{Tx, Values, execute, first};
use uuid::Uuid;

use super::{LineStatus, NewLine, Problem, Source};
use crate::Error;

/// Whether a line was news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineWritten {
    /// It waits to be matched; or, where money went out, it is noted.
    New(BankLineId),
    /// It was told before.
    Known,
    /// The bank's number was told before, with another amount: a person must look at both.
    Differs,
}

/// Writes a line that nobody has told of; its number and account make it one.
pub async fn write_line(
    tx: &Tx,
    line: &NewLine,
    source: Source,
    now: Timestamp,
) -> Result<LineWritten, Error> {
    let came = line.amount > Vnd::ZERO;
    let (status, problem) = if came {
        (LineStatus::Waiting, Some(Problem::Unknown.as_str()))
    } else {
        (LineStatus::Noted, None)
    };
    let id = BankLineId::new(now);
    let sql = "INSERT INTO bank_lines (id, account, bank_ref, amount, text, booked_at, source, status, problem, created_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (account, bank_ref) DO NOTHING";
    let values: Values = vec![
        id.uuid().into(),
        line.account.as_str().into(),
        line.bank_ref.as_str().into(),
        line.amount.0.into(),
        line.text.as_str().into(),
        line.booked_at.0.into(),
        source.as_str().into(),
        status.as_str().into(),
        problem.map(str::to_owned).into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 1 {
        return Ok(LineWritten::New(id));
    }
    let sql = "SELECT id FROM bank_lines WHERE account = $1 AND bank_ref = $2 AND amount = $3";
    let values = vec![
        line.account.as_str().into(),
        line.bank_ref.as_str().into(),
        line.amount.0.into(),
    ];
    let same = first(tx, sql, values).await?.is_some();
    Ok(if same {
        LineWritten::Known
    } else {
        LineWritten::Differs
    })
}

/// What became of a line that waited; of one that does not, somebody else was faster.
pub async fn settle(
    tx: &Tx,
    line: BankLineId,
    (status, problem, note): (LineStatus, Option<Problem>, Option<&str>),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE bank_lines SET status = $2, problem = $3, note = $4, account_id = $5, settled_at = $6, \
        version = version + 1 WHERE id = $1 AND status = 'waiting'";
    let values = vec![
        line.uuid().into(),
        status.as_str().into(),
        problem.map(|p| p.as_str().to_owned()).into(),
        note.map(str::to_owned).into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::LineSettled);
    }
    let entry = audit::Entry {
        actor,
        action: "payments.settle_bank_line",
        subject_kind: "bank_line",
        subject_id: line.to_string(),
        detail: json!({ "status": status.as_str(), "problem": problem.map(Problem::as_str) }),
    };
    Ok(audit::record(tx, entry, now).await?)
}
