use std::collections::BTreeMap;

use accounts::{Area, AreaKind};
use catalog::reviews::ReviewKind;
use kernel::{AccountId, Day, Timestamp};
use notifications::{Message, Notice, Waiting};
use store::{ConnectionTrait, Row};

use super::begin;
use crate::App;
use crate::react::{Error, people, subject};

/// How much of one kind waits at one place and level.
struct Heap {
    kind: ReviewKind,
    level: String,
    province: String,
    commune: String,
    count: i64,
    overdue: i64,
    oldest: Timestamp,
}

/// Tells each official what waits in their area; who has nothing to do is left in peace.
pub(super) async fn send(app: &App, now: Timestamp) -> Result<(), Error> {
    let Some(tx) = begin(app, "daily.digest", now).await? else {
        return Ok(());
    };
    let heaps = heaps(&tx, now).await?;
    let mut areas: BTreeMap<AccountId, Vec<Area>> = BTreeMap::new();
    for (official, area) in accounts::list_officials(&tx).await? {
        areas.entry(official).or_default().push(area);
    }
    let day = Day::of(now);
    let mut notices = vec![];
    for to in people::accounts(&tx, areas.keys().copied()).await? {
        let own = to.account.and_then(|account| areas.get(&account));
        let waiting = own
            .map(|areas| waiting(&heaps, areas, now))
            .unwrap_or_default();
        if !waiting.is_empty() {
            notices.push(Notice {
                event: format!("digest {day}"),
                to,
                producer: None,
                message: Message::WorkWaiting { day, waiting },
            });
        }
    }
    notifications::write(&tx, &app.channels, &notices, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

async fn heaps(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Heap>, Error> {
    let sql = "SELECT kind, level, province_code, commune_code, COUNT(*) AS n, \
               CAST(SUM(CASE WHEN due_at < $1 THEN 1 ELSE 0 END) AS BIGINT) AS overdue, \
               MIN(created_at) AS oldest FROM reviews WHERE status = 'pending' \
               GROUP BY kind, level, province_code, commune_code";
    let rows = store::rows(db, sql, vec![now.0.into()]).await?;
    let heap = |row: &Row| -> Result<Option<Heap>, store::Error> {
        let Some(kind) = ReviewKind::parse(&row.try_get::<String>("", "kind")?) else {
            return Ok(None);
        };
        Ok(Some(Heap {
            kind,
            level: row.try_get("", "level")?,
            province: row.try_get("", "province_code")?,
            commune: row.try_get("", "commune_code")?,
            count: row.try_get("", "n")?,
            overdue: row.try_get("", "overdue")?,
            oldest: Timestamp(row.try_get("", "oldest")?),
        }))
    };
    let all: Result<Vec<_>, store::Error> = rows.iter().map(heap).collect();
    Ok(all?.into_iter().flatten().collect())
}

/// What lies at the level of these areas, and inside them.
fn waiting(heaps: &[Heap], areas: &[Area], now: Timestamp) -> Vec<Waiting> {
    let mut waiting: Vec<Waiting> = vec![];
    for heap in heaps
        .iter()
        .filter(|heap| areas.iter().any(|area| lies_in(heap, area)))
    {
        let on = subject(heap.kind);
        let days = Day::of(heap.oldest).days_until(Day::of(now));
        match waiting.iter_mut().find(|waiting| waiting.on == on) {
            Some(same) => {
                same.count += heap.count;
                same.overdue += heap.overdue;
                same.oldest_days = same.oldest_days.max(days);
            }
            None => waiting.push(Waiting {
                on,
                count: heap.count,
                overdue: heap.overdue,
                oldest_days: days,
            }),
        }
    }
    waiting
}

fn lies_in(heap: &Heap, area: &Area) -> bool {
    match area.kind {
        AreaKind::Commune => heap.level == "commune" && heap.commune == area.code,
        AreaKind::Province => heap.level == "province" && heap.province == area.code,
        AreaKind::Country => heap.level == "platform",
    }
}
