//! Each morning our books of the card company's money against its own. A difference is a row for a
//! person, with both sides; nothing is mended here.

use std::collections::BTreeMap;

use gateway::Line;
use kernel::{DAY_MS, Day, Timestamp};
use payments::{Discrepancy, Moved};
use store::Tx;

use super::gateway;
use crate::{App, Error};

/// So many pages of the card company's balance are read at most.
const PAGES: usize = 1000;

/// Compares yesterday. `tx` is the transaction of the duty: what differs is written with it.
pub(crate) async fn compare(
    app: &App,
    tx: &Tx,
    theirs: &[Line],
    now: Timestamp,
) -> Result<u64, Error> {
    let (from, until) = yesterday(now);
    let mut found = 0;
    for (subject, ours, theirs) in differences(app, theirs, (from, until)).await? {
        let said = Discrepancy {
            kind: "balance".to_owned(),
            subject,
            ours: shown(ours),
            theirs: shown(theirs),
            found_at: now,
        };
        found += u64::from(payments::differ(tx, &said).await?);
    }
    Ok(found)
}

/// What the card company's balance says of yesterday, and of a day round it: what happened near
/// midnight stands on either side of it.
pub(crate) async fn lines(app: &App, now: Timestamp) -> Result<Vec<Line>, Error> {
    let (from, _) = yesterday(now);
    let window = (from.plus_ms(-DAY_MS), now);
    let mut all: Vec<Line> = vec![];
    for _ in 0..PAGES {
        let after = all.last().map(|line| line.id.clone());
        let (page, more) = gateway(app)?.lines(window, after.as_deref()).await?;
        let none = page.is_empty();
        all.extend(page);
        if !more || none {
            return Ok(all);
        }
    }
    Err(gateway::Error::Unknown("its balance has no end".to_owned()).into())
}

/// Of what the two books say different things: what each says of it, if anything.
async fn differences(
    app: &App,
    lines: &[Line],
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<(String, Option<i64>, Option<i64>)>, Error> {
    let mut theirs: BTreeMap<&str, (i64, Timestamp)> = BTreeMap::new();
    for line in lines {
        let of = line.source.as_deref().unwrap_or(&line.id);
        let entry = theirs.entry(of).or_insert((0, line.at));
        entry.0 = entry.0.saturating_add(line.amount);
    }
    let db = app.db.read();
    let mut found = vec![];
    // What we booked yesterday stands in theirs …
    for Moved { source, amount } in payments::moved(db, (from, until)).await? {
        let said = theirs.get(source.as_str()).map(|(amount, _)| *amount);
        if said != Some(amount.0) {
            found.push((source, Some(amount.0), said));
        }
    }
    // … and what they booked yesterday in ours.
    for (source, (amount, at)) in theirs {
        if at < from || at >= until {
            continue;
        }
        let ours = payments::moved_by(db, source).await?;
        if ours.is_none() {
            found.push((source.to_owned(), None, Some(amount)));
        }
    }
    Ok(found)
}

fn yesterday(now: Timestamp) -> (Timestamp, Timestamp) {
    let today = Day::of(now).start();
    (today.plus_ms(-DAY_MS), today)
}

fn shown(amount: Option<i64>) -> String {
    amount.map_or_else(|| "nothing".to_owned(), |amount| format!("{amount} vnd"))
}
