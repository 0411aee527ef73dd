//! Money goes back to the card that it came from: once, whatever becomes of the answers.

use gateway::{Error as CardError, NewRefund, Refund};
use kernel::{RefundId, Timestamp};
use payments::{Attempt, AttemptStatus, Discrepancy, RefundStatus};

use super::{gateway, intents};
use crate::{App, Error};

/// Sends a refund that is due back to its card. An answer that was lost is read back before anything
/// is tried again.
pub async fn give_back(app: &App, refund: RefundId, now: Timestamp) -> Result<(), Error> {
    let due = payments::refund(app.db.read(), refund).await?;
    if due.status != RefundStatus::Due {
        return Ok(());
    }
    let Some(attempt) = attempt(app, due.id, now).await? else {
        return Ok(());
    };
    let intents = intents(app, attempt.payment).await?;
    // A payment that was made twice can be paid back from either.
    let mut refused = None;
    for intent in intents
        .iter()
        .filter(|intent| intent.status == AttemptStatus::Done)
    {
        let Some(id) = &intent.provider_id else {
            continue;
        };
        match send(app, &attempt, (id, &due), now).await {
            Ok(sent) => return sent_back(app, &due, (&attempt, &sent), now).await,
            Err(err @ CardError::Refused { .. }) => refused = Some(err),
            Err(err) => return Err(err.into()),
        }
    }
    let why = refused.map_or_else(|| "no card paid it".to_owned(), |err| err.to_string());
    cannot(app, &due, (&attempt, why), now).await
}

/// The try that is under way, or a new one; none where it was sent otherwise meanwhile.
async fn attempt(app: &App, due: RefundId, now: Timestamp) -> Result<Option<Attempt>, Error> {
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        let attempt = payments::begin_to_card(&tx, due, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(attempt)
    })
    .await
}

async fn send(
    app: &App,
    attempt: &Attempt,
    (intent, due): (&str, &payments::Refund),
    now: Timestamp,
) -> Result<Refund, CardError> {
    let cards = gateway(app).map_err(|err| CardError::Unknown(err.to_string()))?;
    let id = due.id.to_string();
    let new = NewRefund {
        intent,
        amount: due.amount,
        refund: &id,
    };
    let err = match cards.refund(&attempt.key, &new).await {
        Err(err) if !err.is_refusal() => err,
        done => return done,
    };
    if let Some(sent) = cards.find_refund(&attempt.key, intent).await? {
        return Ok(sent);
    }
    if matches!(err, CardError::Failed(_)) {
        // The failure is kept under this key, and nothing was done: the next try bears another.
        let anew = store::retry(|| async {
            let tx = store::write(&app.db).await?;
            payments::drop_attempt(&tx, attempt, now).await?;
            tx.commit().await.map_err(store::Error::from)?;
            Ok::<(), Error>(())
        });
        anew.await
            .map_err(|err| CardError::Unknown(err.to_string()))?;
    }
    Err(err)
}

async fn sent_back(
    app: &App,
    due: &payments::Refund,
    (attempt, sent): (&Attempt, &Refund),
    now: Timestamp,
) -> Result<(), Error> {
    if sent.failed || sent.amount != due.amount.0 {
        let theirs = format!("{} {}, failed: {}", sent.id, sent.amount, sent.failed);
        return cannot(app, due, (attempt, theirs), now).await;
    }
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        let due = payments::refund(&tx, due.id).await?;
        payments::send_to_card(&tx, &due, (attempt, &sent.id), now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// The card company will not give it back: a person looks, and it stays due.
async fn cannot(
    app: &App,
    due: &payments::Refund,
    (attempt, why): (&Attempt, String),
    now: Timestamp,
) -> Result<(), Error> {
    let found = Discrepancy {
        kind: "refund".to_owned(),
        subject: due.id.to_string(),
        ours: format!("{} vnd are due", due.amount.0),
        theirs: why,
        found_at: now,
    };
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payments::drop_attempt(&tx, attempt, now).await?;
        payments::differ(&tx, &found).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}
