//! What is done once a day, in the morning: people hear which certificates and papers come near their
//! last day or have passed it, officials what waits for them, and what nobody needs any more is
//! dropped. Any node may do it; a row says that it was done today.

mod digest;
mod piles;
mod tidy;

pub use piles::waiting;

use kernel::{Day, HOUR_MS, Timestamp};
use store::Tx;

use crate::App;
use crate::react;

/// The day's duties begin at seven in the morning in Vietnam.
const BEGINS_MS: i64 = 7 * HOUR_MS;

/// Does what is still to be done today; nothing before seven.
pub(crate) async fn run(app: &App) -> Result<(), react::Error> {
    let now = app.now();
    if now < Day::of(now).start().plus_ms(BEGINS_MS) {
        return Ok(());
    }
    certificates(app, now).await?;
    documents(app, now).await?;
    checkpoint(app, now).await?;
    bank(app, now).await?;
    cards(app, now).await?;
    // Last, so that it names what the others have put there.
    digest::send(app, now).await?;
    tidy::run(app, now).await
}

/// Certificates that come near their last day, and those that have passed it.
async fn certificates(app: &App, now: Timestamp) -> Result<(), react::Error> {
    if let Some(tx) = begin(app, "daily.certificates", now).await? {
        catalog::certificates::remind(&tx, now).await?;
        catalog::certificates::lapse(&tx, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
    }
    Ok(())
}

/// Papers that come near their last day, and those that have passed it.
async fn documents(app: &App, now: Timestamp) -> Result<(), react::Error> {
    if let Some(tx) = begin(app, "daily.documents", now).await? {
        catalog::documents::remind(&tx, now).await?;
        catalog::documents::lapse(&tx, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
    }
    Ok(())
}

/// What the ledger's accounts held at the end of yesterday.
async fn checkpoint(app: &App, now: Timestamp) -> Result<(), react::Error> {
    if let Some(tx) = begin(app, "daily.ledger", now).await? {
        payments::ledger::checkpoint(&tx, Day::of(now).plus_days(-1)).await?;
        tx.commit().await.map_err(store::Error::from)?;
    }
    Ok(())
}

/// Our books of the market's bank account against the lines that the bank told.
async fn bank(app: &App, now: Timestamp) -> Result<(), react::Error> {
    if let Some(tx) = begin(app, "daily.bank", now).await? {
        payments::bank::compare(&tx, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
    }
    Ok(())
}

/// Our books of the card company's money against its own, since the last morning that did. What it says
/// is read before the transaction; where it does not answer, the next look tries again.
async fn cards(app: &App, now: Timestamp) -> Result<(), react::Error> {
    const DUTY: &str = "daily.cards";
    let last = last(app, DUTY).await?;
    let today = Day::of(now);
    if app.cards.is_none() || last.is_some_and(|day| day >= today) {
        return Ok(());
    }
    let since = last.unwrap_or_else(|| today.plus_days(-1));
    let found = match crate::cards::compare(app, since, now).await {
        Ok(found) => found,
        Err(err) => {
            tracing::warn!(error = %err, "the card company's balance could not be compared");
            return Ok(());
        }
    };
    if let Some(tx) = begin(app, DUTY, now).await? {
        if let Err(err) = crate::cards::write(&tx, &found, now).await {
            tracing::error!(error = %err, "what the comparison found could not be written");
            return Ok(());
        }
        tx.commit().await.map_err(store::Error::from)?;
    }
    Ok(())
}

/// Whether some node has done a duty today.
async fn done(app: &App, duty: &str, now: Timestamp) -> Result<bool, store::Error> {
    Ok(last(app, duty)
        .await?
        .is_some_and(|day| day >= Day::of(now)))
}

/// The last day on which some node has done a duty.
async fn last(app: &App, duty: &str) -> Result<Option<Day>, store::Error> {
    let sql = "SELECT value FROM installation WHERE name = $1";
    let row = store::first(app.db.read(), sql, vec![duty.into()]).await?;
    let day: Option<String> = row.map(|row| row.try_get("", "value")).transpose()?;
    Ok(day.and_then(|day| day.parse().ok()))
}

/// Opens the transaction of a duty; none where some node has done it today.
async fn begin(app: &App, duty: &str, now: Timestamp) -> Result<Option<Tx>, store::Error> {
    // A look first: the write lock is for the one node that does it.
    if done(app, duty, now).await? {
        return Ok(None);
    }
    let tx = store::write(&app.db).await?;
    let mark = "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) \
                DO UPDATE SET value = excluded.value WHERE installation.value < excluded.value";
    let first = store::execute(
        &tx,
        mark,
        vec![duty.into(), Day::of(now).to_string().into()],
    )
    .await?
        == 1;
    Ok(first.then_some(tx))
}
