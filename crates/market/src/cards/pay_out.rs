//! A payout goes to its producer's account at the card company: once, whatever becomes of the answers.
//!
//! The first try comes out of the charge that its sale was paid by, which bounds it; where the card
//! company refuses that, for what another order of that payment was paid back for instance, the next
//! comes out of what there is.

use gateway::{Error as CardError, NewTransfer, Transfer};
use kernel::{PayoutId, Timestamp};
use payments::payouts::{self, PayTo, Payout, Status};
use payments::{Attempt, AttemptKind, Discrepancy};

use super::{account, gateway};
use crate::{App, Error};

/// Transfers a payout that was confirmed. What an earlier run may have sent is read back before
/// anything is tried again.
pub async fn pay_out(app: &App, id: PayoutId, now: Timestamp) -> Result<(), Error> {
    let payout = payouts::payout(app.db.read(), id).await?;
    if payout.status != Status::Confirmed || !matches!(payout.to, PayTo::Card { .. }) {
        return Ok(());
    }
    let before = tries(app, &payout).await?;
    let Some(attempt) = begin(app, id, now).await? else {
        return Ok(());
    };
    if before.iter().any(|try_| try_.id == attempt.id) {
        if let Some(done) = find(app, &payout, &attempt).await? {
            return arrived(app, &payout, (&attempt, &done), now).await;
        }
    } else if !is_ready(app, &payout, now).await? {
        let why = "the producer's account takes no transfers".to_owned();
        return cannot(app, &payout, (&attempt, why), now).await;
    }
    let is_first = before.iter().all(|try_| try_.id == attempt.id);
    match send(app, &payout, (&attempt, is_first), now).await {
        Ok(done) => arrived(app, &payout, (&attempt, &done), now).await,
        Err(Error::Cards(err)) if err.is_refusal() && is_first => {
            tracing::warn!(payout.id = %id, error = %err, "a charge has not enough left for its transfer");
            again(app, &payout, &attempt, now).await
        }
        Err(Error::Cards(err)) if err.is_refusal() => {
            cannot(app, &payout, (&attempt, err.to_string()), now).await
        }
        Err(err) => Err(err),
    }
}

/// Another try, out of what there is.
async fn again(app: &App, payout: &Payout, attempt: &Attempt, now: Timestamp) -> Result<(), Error> {
    let anew = store::retry(|| async {
        let tx = store::write(&app.db).await?;
        let anew = payments::try_anew(&tx, attempt, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok::<_, Error>(anew)
    })
    .await?;
    match send(app, payout, (&anew, false), now).await {
        Ok(done) => arrived(app, payout, (&anew, &done), now).await,
        Err(Error::Cards(err)) if err.is_refusal() => {
            cannot(app, payout, (&anew, err.to_string()), now).await
        }
        Err(err) => Err(err),
    }
}

async fn tries(app: &App, payout: &Payout) -> Result<Vec<Attempt>, Error> {
    let PayTo::Card { payment, .. } = &payout.to else {
        return Ok(vec![]);
    };
    let mut tries = payments::attempts(app.db.read(), *payment).await?;
    tries.retain(|try_| try_.kind == AttemptKind::Transfer && try_.subject == payout.id.uuid());
    Ok(tries)
}

async fn begin(app: &App, id: PayoutId, now: Timestamp) -> Result<Option<Attempt>, Error> {
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        let attempt = payouts::begin_transfer(&tx, id, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(attempt)
    })
    .await
}

/// Whether the producer's account takes transfers, read now.
async fn is_ready(app: &App, payout: &Payout, now: Timestamp) -> Result<bool, Error> {
    let found = account(app, payout.producer, now).await?;
    Ok(found.is_some_and(|found| found.ready))
}

async fn find(app: &App, payout: &Payout, attempt: &Attempt) -> Result<Option<Transfer>, Error> {
    let group = attempt.payment.to_string();
    let found = gateway(app)?.find_transfer(&attempt.key, &group).await?;
    if found.is_some() {
        tracing::info!(payout.id = %payout.id, "a transfer whose answer was lost had been made");
    }
    Ok(found)
}

async fn send(
    app: &App,
    payout: &Payout,
    (attempt, is_first): (&Attempt, bool),
    now: Timestamp,
) -> Result<Transfer, Error> {
    let PayTo::Card { account, payment } = &payout.to else {
        return Err(payments::Error::NotFound.into());
    };
    let group = payment.to_string();
    let charge = payments::charge_of(app.db.read(), *payment).await?;
    let new = NewTransfer {
        amount: payout.amount,
        account,
        group: &group,
        charge: charge.as_deref().filter(|_| is_first),
    };
    let err = match gateway(app)?.transfer(&attempt.key, &new).await {
        Err(err) if !err.is_refusal() => err,
        done => return Ok(done?),
    };
    if let Some(done) = find(app, payout, attempt).await? {
        return Ok(done);
    }
    if matches!(err, CardError::Failed(_)) {
        // The failure is kept under this key, and nothing was done: the next try bears another.
        store::retry(|| async {
            let tx = store::write(&app.db).await?;
            payments::drop_attempt(&tx, attempt, now).await?;
            tx.commit().await.map_err(store::Error::from)?;
            Ok::<(), Error>(())
        })
        .await?;
    }
    Err(err.into())
}

async fn arrived(
    app: &App,
    payout: &Payout,
    (attempt, done): (&Attempt, &Transfer),
    now: Timestamp,
) -> Result<(), Error> {
    if done.amount != payout.amount.0 {
        let theirs = format!("{} is of {} vnd", done.id, done.amount);
        let found = differs(payout, theirs, now);
        return store::retry(|| async {
            let tx = store::write(&app.db).await?;
            payments::differ(&tx, &found).await?;
            tx.commit().await.map_err(store::Error::from)?;
            Ok(())
        })
        .await;
    }
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payouts::transferred(&tx, (payout.id, attempt), &done.id, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// It will not be transferred, and has not been: a person looks, and it is in the next batch.
async fn cannot(
    app: &App,
    payout: &Payout,
    (attempt, why): (&Attempt, String),
    now: Timestamp,
) -> Result<(), Error> {
    let found = differs(payout, why, now);
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payouts::not_transferred(&tx, (payout.id, attempt), now).await?;
        payments::differ(&tx, &found).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

fn differs(payout: &Payout, theirs: String, now: Timestamp) -> Discrepancy {
    Discrepancy {
        kind: "transfer".to_owned(),
        subject: payout.id.to_string(),
        ours: format!("{} vnd to {}", payout.amount.0, payout.producer),
        theirs,
        found_at: now,
    }
}
