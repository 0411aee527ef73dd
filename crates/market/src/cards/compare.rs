//! Each morning our books of the card company's money against its own, line by line. A difference is
//! a row for a person, with both sides; nothing is mended here. What the card company kept of a line
//! that we know is told nowhere else, and is booked from it; so is what it paid out to the market's own
//! bank account.

use std::collections::BTreeMap;

use gateway::Line;
use kernel::{DAY_MS, Day, PaymentId, Timestamp, Vnd};
use payments::{AttemptKind, Discrepancy, Moved, ToBank};
use serde_json::json;
use store::{ConnectionTrait, Tx};

use super::gateway;
use crate::{App, Error};

/// So many pages of the card company's balance are read at most.
const PAGES: usize = 1000;
/// What happened so long before stands in its balance and was heard of late.
const HEARD_LATE: i64 = 2 * DAY_MS;

/// What one morning's comparison found.
pub(crate) struct Compared {
    differences: Vec<Discrepancy>,
    fees: Vec<(Moved, Vnd)>,
    /// What it paid out to the bank, and kept of it …
    paid_out: Vec<(ToBank, Vnd)>,
    /// … and what of that came back to it.
    returned: Vec<(String, Said)>,
    /// Payments of which something came back that we have not heard of.
    look: Vec<PaymentId>,
}

/// What the card company says of one movement: of what comes from one thing, what came is one and what
/// went another.
#[derive(Debug, Clone, Copy)]
struct Said {
    amount: i64,
    fee: i64,
    at: Timestamp,
    due: Timestamp,
    is_payout: bool,
}

type Theirs = BTreeMap<(String, bool), Said>;

/// Compares what moved since the morning of a day, until this one. Nothing is written: that is
/// [`write`]'s, for no transaction waits for the card company.
pub(crate) async fn compare(app: &App, since: Day, now: Timestamp) -> Result<Compared, Error> {
    let range = (since.start(), Day::of(now).start());
    let theirs = by_source(&lines(app, (range.0.plus_ms(-HEARD_LATE), now)).await?);
    let db = app.db.read();
    let mut found = Compared {
        differences: vec![],
        fees: vec![],
        paid_out: vec![],
        returned: vec![],
        look: vec![],
    };
    not_theirs(db, (&theirs, range), (&mut found, now)).await?;
    not_ours(db, (&theirs, range), (&mut found, now)).await?;
    Ok(found)
}

/// Writes down what was found; how much of it is news.
pub(crate) async fn write(tx: &Tx, found: &Compared, now: Timestamp) -> Result<u64, Error> {
    for (moved, fee) in &found.fees {
        payments::book_fee(tx, moved, *fee, now).await?;
    }
    let mut news = to_bank(tx, found, now).await?;
    for payment in &found.look {
        for attempt in payments::attempts(tx, *payment).await? {
            if let (AttemptKind::Intent, Some(intent)) = (attempt.kind, &attempt.provider_id) {
                jobs::enqueue(tx, payments::HEARD, &json!({ "intent": intent }), now).await?;
            }
        }
    }
    for said in &found.differences {
        news += u64::from(payments::differ(tx, said).await?);
    }
    Ok(news)
}

/// Books what it paid out to the bank. What did not arrive there is for a person: whoever runs the market
/// named an account that takes it no more.
async fn to_bank(tx: &Tx, found: &Compared, now: Timestamp) -> Result<u64, Error> {
    for (told, fee) in &found.paid_out {
        let Some(kept) = payments::keep_payout(tx, told, now).await? else {
            continue;
        };
        let moved = Moved {
            source: told.provider_id.clone(),
            amount: Vnd(told.amount.0.saturating_neg()),
            fee: Vnd::ZERO,
            subject: kept.id,
            payment: None,
        };
        payments::book_fee(tx, &moved, *fee, now).await?;
    }
    let mut news = 0;
    for (of, said) in &found.returned {
        let back = payments::return_payout(tx, of, said.at, now).await?;
        let (kind, ours) = match &back {
            Some(payout) if payout.line.is_some() => ("payout", "it stands in the bank's lines"),
            Some(_) => ("payout", "it had left for the bank"),
            None => ("balance", "nothing"),
        };
        news += u64::from(
            payments::differ(
                tx,
                &Discrepancy {
                    kind: kind.to_owned(),
                    subject: of.clone(),
                    ours: ours.to_owned(),
                    theirs: format!("{} vnd did not arrive", said.amount),
                    found_at: now,
                },
            )
            .await?,
        );
    }
    Ok(news)
}

/// What the card company's balance says of a time.
async fn lines(app: &App, window: (Timestamp, Timestamp)) -> Result<Vec<Line>, Error> {
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

fn by_source(lines: &[Line]) -> Theirs {
    let mut theirs = Theirs::new();
    for line in lines {
        let of = line.source.as_ref().unwrap_or(&line.id);
        let none = Said {
            amount: 0,
            fee: 0,
            at: line.at,
            due: line.due,
            is_payout: line.is_payout(),
        };
        let said = theirs.entry((of.clone(), line.amount > 0)).or_insert(none);
        said.amount = said.amount.saturating_add(line.amount);
        said.fee = said.fee.saturating_add(line.fee);
        said.at = said.at.max(line.at);
    }
    theirs
}

/// What we booked stands in theirs …
async fn not_theirs(
    db: &impl ConnectionTrait,
    (theirs, range): (&Theirs, (Timestamp, Timestamp)),
    (found, now): (&mut Compared, Timestamp),
) -> Result<(), Error> {
    for moved in payments::moved(db, range).await? {
        let said = theirs.get(&(moved.source.clone(), moved.came()));
        let said = said.map(|said| said.amount);
        if said != Some(moved.amount.0) {
            let both = (Some(moved.amount.0), said);
            found.tell("balance", &moved.source, both, now);
        }
    }
    Ok(())
}

/// … and what they booked in ours. What they kept is booked where we know what of.
async fn not_ours(
    db: &impl ConnectionTrait,
    (theirs, (from, until)): (&Theirs, (Timestamp, Timestamp)),
    (found, now): (&mut Compared, Timestamp),
) -> Result<(), Error> {
    let sources: Vec<&str> = theirs.keys().map(|(source, _)| source.as_str()).collect();
    let known = payments::moved_by(db, &sources).await?;
    for (key, said) in theirs {
        let source = key.0.as_str();
        match known.get(key) {
            None if said.at < from || said.at >= until => {}
            None if said.is_payout && said.amount < 0 => {
                let told = ToBank {
                    provider_id: source.to_owned(),
                    amount: Vnd(said.amount.saturating_neg()),
                    left_at: said.at,
                    due_at: said.due,
                };
                found.paid_out.push((told, Vnd(said.fee)));
            }
            None if said.is_payout => found.returned.push((source.to_owned(), *said)),
            None => {
                found.tell("balance", source, (None, Some(said.amount)), now);
                // What went is ours: that it came back may have been told in vain.
                let went = known.get(&(key.0.clone(), false));
                found.look.extend(went.and_then(|went| went.payment));
            }
            Some(ours) if said.fee != 0 && ours.fee == Vnd::ZERO => {
                found.fees.push((ours.clone(), Vnd(said.fee)));
            }
            Some(ours) if ours.fee.0 != said.fee => {
                found.tell("fee", source, (Some(ours.fee.0), Some(said.fee)), now);
            }
            Some(_) => {}
        }
    }
    Ok(())
}

impl Compared {
    fn tell(&mut self, kind: &str, of: &str, both: (Option<i64>, Option<i64>), now: Timestamp) {
        let found = Discrepancy::of_amounts((kind, of), both, now);
        self.differences.push(found);
    }
}
