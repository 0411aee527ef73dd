//! The record of who did what: one append-only row for every decision, grant and change of state
//! that somebody may have to answer for.
//!
//! **Invariant:** a row is written in the transaction of the thing that it records.
//! **Invariant:** ids and codes only; personal values live elsewhere, so that erasing them is
//! possible while the record stays.
//!
//! What it does not do: the history of an order, which is `orders`' own table.

#![warn(missing_docs)]

use kernel::{AccountId, Actor, MandateId, Timestamp};
use store::{ConnectionTrait, Error, Row, execute, rows};
use uuid::Uuid;

/// What is recorded.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Who did it.
    pub actor: Actor,
    /// What was done, `domain.verb`: `catalog.approve`.
    pub action: &'a str,
    /// To what kind of thing: `product`.
    pub subject_kind: &'a str,
    /// To which one, as its id is written outside.
    pub subject_id: String,
    /// What changed: ids and codes only.
    pub detail: serde_json::Value,
}

/// A recorded row.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its number, in the order of writing.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub account: Option<AccountId>,
    /// In which capacity.
    pub capacity: String,
    /// Under which mandate.
    pub mandate: Option<MandateId>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which one.
    pub subject_id: String,
    /// What changed.
    pub detail: serde_json::Value,
}

/// Writes one entry into the caller's transaction.
pub async fn record(
    tx: &impl ConnectionTrait,
    entry: Entry<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "INSERT INTO audit_log (at, account_id, capacity, mandate_id, action, subject_kind, subject_id, detail) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vec![
        now.0.into(),
        entry.actor.account.map(Uuid::from).into(),
        entry.actor.capacity.as_str().into(),
        entry.actor.mandate.map(Uuid::from).into(),
        entry.action.into(),
        entry.subject_kind.into(),
        entry.subject_id.into(),
        entry.detail.to_string().into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// The newest rows before `before` (all where it is none), newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    before: Option<i64>,
    subject: Option<&str>,
    limit: u64,
) -> Result<Vec<Record>, Error> {
    let sql = "SELECT seq, at, account_id, capacity, mandate_id, action, subject_kind, subject_id, detail FROM audit_log \
               WHERE seq < $1 AND (CAST($2 AS TEXT) IS NULL OR subject_id = $2) ORDER BY seq DESC LIMIT $3";
    let values = vec![
        before.unwrap_or(i64::MAX).into(),
        subject.map(str::to_owned).into(),
        i64::try_from(limit).unwrap_or(100).into(),
    ];
    rows(db, sql, values).await?.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Record, Error> {
    let detail: String = row.try_get("", "detail")?;
    Ok(Record {
        seq: row.try_get("", "seq")?,
        at: Timestamp(row.try_get("", "at")?),
        account: row
            .try_get::<Option<Uuid>>("", "account_id")?
            .map(AccountId),
        capacity: row.try_get("", "capacity")?,
        mandate: row
            .try_get::<Option<Uuid>>("", "mandate_id")?
            .map(MandateId),
        action: row.try_get("", "action")?,
        subject_kind: row.try_get("", "subject_kind")?,
        subject_id: row.try_get("", "subject_id")?,
        detail: serde_json::from_str(&detail).unwrap_or(serde_json::Value::Null),
    })
}
