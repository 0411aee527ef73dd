use futures_util::future::join_all;
use jobs::{Outcome, pause_after};
use notifications::{Ended, Notice};

use crate::App;
use crate::job::{DELIVERIES, EVENTS, Job};
use crate::{calls, cards, links, react, suspended};

/// How many events are told with one commit.
const EVENTS_AT_ONCE: usize = 16;
/// How many deliveries are on their way at a time.
const DELIVERIES_AT_ONCE: usize = 16;

/// One of the two ways in which jobs are worked off.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lane {
    /// What happened becomes notices.
    Events,
    /// Deliveries go out.
    Deliveries,
}

impl Lane {
    /// How many jobs it takes at a time, at most.
    pub(super) fn at_once(self) -> usize {
        match self {
            Self::Events => EVENTS_AT_ONCE,
            Self::Deliveries => DELIVERIES_AT_ONCE,
        }
    }

    /// Works off some of what is due; how much it was.
    pub(super) async fn turn(self, app: &App) -> Result<usize, store::Error> {
        match self {
            Self::Events => events(app).await,
            Self::Deliveries => deliveries(app).await,
        }
    }
}

/// Tells the people of the events that are due; how many jobs there were.
async fn events(app: &App) -> Result<usize, store::Error> {
    let claimed = jobs::claim(&app.db, EVENTS, EVENTS_AT_ONCE, app.now()).await?;
    let mut told = vec![];
    let mut notices = vec![];
    for job in &claimed {
        match read(app, job).await {
            Ok(more) => {
                told.push(job.clone());
                notices.extend(more);
            }
            Err(outcome) => jobs::settle(&app.db, job, &outcome, app.now()).await?,
        }
    }
    write(app, &told, &notices).await?;
    Ok(claimed.len())
}

/// The notices that follow from a job, or how the job ends instead.
async fn read(app: &App, job: &jobs::Job) -> Result<Vec<Notice>, Outcome> {
    let event = match Job::parse(&job.kind, &job.payload) {
        Ok(Job::Event(event)) => event,
        Ok(Job::CancelSuspended(suspension)) => {
            let ended = suspended::cancel(app, suspension).await;
            return ended.map(|()| vec![]).map_err(|err| later(job, &err));
        }
        Ok(Job::Unreached(notice)) => {
            let called = calls::unreached(app, notice).await;
            return called.map(|()| vec![]).map_err(|err| later(job, &err));
        }
        Ok(
            Job::Deliver(_)
            | Job::Reconcile(_)
            | Job::Heard(_)
            | Job::Account(_)
            | Job::ToCard(_)
            | Job::ToProducer(_)
            | Job::TakeBack(_)
            | Job::Withhold(_),
        ) => return Ok(vec![]),
        Err(err) => {
            return Err(Outcome::Dead {
                why: err.to_string(),
            });
        }
    };
    let told = react::notices(app, &job.id.to_string(), &event).await;
    told.map_err(|err| later(job, &err))
}

/// Notices and the end of their events, in one transaction: an event is told exactly once.
async fn write(app: &App, told: &[jobs::Job], notices: &[Notice]) -> Result<(), store::Error> {
    if told.is_empty() {
        return Ok(());
    }
    let now = app.now();
    let tx = store::write(&app.db).await?;
    let written = notifications::write(&tx, &app.channels, notices, now).await;
    match written {
        Ok(_) => {
            jobs::finish(&tx, told).await?;
            tx.commit().await?;
        }
        Err(err) => {
            drop(tx);
            for job in told {
                jobs::settle(&app.db, job, &later(job, &err), now).await?;
            }
        }
    }
    Ok(())
}

/// Sends the deliveries that are due; how many there were.
async fn deliveries(app: &App) -> Result<usize, store::Error> {
    let claimed = jobs::claim(&app.db, DELIVERIES, DELIVERIES_AT_ONCE, app.now()).await?;
    if !claimed.is_empty() {
        let ended = join_all(claimed.iter().map(|job| deliver(app, job))).await;
        record(app, &claimed, &ended).await?;
    }
    Ok(claimed.len())
}

async fn deliver(app: &App, job: &jobs::Job) -> Ended {
    let id = match Job::parse(&job.kind, &job.payload) {
        Ok(Job::Deliver(id)) => id,
        Ok(Job::Reconcile(payment)) => {
            return carried(job, cards::reconcile(app, payment, app.now()).await);
        }
        Ok(Job::Heard(intent)) => {
            return carried(job, cards::heard(app, &intent, app.now()).await);
        }
        Ok(Job::Account(account)) => {
            return carried(job, cards::account_heard(app, &account, app.now()).await);
        }
        Ok(Job::ToCard(refund)) => {
            return carried(job, cards::give_back(app, refund, app.now()).await);
        }
        Ok(Job::Withhold(product)) => {
            return carried(job, suspended::withhold(app, product).await);
        }
        Ok(Job::ToProducer(payout)) => {
            return carried(job, cards::pay_out(app, payout, app.now()).await);
        }
        Ok(Job::TakeBack(refund)) => {
            return carried(job, cards::take_back(app, refund, app.now()).await);
        }
        Ok(Job::Event(_) | Job::CancelSuspended(_) | Job::Unreached(_)) => {
            return Ended::only(Outcome::Done);
        }
        Err(err) => {
            return Ended::only(Outcome::Dead {
                why: err.to_string(),
            });
        }
    };
    let address = async |link, lang| Ok(links::in_delivery(app, id, (link, lang)).await?);
    let sent = notifications::deliver(&app.db, &app.channels, id, address, app.now()).await;
    sent.unwrap_or_else(|err| Ended::only(later(job, &err)))
}

/// How a job ends that talks to the card company or to the storage.
fn carried(job: &jobs::Job, done: Result<(), crate::Error>) -> Ended {
    Ended::only(done.map_or_else(|err| later(job, &err), |()| Outcome::Done))
}

/// Writes down what came of them with one commit, for buyers wait for the same disk. To an address
/// from which mail comes back nobody writes until it is proven anew.
async fn record(app: &App, claimed: &[jobs::Job], ended: &[Ended]) -> Result<(), store::Error> {
    let now = app.now();
    let tx = store::write(&app.db).await?;
    for (job, ended) in claimed.iter().zip(ended) {
        notifications::record(&tx, ended, now).await?;
        if let Some(address) = &ended.bounced {
            accounts::bounced(&tx, address, now).await?;
        }
        jobs::settle_in(&tx, job, &ended.job, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A job that went wrong is tried again, and given up after the last pause.
fn later(job: &jobs::Job, err: &(impl std::error::Error + ?Sized)) -> Outcome {
    let why = err.to_string();
    tracing::warn!(job.id = %job.id, job.kind = %job.kind, error = %why, "a job failed");
    match pause_after(job.attempt) {
        Some(after_ms) => Outcome::Retry { after_ms, why },
        None => Outcome::Dead { why },
    }
}
