//! The worker: it runs jobs, and looks at what is due by the day.
//!
//! Two lanes, so that a mail server that hangs holds up nobody's news: *events* become notices, and
//! *deliveries* go out, several at a time. A lane looks again at once while it finds as much as it
//! takes at a time, sleeps otherwise, and is not woken before: what many commits left within that
//! moment is done together, which spares the database a write for each of them.

mod lane;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::{App, daily};
use lane::Lane;

/// How long a lane sleeps that has done what there was.
const IDLE: Duration = Duration::from_millis(250);
/// How long a lane leaves a database alone that does not answer.
const AWAY: Duration = Duration::from_secs(1);
/// How often the day's duties are looked at.
const SWEEP: Duration = Duration::from_secs(30);

/// Works until told to stop; what was begun is ended.
pub async fn run(app: App, stop: CancellationToken) {
    tokio::join!(
        work(&app, &stop, Lane::Events),
        work(&app, &stop, Lane::Deliveries),
        sweep(&app, &stop),
        payments(&app, &stop),
    );
}

/// Runs every job that is due, and those that follow from them; how many. For tests and tools.
pub async fn run_due(app: &App) -> Result<usize, store::Error> {
    let mut ran = 0;
    loop {
        let turn = Lane::Events.turn(app).await? + Lane::Deliveries.turn(app).await?;
        if turn == 0 {
            return Ok(ran);
        }
        ran += turn;
    }
}

/// How many jobs wait: due or for a later try, dead ones left out.
pub async fn count_waiting(app: &App) -> Result<i64, store::Error> {
    let sql = "SELECT COUNT(*) AS n FROM jobs WHERE status <> 'dead'";
    let row = store::first(app.db.read(), sql, vec![]).await?;
    Ok(match row {
        Some(row) => row.try_get("", "n")?,
        None => 0,
    })
}

async fn work(app: &App, stop: &CancellationToken, lane: Lane) {
    while !stop.is_cancelled() {
        let pause = match lane.turn(app).await {
            Ok(done) if done == lane.at_once() => continue,
            Ok(_) => IDLE,
            Err(err) => {
                tracing::warn!(error = %err, "the worker waits for the database");
                AWAY
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Looks once at everything that has a day or a deadline. What goes wrong is logged, holds up nothing
/// else, and is tried again by the next sweep.
pub async fn sweep_once(app: &App) {
    deadlines(app).await;
    while payments_by_card(app).await {}
    duties(app).await;
}

async fn deadlines(app: &App) {
    if let Err(err) = crate::sweep(&app.db, app.now()).await {
        tracing::warn!(error = %err, "the deadlines of orders wait");
    }
}

/// Looks at some payments by card; whether more are due.
async fn payments_by_card(app: &App) -> bool {
    match crate::cards::sweep(app, app.now()).await {
        Ok(more) => more,
        Err(err) => {
            tracing::warn!(error = %err, "payments by card wait");
            false
        }
    }
}

async fn duties(app: &App) {
    let now = app.now();
    if let Err(err) = catalog::reviews::escalate_overdue(&app.db, now).await {
        tracing::warn!(error = %err, "reviews wait to go up a level");
    }
    if let Err(err) = catalog::takedowns::alarm(&app.db, now).await {
        tracing::warn!(error = %err, "the alarms of authorities' orders wait");
    }
    if let Err(err) = daily::run(app).await {
        tracing::warn!(error = %err, "the day's duties wait");
    }
}

async fn sweep(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        deadlines(app).await;
        duties(app).await;
        pause(stop).await;
    }
}

/// The card company may be slow, and the payments many: nothing else waits for them.
async fn payments(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        if !payments_by_card(app).await {
            pause(stop).await;
        }
    }
}

async fn pause(stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(SWEEP) => {}
    }
}

#[cfg(test)]
mod tests;
