use kernel::Timestamp;
use store::{ConnectionTrait, Row, Value, rows};

use super::official::Official;
use super::review::ReviewKind;
use crate::Error;
use crate::words::stored;

/// How much of one kind waits in one commune.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heap {
    /// Of what.
    pub kind: ReviewKind,
    /// In which province.
    pub province_code: String,
    /// In which commune.
    pub commune_code: String,
    /// How many.
    pub count: i64,
    /// How many of them past their day.
    pub overdue: i64,
    /// Since when the oldest waits.
    pub oldest: Timestamp,
}

/// What waits in an official's area, by commune and kind, at whichever level it lies.
pub async fn tally(
    db: &impl ConnectionTrait,
    official: &Official,
    now: Timestamp,
) -> Result<Vec<Heap>, Error> {
    let mut values: Vec<Value> = vec![now.0.into()];
    let place = official.within("r", &mut values);
    let sql = format!(
        "SELECT r.kind, r.province_code, r.commune_code, COUNT(*) AS n, \
         CAST(SUM(CASE WHEN r.due_at < $1 THEN 1 ELSE 0 END) AS BIGINT) AS overdue, \
         MIN(r.created_at) AS oldest FROM reviews r JOIN producers p ON p.id = r.producer_id \
         WHERE r.status = 'pending' \
         AND (r.kind <> 'listing' OR p.status NOT IN ('draft', 'changes_requested')) AND {place} \
         GROUP BY r.kind, r.province_code, r.commune_code \
         ORDER BY r.province_code, r.commune_code, r.kind"
    );
    rows(db, &sql, values).await?.iter().map(heap).collect()
}

fn heap(row: &Row) -> Result<Heap, Error> {
    Ok(Heap {
        kind: stored(&row.try_get::<String>("", "kind")?, ReviewKind::parse)?,
        province_code: row.try_get("", "province_code")?,
        commune_code: row.try_get("", "commune_code")?,
        count: row.try_get("", "n")?,
        overdue: row.try_get("", "overdue")?,
        oldest: Timestamp(row.try_get("", "oldest")?),
    })
}
