//! What was paid out of a sale that is owed to its buyer is taken back out of that producer's own
//! transfer; where it cannot be, it stays a debt, which a person is told of.

use gateway::{Error as CardError, Reversal};
use kernel::{RefundId, Timestamp};
use payments::{Attempt, Discrepancy, payouts};

use super::gateway;
use crate::{App, Error};

/// Takes back what a producer owes for a refund. What an earlier run may have taken is read back before
/// anything is tried again.
pub async fn take_back(app: &App, refund: RefundId, now: Timestamp) -> Result<(), Error> {
    let Some((attempt, transfer)) = begin(app, refund, now).await? else {
        return Ok(());
    };
    if attempt.look_at.is_some()
        && let Some(done) = gateway(app)?.find_reversal(&attempt.key, &transfer).await?
    {
        return taken(app, refund, (&attempt, &done), now).await;
    }
    match send(app, (&attempt, &transfer)).await {
        Ok(done) => taken(app, refund, (&attempt, &done), now).await,
        // Whether it was refused or broke, nothing was done: the debt is taken off what is paid next.
        Err(err @ (CardError::Refused { .. } | CardError::Failed(_))) => {
            cannot(app, refund, (&attempt, err.to_string()), now).await
        }
        Err(err) => Err(err.into()),
    }
}

/// The try, and the transfer that it comes out of. One of before says when it is looked at.
async fn begin(
    app: &App,
    refund: RefundId,
    now: Timestamp,
) -> Result<Option<(Attempt, String)>, Error> {
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        let begun = payouts::begin_take_back(&tx, refund, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(begun)
    })
    .await
}

async fn send(app: &App, (attempt, transfer): (&Attempt, &str)) -> Result<Reversal, CardError> {
    let cards = gateway(app).map_err(|err| CardError::Unknown(err.to_string()))?;
    let err = match cards.reverse(&attempt.key, transfer, attempt.amount).await {
        Err(err) if !err.is_refusal() => err,
        done => return done,
    };
    match cards.find_reversal(&attempt.key, transfer).await? {
        Some(done) => Ok(done),
        None => Err(err),
    }
}

async fn taken(
    app: &App,
    refund: RefundId,
    (attempt, done): (&Attempt, &Reversal),
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payouts::taken_back(&tx, (refund, attempt), &done.id, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

async fn cannot(
    app: &App,
    refund: RefundId,
    (attempt, why): (&Attempt, String),
    now: Timestamp,
) -> Result<(), Error> {
    let found = Discrepancy {
        kind: "reversal".to_owned(),
        subject: refund.to_string(),
        ours: format!("{} vnd were paid out and are owed", attempt.amount.0),
        theirs: why,
        found_at: now,
    };
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        if payouts::not_taken_back(&tx, (refund, attempt), now).await? {
            payments::differ(&tx, &found).await?;
        }
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}
