//! What the card company tells once, by a webhook that can be lost: what cards' banks took back and how
//! that ended, what did not arrive at a card, and accounts that take transfers now. Read again on a
//! schedule, by one node for all.

use kernel::{DAY_MS, MINUTE_MS, Timestamp};
use payments::payouts::Rail;

use super::{account, gateway, heard, intents, status_of};
use crate::payouts::{WaitsFor, payouts_waiting};
use crate::{App, Error};

/// So often, so that a word that was lost is made good within ten minutes.
const EVERY: i64 = 3 * MINUTE_MS;
/// An argument with a card's bank is over within so many days.
const ARGUED: i64 = 120 * DAY_MS;
/// What did not arrive at a card is looked for so far back; what a market slept through longer is found
/// by the morning's comparison.
const RETURNED: i64 = 3 * DAY_MS;
/// So many pages of each are read at most.
const PAGES: usize = 50;
/// So many accounts are read at a time.
const ACCOUNTS: usize = 50;

/// Reads all of it, where it is due and no other node does.
pub(super) async fn watch(app: &App, now: Timestamp) -> Result<(), Error> {
    if !payments::watches(&app.db, now, EVERY).await? {
        return Ok(());
    }
    argued(app, now).await?;
    returned(app, now).await?;
    ready(app, now).await
}

/// Payments of which a card's bank took something back, or gave it again, that we have not heard of.
async fn argued(app: &App, now: Timestamp) -> Result<(), Error> {
    let db = app.db.read();
    let oldest = payments::oldest_dispute(db).await?;
    let recent = now.plus_ms(-ARGUED);
    let since = oldest.map_or(recent, |open| recent.min(open.plus_ms(-DAY_MS)));
    let mut after: Option<String> = None;
    for _ in 0..PAGES {
        let (page, more) = gateway(app)?
            .disputes_since(since, after.as_deref())
            .await?;
        let ids: Vec<&str> = page.iter().map(|dispute| dispute.id.as_str()).collect();
        let known = payments::dispute_statuses(db, &ids).await?;
        for dispute in &page {
            let told = known.get(&dispute.id) == Some(&status_of(dispute.outcome));
            if let (false, true, Some(intent)) = (told, dispute.amount > 0, &dispute.intent) {
                follow(app, intent, now).await;
            }
        }
        after = page.last().map(|dispute| dispute.id.clone());
        if !more || after.is_none() {
            break;
        }
    }
    Ok(())
}

/// Payments of which something that we sent back did not arrive at its card.
async fn returned(app: &App, now: Timestamp) -> Result<(), Error> {
    let mut after: Option<String> = None;
    for _ in 0..PAGES {
        let since = now.plus_ms(-RETURNED);
        let (page, more) = gateway(app)?
            .failed_refunds(since, after.as_deref())
            .await?;
        let refunds: Vec<&str> = page
            .iter()
            .filter_map(|line| line.source.as_deref())
            .collect();
        for payment in payments::not_known_to_be_back(app.db.read(), &refunds).await? {
            for attempt in intents(app, payment).await? {
                if let Some(intent) = &attempt.provider_id {
                    follow(app, intent, now).await;
                }
            }
        }
        after = page.last().map(|line| line.id.clone());
        if !more || after.is_none() {
            break;
        }
    }
    Ok(())
}

/// Accounts of producers to whom nothing can be transferred yet, though something waits for them.
async fn ready(app: &App, now: Timestamp) -> Result<(), Error> {
    let waiting = payouts_waiting(&app.db, Rail::Stripe, now).await?;
    let unready = waiting
        .iter()
        .filter(|(_, why)| *why == WaitsFor::Readiness);
    for (waiting, _) in unready.take(ACCOUNTS) {
        if let Err(err) = account(app, waiting.producer, now).await {
            tracing::warn!(producer.id = %waiting.producer, error = %err, "an account could not be read");
        }
    }
    Ok(())
}

/// Follows what was not heard of a payment. One that cannot be followed holds up none of the others, and is
/// read again the next time.
async fn follow(app: &App, intent: &str, now: Timestamp) {
    if let Err(err) = heard(app, intent, now).await {
        tracing::warn!(intent, error = %err, "what became of a payment by card could not be followed");
    }
}
