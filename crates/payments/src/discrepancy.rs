//! Where our books and another's say different things. Nothing is mended: a person looks into it, and
//! says what they found.

use kernel::{AccountId, Actor, DiscrepancyId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, first, rows};
use uuid::Uuid;

use crate::Error;

/// Two books that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// In what.
    pub kind: String,
    /// Of what.
    pub subject: String,
    /// What ours say.
    pub ours: String,
    /// What the others' say.
    pub theirs: String,
    /// Since when it is known.
    pub found_at: Timestamp,
}

impl Discrepancy {
    /// Two books that say different amounts, in đồng; none where one of them knows of nothing.
    pub fn of_amounts(
        (kind, subject): (&str, &str),
        (ours, theirs): (Option<i64>, Option<i64>),
        found_at: Timestamp,
    ) -> Self {
        Self {
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            ours: shown(ours),
            theirs: shown(theirs),
            found_at,
        }
    }
}

fn shown(amount: Option<i64>) -> String {
    amount.map_or_else(|| "nothing".to_owned(), |amount| format!("{amount} vnd"))
}

/// A difference as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub id: DiscrepancyId,
    /// What differs.
    pub found: Discrepancy,
    /// Who looked into it, when, and what they found.
    pub settled: Option<(AccountId, Timestamp, String)>,
}

/// Writes down that two books differ; whether that is news. What a person has looked into is none
/// while both books say what they said then.
pub async fn differ(tx: &Tx, found: &Discrepancy) -> Result<bool, Error> {
    let sql = "INSERT INTO discrepancies (id, kind, subject, ours, theirs, found_at) \
        SELECT $1, $2, $3, $4, $5, $6 \
        WHERE NOT EXISTS (SELECT 1 FROM discrepancies d WHERE d.subject = $3 AND d.kind = $2 AND d.ours = $4 AND d.theirs = $5) \
        ON CONFLICT (kind, subject) WHERE settled_at IS NULL DO NOTHING";
    let values = vec![
        kernel::mint(found.found_at).into(),
        found.kind.as_str().into(),
        found.subject.as_str().into(),
        found.ours.as_str().into(),
        found.theirs.as_str().into(),
        found.found_at.0.into(),
    ];
    let news = execute(tx, sql, values).await? == 1;
    if news {
        tracing::error!(
            kind = found.kind,
            subject = found.subject,
            ours = found.ours,
            theirs = found.theirs,
            "two books differ"
        );
    }
    Ok(news)
}

const COLUMNS: &str = "SELECT id, kind, subject, ours, theirs, found_at, settled_at, settled_by, note FROM discrepancies";

/// What is still to be looked into, the oldest first.
pub async fn differences(db: &impl ConnectionTrait) -> Result<Vec<Difference>, Error> {
    let sql = format!("{COLUMNS} WHERE settled_at IS NULL ORDER BY found_at, id LIMIT 1000");
    rows(db, &sql, vec![]).await?.iter().map(read).collect()
}

/// How many nobody has looked into, and since when the oldest is known; none where there are none.
pub async fn unsettled(db: &impl ConnectionTrait) -> Result<Option<(i64, Timestamp)>, Error> {
    let sql =
        "SELECT COUNT(*) AS n, MIN(found_at) AS oldest FROM discrepancies WHERE settled_at IS NULL";
    let row = first(db, sql, vec![]).await?.ok_or(Error::NotFound)?;
    let oldest: Option<i64> = row.try_get("", "oldest")?;
    let count = row.try_get("", "n")?;
    Ok(oldest.map(|oldest| (count, Timestamp(oldest))))
}

/// A person has looked into a difference and says what they found. Said again, it holds, as it was
/// said first.
pub async fn settle_difference(
    tx: &Tx,
    (id, note): (DiscrepancyId, &str),
    actor: Actor,
    now: Timestamp,
) -> Result<Difference, Error> {
    let by = actor.account.ok_or(Error::NotFound)?;
    let sql = "UPDATE discrepancies SET settled_at = $2, settled_by = $3, note = $4 \
        WHERE id = $1 AND settled_at IS NULL";
    let values = vec![
        id.uuid().into(),
        now.0.into(),
        by.uuid().into(),
        note.into(),
    ];
    let news = execute(tx, sql, values).await? == 1;
    let sql = format!("{COLUMNS} WHERE id = $1");
    let row = first(tx, &sql, vec![id.uuid().into()]).await?;
    let difference = read(&row.ok_or(Error::NotFound)?)?;
    if news {
        let entry = audit::Entry {
            actor,
            action: "payments.settle_difference",
            subject_kind: "discrepancy",
            subject_id: id.to_string(),
            detail: json!({ "kind": difference.found.kind, "of": difference.found.subject }),
        };
        audit::record(tx, entry, now).await?;
    }
    Ok(difference)
}

fn read(row: &Row) -> Result<Difference, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let by: Option<Uuid> = row.try_get("", "settled_by")?;
    let at: Option<i64> = row.try_get("", "settled_at")?;
    let note: Option<String> = row.try_get("", "note")?;
    let settled = by.zip(at).zip(note);
    Ok(Difference {
        id: DiscrepancyId(row.try_get("", "id")?),
        found: Discrepancy {
            kind: text("kind")?,
            subject: text("subject")?,
            ours: text("ours")?,
            theirs: text("theirs")?,
            found_at: Timestamp(row.try_get("", "found_at")?),
        },
        settled: settled.map(|((by, at), note)| (AccountId(by), Timestamp(at), note)),
    })
}
