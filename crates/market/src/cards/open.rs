//! A payment by card is made, once, whatever becomes of the answers.

use std::time::Duration;

use gateway::{Error as CardError, Intent, NewIntent};
use kernel::{PaymentId, Timestamp};
use payments::{Attempt, AttemptStatus, Payment};

use super::{CardKeys, gateway, intents, reconcile};
use crate::{App, Error};

/// How long a buyer waits for the card company, tries and all …
const WITHIN: Duration = Duration::from_secs(8);
/// … and whoever only looks.
const GLANCE_WITHIN: Duration = Duration::from_millis(1500);

/// What the buyer's browser pays with. Where the payment is not at the card company yet, or nobody
/// knows whether it is, it is read back and made.
pub async fn open(app: &App, payment: PaymentId, now: Timestamp) -> Result<CardKeys, Error> {
    let cards = gateway(app)?;
    let keys = |secret: &str| CardKeys {
        publishable_key: cards.publishable_key().to_owned(),
        client_secret: secret.to_owned(),
    };
    let tries = intents(app, payment).await?;
    let mut latest = tries.last().cloned().ok_or(payments::Error::NotFound)?;
    let wanted = payments::payment(app.db.read(), payment).await?;
    if !wanted.is_wanted() || latest.status == AttemptStatus::Done {
        return Err(payments::Error::State(wanted.status).into());
    }
    if latest.status == AttemptStatus::Dropped {
        // Somebody cancelled it at the card company.
        latest = anew(app, &latest, now).await?;
    }
    if let Some(secret) = &latest.client_secret {
        return Ok(keys(secret));
    }
    let made = tokio::time::timeout(WITHIN, made(app, &wanted, &latest, now));
    let late = |_elapsed| CardError::Unknown("it did not answer in time".to_owned());
    let intent = made.await.map_err(late)??;
    let secret = intent.client_secret.as_deref();
    let secret = secret.ok_or_else(|| CardError::Unknown("it has no secret".to_owned()))?;
    Ok(keys(secret))
}

/// The payment of a try, made under its key. An answer that was lost is read back; a failure that the
/// card company keeps under the key, with nothing done, is tried anew under another.
async fn made(
    app: &App,
    wanted: &Payment,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<Intent, Error> {
    let err = match create(app, wanted, attempt, now).await {
        Err(Error::Cards(err)) if !err.is_refusal() => err,
        done => return done,
    };
    if let Some(intent) = read_back(app, attempt, now).await? {
        return Ok(intent);
    }
    if !matches!(err, CardError::Failed(_)) {
        return Err(err.into());
    }
    let anew = anew(app, attempt, now).await?;
    create(app, wanted, &anew, now).await
}

/// Another try in the place of one that will never be done.
async fn anew(app: &App, attempt: &Attempt, now: Timestamp) -> Result<Attempt, Error> {
    let anew = store::retry(|| async {
        let tx = store::write(&app.db).await?;
        let anew = payments::try_anew(&tx, attempt, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(anew)
    });
    anew.await.map_err(|err| match err {
        // A twin was faster.
        Error::Payments(payments::Error::Store(store::Error::Rule("attempt_one_at_a_time"))) => {
            CardError::Busy.into()
        }
        other => other,
    })
}

async fn create(
    app: &App,
    wanted: &Payment,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<Intent, Error> {
    let id = wanted.id.to_string();
    let new = NewIntent {
        amount: attempt.amount,
        reference: &wanted.reference,
        payment: &id,
        group: &id,
    };
    let intent = gateway(app)?.create_intent(&attempt.key, &new).await?;
    remember(app, attempt, &intent, now).await?;
    Ok(intent)
}

/// What a lost try left behind at the card company, if it did.
pub(super) async fn read_back(
    app: &App,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<Option<Intent>, Error> {
    let found = gateway(app)?
        .find_intent(&attempt.key, attempt.created_at)
        .await?;
    if let Some(intent) = &found {
        remember(app, attempt, intent, now).await?;
    }
    Ok(found)
}

/// Writes down what the card company calls it.
pub(super) async fn remember(
    app: &App,
    attempt: &Attempt,
    intent: &Intent,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        let known = (intent.id.as_str(), intent.client_secret.as_deref());
        payments::found(&tx, attempt, known, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// Somebody looks at a payment by card that is waited for: it is read again at the card company;
/// whether it could be. What cannot be read now is shown as it was.
pub async fn glance(app: &App, payment: &Payment, now: Timestamp) -> bool {
    if !payment.is_card() || !payment.is_wanted() || app.cards.is_none() {
        return false;
    }
    let read = tokio::time::timeout(GLANCE_WITHIN, reconcile(app, payment.id, now));
    match read.await {
        Ok(Ok(())) => true,
        Ok(Err(err)) => {
            tracing::warn!(payment.id = %payment.id, error = %err, "a payment by card could not be read");
            false
        }
        Err(_elapsed) => false,
    }
}
