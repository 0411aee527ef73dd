//! The record of who did what: one append-only row for every decision, grant and change of state
//! that somebody may have to answer for.
//!
//! **Invariant:** a row is written in the transaction of the thing that it records.
//! **Invariant:** ids and codes only; personal values live elsewhere, so that erasing them is
//! possible while the record stays.
//!
//! What it does not do: the histories of orders and of stock, which are tables of their own. What is
//! done in them under a mandate stands here too.

#![warn(missing_docs)]

use std::fmt::Write as _;
use std::future::Future;

use kernel::{AccountId, Actor, MandateId, Timestamp};
use store::{ConnectionTrait, Error, Row, Value, Values, execute, rows};
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

tokio::task_local! {
    static REQUEST: String;
}

/// Does `work` for the request of this id: what it records names it, so that a row can be laid
/// beside the log's lines.
pub async fn for_request<T>(id: String, work: impl Future<Output = T>) -> T {
    REQUEST.scope(id, work).await
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
    /// The request that asked for it; none where the worker or a command did it.
    pub request: Option<String>,
}

/// Writes one entry into the caller's transaction.
pub async fn record(
    tx: &impl ConnectionTrait,
    entry: Entry<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "INSERT INTO audit_log (at, account_id, capacity, mandate_id, action, subject_kind, subject_id, detail, request_id) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = vec![
        now.0.into(),
        entry.actor.account.map(Uuid::from).into(),
        entry.actor.capacity.as_str().into(),
        entry.actor.mandate.map(Uuid::from).into(),
        entry.action.into(),
        entry.subject_kind.into(),
        entry.subject_id.into(),
        entry.detail.to_string().into(),
        REQUEST.try_with(String::clone).ok().into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// Writes one entry where it was done under a mandate: what has a history of its own and would fill
/// this one, but which the producer must be able to read of whoever acts for it.
pub async fn record_if_mandated(
    tx: &impl ConnectionTrait,
    entry: Entry<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    match entry.actor.mandate {
        Some(_) => record(tx, entry, now).await,
        None => Ok(()),
    }
}

/// Which part of the record.
#[derive(Debug, Clone, Default)]
pub struct Of {
    /// Only what was done to this thing.
    pub subject: Option<String>,
    /// Only what was done under this mandate.
    pub mandate: Option<MandateId>,
}

/// The newest rows before `before` (all where it is none), newest first; of one thing, if one is
/// named.
pub async fn list(
    db: &impl ConnectionTrait,
    before: Option<i64>,
    subject: Option<&str>,
    limit: u64,
) -> Result<Vec<Record>, Error> {
    let of = Of {
        subject: subject.map(str::to_owned),
        mandate: None,
    };
    list_of(db, before, of, limit).await
}

/// The newest rows of a part of the record, as [`list`].
pub async fn list_of(
    db: &impl ConnectionTrait,
    before: Option<i64>,
    of: Of,
    limit: u64,
) -> Result<Vec<Record>, Error> {
    let mut values: Values = vec![
        before.unwrap_or(i64::MAX).into(),
        i64::try_from(limit).unwrap_or(100).into(),
    ];
    let mut only = String::new();
    let wanted = [
        ("subject_id", of.subject.map(Value::from)),
        ("mandate_id", of.mandate.map(|id| Uuid::from(id).into())),
    ];
    for (column, value) in wanted {
        if let Some(value) = value {
            values.push(value);
            // Writing into a String cannot fail.
            let _ = write!(only, " AND {column} = ${}", values.len());
        }
    }
    let sql = format!(
        "SELECT seq, at, account_id, capacity, mandate_id, action, subject_kind, subject_id, detail, request_id FROM audit_log \
         WHERE seq < $1{only} ORDER BY seq DESC LIMIT $2"
    );
    rows(db, &sql, values).await?.iter().map(entry).collect()
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
        request: row.try_get("", "request_id")?,
    })
}
