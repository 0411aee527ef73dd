//! The one function that brings a payment by card into agreement with the card company: called by
//! whoever looks, by what it says, and by a schedule. Forward only.

use futures_util::future::join_all;
use gateway::{Intent, IntentStatus};
use kernel::{PaymentId, PayoutId, RefundId, Timestamp, Vnd};
use payments::{Attempt, AttemptKind, AttemptStatus, Discrepancy, payouts};

use super::watch::watch;
use super::{gateway, give_back, intents, open, pay, pay_out, take_back};
use crate::{App, Error};

/// So many payments are looked up at once, …
const BATCH: i64 = 100;
/// … so many of them read at a time, …
const AT_ONCE: usize = 8;
/// … and after so many that could not be read the rest waits for the next sweep.
const GIVE_UP: u64 = 3;

/// Reads a payment by card again and does what follows from how it stands: money that came places
/// its orders or is owed back, and what is no longer wanted is cancelled there.
pub async fn reconcile(app: &App, payment: PaymentId, now: Timestamp) -> Result<(), Error> {
    for attempt in intents(app, payment).await? {
        if attempt.status == AttemptStatus::Done {
            continue;
        }
        match &attempt.provider_id {
            Some(id) => {
                let intent = gateway(app)?.intent(id).await?;
                agree(app, &attempt, &intent, now).await?;
            }
            None if attempt.status == AttemptStatus::Sending => lost(app, &attempt, now).await?,
            // It never was made.
            None => {}
        }
    }
    Ok(())
}

/// A try of which nobody knows whether it was made. Nothing is made here: its buyer may have gone.
async fn lost(app: &App, attempt: &Attempt, now: Timestamp) -> Result<(), Error> {
    if let Some(intent) = open::read_back(app, attempt, now).await? {
        return agree(app, attempt, &intent, now).await;
    }
    let payment = payments::payment(app.db.read(), attempt.payment).await?;
    if payment.is_wanted() {
        return later(app, attempt, now).await;
    }
    ended(app, attempt, now).await
}

/// Does what follows from how a payment stands at the card company.
pub(super) async fn agree(
    app: &App,
    attempt: &Attempt,
    intent: &Intent,
    now: Timestamp,
) -> Result<(), Error> {
    if intent.currency != "vnd" || intent.amount != attempt.amount.0 {
        return differs(app, attempt, intent, now).await;
    }
    match intent.status {
        IntentStatus::Succeeded if intent.received == intent.amount => {
            pay::pay(app, attempt, intent, now).await
        }
        IntentStatus::Succeeded => differs(app, attempt, intent, now).await,
        IntentStatus::Cancelled => ended(app, attempt, now).await,
        IntentStatus::Open => still_wanted(app, attempt, intent, now).await,
        IntentStatus::Processing => later(app, attempt, now).await,
    }
}

/// The buyer has not paid yet: what is no longer wanted is cancelled, what is wanted otherwise asks
/// for that.
async fn still_wanted(
    app: &App,
    attempt: &Attempt,
    intent: &Intent,
    now: Timestamp,
) -> Result<(), Error> {
    let payment = payments::payment(app.db.read(), attempt.payment).await?;
    let rest = payment.remaining();
    if !payment.is_wanted() || rest == Vnd::ZERO {
        let key = format!("{}-cancel", attempt.key);
        let after = gateway(app)?.cancel_intent(&key, &intent.id).await?;
        return match after.status {
            IntentStatus::Cancelled => ended(app, attempt, now).await,
            _faster => later(app, attempt, now).await,
        };
    }
    if rest == attempt.amount {
        return later(app, attempt, now).await;
    }
    let key = format!("{}-{}", attempt.key, rest.0);
    gateway(app)?.reprice_intent(&key, &intent.id, rest).await?;
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payments::reprice(&tx, attempt, rest).await?;
        payments::look_later(&tx, attempt, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

async fn later(app: &App, attempt: &Attempt, now: Timestamp) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payments::look_later(&tx, attempt, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

async fn ended(app: &App, attempt: &Attempt, now: Timestamp) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payments::drop_attempt(&tx, attempt, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// It is not what we asked for. Nothing of it is believed; a person looks.
async fn differs(
    app: &App,
    attempt: &Attempt,
    intent: &Intent,
    now: Timestamp,
) -> Result<(), Error> {
    let found = Discrepancy {
        kind: "intent".to_owned(),
        subject: intent.id.clone(),
        ours: format!("{} vnd for {}", attempt.amount.0, attempt.payment),
        theirs: format!(
            "{} of {} {}",
            intent.received, intent.amount, intent.currency
        ),
        found_at: now,
    };
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payments::differ(&tx, &found).await?;
        payments::look_later(&tx, attempt, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// Looks at payments by card that nobody told of for a while, some at a time; whether more of them are
/// due. What goes wrong is logged, and looked at again later.
pub async fn sweep(app: &App, now: Timestamp) -> Result<bool, Error> {
    if app.cards.is_none() {
        return Ok(false);
    }
    let due = payments::due(app.db.read(), BATCH, now).await?;
    let mut failed = 0;
    for some in due.chunks(AT_ONCE) {
        for read in join_all(some.iter().map(|payment| look(app, *payment, now))).await {
            failed += u64::from(!read?);
        }
        // Where the card company is away, the others would wait as long.
        if failed >= GIVE_UP {
            return Ok(false);
        }
    }
    if let Err(err) = Box::pin(watch(app, now)).await {
        tracing::warn!(error = %err, "what the card company may have said in vain was not read");
    }
    for payout in payouts::unsent(app.db.read(), BATCH, now).await? {
        if let Err(err) = pay_out(app, payout, now).await {
            tracing::warn!(payout.id = %payout, error = %err, "a payout could not be transferred");
            return Ok(false);
        }
    }
    Ok(due.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX))
}

/// Whether a payment could be read. One that could not goes behind the others.
async fn look(app: &App, payment: PaymentId, now: Timestamp) -> Result<bool, Error> {
    let Err(err) = look_at(app, payment, now).await else {
        return Ok(true);
    };
    tracing::warn!(payment.id = %payment, error = %err, "a payment by card could not be read");
    for attempt in payments::attempts(app.db.read(), payment).await? {
        later(app, &attempt, now).await?;
    }
    Ok(false)
}

/// Reads a payment again, and goes on with what was begun of it and whose jobs were given up.
async fn look_at(app: &App, payment: PaymentId, now: Timestamp) -> Result<(), Error> {
    reconcile(app, payment, now).await?;
    for attempt in payments::attempts(app.db.read(), payment).await? {
        if attempt.look_at.is_none_or(|at| at > now) {
            continue;
        }
        match attempt.kind {
            AttemptKind::Intent => {}
            AttemptKind::Refund => give_back(app, RefundId(attempt.subject), now).await?,
            AttemptKind::Transfer => pay_out(app, PayoutId(attempt.subject), now).await?,
            AttemptKind::Reversal => take_back(app, RefundId(attempt.subject), now).await?,
        }
        later(app, &attempt, now).await?;
    }
    Ok(())
}
