//! What the card company says: signed, written down once, and read again at its source.

use gateway::{BadSignature, Signed};
use kernel::{PaymentId, Timestamp};
use payments::{Attempt, AttemptKind, AttemptStatus, Heard};
use serde_json::json;

use super::argue::{argue, returned};
use super::{gateway, intents, open, reconcile};
use crate::{App, Error};

/// Why something was not heard.
#[derive(Debug, thiserror::Error)]
pub enum NotHeard {
    /// It is not the card company's, or too old.
    #[error(transparent)]
    Signature(#[from] BadSignature),
    /// It could not be written down.
    #[error(transparent)]
    Market(#[from] Error),
}

/// Hears a webhook: the body as it came, under its signature. It is written down once; what follows
/// from it is a job. What cannot be understood is written down as it is.
pub async fn hear(
    app: &App,
    (body, signature): (&[u8], &str),
    now: Timestamp,
) -> Result<(), NotHeard> {
    let signed = gateway(app)?.verify(body, signature, now)?;
    store::retry(|| write(app, (&signed, body), now)).await?;
    Ok(())
}

async fn write(app: &App, (signed, body): (&Signed, &[u8]), now: Timestamp) -> Result<(), Error> {
    let tx = store::write(&app.db).await?;
    let news = match signed {
        Signed::Event(event) => {
            let heard = Heard {
                id: &event.id,
                kind: &event.kind,
                object: &event.object,
                intent: event.intent.as_deref(),
                body: None,
            };
            payments::hear(&tx, &heard, now).await?
        }
        Signed::Unreadable(name) => {
            // A text column takes no zero byte.
            let text = String::from_utf8_lossy(body).replace('\0', "\u{fffd}");
            let heard = Heard {
                id: name,
                kind: "unreadable",
                object: "",
                intent: None,
                body: Some(&text),
            };
            payments::hear(&tx, &heard, now).await?;
            false
        }
    };
    if let (true, Signed::Event(event)) = (news, signed)
        && let Some(intent) = &event.intent
        && moves(&event.kind)
    {
        jobs::enqueue(&tx, payments::HEARD, &json!({ "intent": intent }), now).await?;
    }
    if let (true, Signed::Event(event)) = (news, signed)
        && event.kind == "account.updated"
    {
        let payload = json!({ "account": event.object });
        jobs::enqueue(&tx, payments::ACCOUNT, &payload, now).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// Whether a payment is to be read again for it.
fn moves(kind: &str) -> bool {
    let quiet = ["payment_intent.created", "payment_intent.requires_action"];
    let ours = [
        "payment_intent.",
        "charge.dispute.",
        "refund.failed",
        "refund.updated",
        "charge.refund.updated",
    ];
    ours.iter().any(|family| kind.starts_with(family)) && !quiet.contains(&kind)
}

/// Follows what was said of a payment by card.
pub async fn heard(app: &App, intent: &str, now: Timestamp) -> Result<(), Error> {
    let Some(payment) = known(app, intent, now).await? else {
        return Ok(());
    };
    reconcile::reconcile(app, payment, now).await?;
    let tries = intents(app, payment).await?;
    let paid = |attempt: &Attempt| attempt.status == AttemptStatus::Done;
    if tries.iter().any(paid) {
        // What was paid, be it a moment ago, can be taken back.
        argue(app, (payment, intent), now).await?;
        returned(app, intent, now).await?;
    }
    Ok(())
}

/// Whose payment it is. One that we do not know by its name may be one whose making we have not heard
/// of yet: it bears our key.
async fn known(app: &App, intent: &str, now: Timestamp) -> Result<Option<PaymentId>, Error> {
    let attempt = async |name| payments::attempt_of(app.db.read(), AttemptKind::Intent, name).await;
    if let Some(attempt) = attempt(intent).await? {
        return Ok(Some(attempt.payment));
    }
    let read = match gateway(app)?.intent(intent).await {
        Err(err) if err.is_refusal() => {
            tracing::warn!(intent, error = %err, "a payment by card is not ours");
            return Ok(None);
        }
        read => read?,
    };
    let Some(key) = &read.key else {
        return Ok(None);
    };
    let Some(attempt) = attempt(key).await? else {
        return Ok(None);
    };
    open::remember(app, &attempt, &read, now).await?;
    Ok(Some(attempt.payment))
}
