//! Where our books and another's say different things. Nothing is mended: a person looks into it.

use kernel::Timestamp;
use store::{ConnectionTrait, Row, Tx, execute, rows};

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

/// Writes down that two books differ; whether that is news.
pub async fn differ(tx: &Tx, found: &Discrepancy) -> Result<bool, Error> {
    let sql = "INSERT INTO discrepancies (id, kind, subject, ours, theirs, found_at) VALUES ($1, $2, $3, $4, $5, $6) \
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

/// What is still to be looked into, the oldest first.
pub async fn differences(db: &impl ConnectionTrait) -> Result<Vec<Discrepancy>, Error> {
    let sql = "SELECT kind, subject, ours, theirs, found_at FROM discrepancies WHERE settled_at IS NULL \
        ORDER BY found_at, id LIMIT 1000";
    let read = |row: &Row| {
        let text = |column: &str| row.try_get::<String>("", column);
        Ok(Discrepancy {
            kind: text("kind")?,
            subject: text("subject")?,
            ours: text("ours")?,
            theirs: text("theirs")?,
            found_at: Timestamp(row.try_get("", "found_at")?),
        })
    };
    rows(db, sql, vec![]).await?.iter().map(read).collect()
}
