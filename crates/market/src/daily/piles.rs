//! What lies before officials, counted by kind and place.

use accounts::{Area, AreaKind};
use catalog::reviews::ReviewKind;
use kernel::{Day, Timestamp};
use notifications::{Pile, Waiting};
use store::{ConnectionTrait, Row, rows};

/// So many days ahead, what ends is told.
const ENDING_DAYS: i64 = 30;

/// How much of one kind lies at one place.
pub(super) struct Heap {
    on: Pile,
    /// Whose it is to do; none where it is everybody's of the place to know.
    level: Option<String>,
    province: String,
    commune: String,
    count: i64,
    urgent: i64,
    days: i64,
}

/// What lies before somebody who decides in these areas, as the morning's digest counts it.
pub async fn waiting(
    db: &impl ConnectionTrait,
    areas: &[Area],
    now: Timestamp,
) -> Result<Vec<Waiting>, store::Error> {
    Ok(of(&heaps(db, now).await?, areas))
}

/// Everything that lies anywhere: five queries.
pub(super) async fn heaps(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Vec<Heap>, store::Error> {
    let mut all = reviews(db, now).await?;
    all.extend(calls(db, now).await?);
    all.extend(differences(db, now).await?);
    all.extend(certificates(db, now).await?);
    all.extend(papers(db, now).await?);
    Ok(all)
}

async fn reviews(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Heap>, store::Error> {
    let sql = "SELECT kind, level, province_code, commune_code, COUNT(*) AS n, \
               CAST(SUM(CASE WHEN due_at < $1 THEN 1 ELSE 0 END) AS BIGINT) AS urgent, \
               MIN(created_at) AS oldest FROM reviews WHERE status = 'pending' \
               GROUP BY kind, level, province_code, commune_code";
    let found = rows(db, sql, vec![now.0.into()]).await?;
    let one = |row: &Row| -> Result<Option<Heap>, store::Error> {
        let on = match ReviewKind::parse(&row.try_get::<String>("", "kind")?) {
            Some(ReviewKind::Producer) => Pile::Producers,
            Some(ReviewKind::Listing) => Pile::Listings,
            Some(ReviewKind::Certificate) => Pile::Certificates,
            Some(ReviewKind::Document) => Pile::Documents,
            Some(ReviewKind::Portrait) => Pile::Portraits,
            None => return Ok(None),
        };
        heap(row, on, waited(row, now)?).map(Some)
    };
    let all: Result<Vec<_>, _> = found.iter().map(one).collect();
    Ok(all?.into_iter().flatten().collect())
}

/// Who is to be telephoned; what ends before midnight is urgent.
async fn calls(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Heap>, store::Error> {
    let sql = "SELECT CASE WHEN c.level = 'hotline' THEN 'platform' ELSE c.level END AS level, \
               c.province_code, c.commune_code, COUNT(*) AS n, \
               CAST(SUM(CASE WHEN o.state_until <= $1 THEN 1 ELSE 0 END) AS BIGINT) AS urgent, \
               MIN(c.created_at) AS oldest FROM call_sheet c LEFT JOIN orders o ON o.id = c.order_id \
               WHERE c.status = 'open' GROUP BY c.level, c.province_code, c.commune_code";
    let found = rows(db, sql, vec![Day::of(now).end().0.into()]).await?;
    let one = |row: &Row| heap(row, Pile::Calls, waited(row, now)?);
    found.iter().map(one).collect()
}

/// Where our books and another's say different things, for whoever looks after the market.
async fn differences(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Heap>, store::Error> {
    let sql = "SELECT 'platform' AS level, '' AS province_code, '' AS commune_code, COUNT(*) AS n, \
               CAST(0 AS BIGINT) AS urgent, MIN(found_at) AS oldest FROM discrepancies \
               WHERE settled_at IS NULL HAVING COUNT(*) > 0";
    let one = |row: &Row| heap(row, Pile::Differences, waited(row, now)?);
    rows(db, sql, vec![]).await?.iter().map(one).collect()
}

async fn certificates(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Vec<Heap>, store::Error> {
    let sql = "SELECT CAST(NULL AS TEXT) AS level, province_code, COALESCE(commune_code, '') AS commune_code, \
               COUNT(*) AS n, CAST(0 AS BIGINT) AS urgent, MIN(COALESCE(extended_until, expires_on)) AS soonest \
               FROM certificates WHERE state IN ('recorded', 'verified', 'extended') \
               AND COALESCE(extended_until, expires_on) BETWEEN $1 AND $2 GROUP BY province_code, commune_code";
    ending(db, sql, Pile::EndingCertificates, now).await
}

async fn papers(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Heap>, store::Error> {
    let sql = "SELECT 'commune' AS level, p.province_code, p.commune_code, COUNT(*) AS n, \
               CAST(0 AS BIGINT) AS urgent, MIN(d.expires_on) AS soonest \
               FROM documents d JOIN producers p ON p.id = d.producer_id WHERE d.state = 'verified' \
               AND d.expires_on BETWEEN $1 AND $2 GROUP BY p.province_code, p.commune_code";
    ending(db, sql, Pile::EndingPapers, now).await
}

async fn ending(
    db: &impl ConnectionTrait,
    sql: &str,
    on: Pile,
    now: Timestamp,
) -> Result<Vec<Heap>, store::Error> {
    let today = Day::of(now);
    let last = today.plus_days(ENDING_DAYS);
    let between = vec![today.to_string().into(), last.to_string().into()];
    let one = |row: &Row| {
        let first: String = row.try_get("", "soonest")?;
        let days = first.parse().map_or(0, |first| today.days_until(first));
        heap(row, on, days)
    };
    rows(db, sql, between).await?.iter().map(one).collect()
}

/// For how many days the oldest has waited.
fn waited(row: &Row, now: Timestamp) -> Result<i64, store::Error> {
    let oldest = Timestamp(row.try_get("", "oldest")?);
    Ok(Day::of(oldest).days_until(Day::of(now)))
}

fn heap(row: &Row, on: Pile, days: i64) -> Result<Heap, store::Error> {
    Ok(Heap {
        on,
        level: row.try_get("", "level")?,
        province: row.try_get("", "province_code")?,
        commune: row.try_get("", "commune_code")?,
        count: row.try_get("", "n")?,
        urgent: row.try_get("", "urgent")?,
        days,
    })
}

/// What of it lies at the level of these areas, and inside them.
pub(super) fn of(heaps: &[Heap], areas: &[Area]) -> Vec<Waiting> {
    let mut waiting: Vec<Waiting> = vec![];
    let own = |heap: &&Heap| areas.iter().any(|area| lies_in(heap, area));
    for heap in heaps.iter().filter(own) {
        match waiting.iter_mut().find(|waiting| waiting.on == heap.on) {
            Some(same) => {
                same.count += heap.count;
                same.urgent += heap.urgent;
                same.days = if heap.on.ends() {
                    same.days.min(heap.days)
                } else {
                    same.days.max(heap.days)
                };
            }
            None => waiting.push(Waiting {
                on: heap.on,
                count: heap.count,
                urgent: heap.urgent,
                days: heap.days,
            }),
        }
    }
    waiting
}

fn lies_in(heap: &Heap, area: &Area) -> bool {
    let at = |level: &str| heap.level.as_deref().is_none_or(|own| own == level);
    match area.kind {
        AreaKind::Commune => at("commune") && heap.commune == area.code,
        AreaKind::Province => at("province") && heap.province == area.code,
        AreaKind::Country => heap.level.as_deref() == Some("platform"),
    }
}
