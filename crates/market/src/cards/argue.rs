//! What a card's bank took back, and what did not arrive at a card: booked, and told to a person, who
//! answers the bank, or finds another way.

use gateway::{Dispute, Outcome, Refund};
use kernel::{PaymentId, RefundId, Timestamp, Vnd};
use payments::{AttemptKind, Bears, Discrepancy, DisputeStatus, Disputed};

use super::{gateway, give_back};
use crate::step::{Whose, lock};
use crate::{App, Error};

/// Reads what cards' banks took back of a payment, and what came of it.
pub(super) async fn argue(
    app: &App,
    (payment, intent): (PaymentId, &str),
    now: Timestamp,
) -> Result<(), Error> {
    for dispute in gateway(app)?.disputes(intent).await? {
        if dispute.outcome == Outcome::Lost {
            // What went back before, and whose answer was lost, is not what the bank took.
            settle_refunds(app, payment, now).await?;
        }
        if dispute.amount > 0 {
            store::retry(|| one(app, payment, &dispute, now)).await?;
        }
    }
    Ok(())
}

/// Tries to send refunds of a payment that are under way come to an end.
async fn settle_refunds(app: &App, payment: PaymentId, now: Timestamp) -> Result<(), Error> {
    for attempt in payments::attempts(app.db.read(), payment).await? {
        if attempt.kind == AttemptKind::Refund && !attempt.is_settled() {
            give_back(app, RefundId(attempt.subject), now).await?;
        }
    }
    Ok(())
}

async fn one(
    app: &App,
    payment: PaymentId,
    dispute: &Dispute,
    now: Timestamp,
) -> Result<(), Error> {
    let told = Disputed {
        provider_id: &dispute.id,
        payment,
        amount: Vnd(dispute.amount),
        status: status_of(dispute.outcome),
    };
    let tx = store::write(&app.db).await?;
    let mut sellers = vec![];
    // In the order of their ids, so that nobody waits crosswise.
    for order in payments::payment(&tx, payment).await?.orders() {
        let standing = lock(&tx, order, Whose::Holder).await?;
        // As it was agreed when the order was placed.
        let rule = rules::held(&tx, "dispute.borne", "*", standing.placed_on).await?;
        let bears = Bears::parse(&rule.0)?.payer(standing.producer, &dispute.reason);
        sellers.push((standing.id, standing.producer, bears));
    }
    let argued = payments::dispute(&tx, &told, now).await?;
    if argued.begun {
        let theirs = format!(
            "the card's bank took {} vnd back: {}",
            dispute.amount, dispute.reason
        );
        let found = found("dispute", &dispute.id, (payment.to_string(), theirs), now);
        payments::differ(&tx, &found).await?;
    }
    if argued.lost {
        let left = payments::bear(&tx, &told, &sellers, now).await?;
        if left > Vnd::ZERO {
            let theirs = format!("{} vnd more than was left of it are lost", left.0);
            let found = found("dispute", &dispute.id, (payment.to_string(), theirs), now);
            payments::differ(&tx, &found).await?;
        }
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// How an argument stands, in our word.
pub(super) const fn status_of(outcome: Outcome) -> DisputeStatus {
    match outcome {
        Outcome::Open => DisputeStatus::Open,
        Outcome::Won => DisputeStatus::Won,
        Outcome::Lost => DisputeStatus::Lost,
    }
}

/// Reads whether what was sent back to a card of a payment did not arrive.
pub(super) async fn returned(app: &App, intent: &str, now: Timestamp) -> Result<(), Error> {
    let sent = gateway(app)?.refunds(intent).await?;
    for refund in sent.iter().filter(|refund| refund.failed) {
        store::retry(|| came_back(app, refund, now)).await?;
    }
    Ok(())
}

async fn came_back(app: &App, refund: &Refund, now: Timestamp) -> Result<(), Error> {
    let tx = store::write(&app.db).await?;
    if let Some(id) = payments::came_back(&tx, &refund.id, now).await? {
        let theirs = format!("{} of {} vnd did not arrive", refund.id, refund.amount);
        let ours = format!("{id} is due again");
        let found = found("refund_failed", &refund.id, (ours, theirs), now);
        payments::differ(&tx, &found).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

fn found(kind: &str, of: &str, (ours, theirs): (String, String), now: Timestamp) -> Discrepancy {
    Discrepancy {
        kind: kind.to_owned(),
        subject: of.to_owned(),
        ours,
        theirs,
        found_at: now,
    }
}
