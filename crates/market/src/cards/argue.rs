//! What a card's bank took back: booked, and told to a person, who answers the bank.

use gateway::{Dispute, Outcome};
use kernel::{PaymentId, Timestamp, Vnd};
use payments::{Discrepancy, DisputeStatus, Disputed};

use super::gateway;
use crate::{App, Error};

/// Reads what cards' banks took back of a payment, and what came of it.
pub(super) async fn argue(
    app: &App,
    (payment, intent): (PaymentId, &str),
    now: Timestamp,
) -> Result<(), Error> {
    for dispute in gateway(app)?.disputes(intent).await? {
        if dispute.amount > 0 {
            store::retry(|| one(app, payment, &dispute, now)).await?;
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
        status: match dispute.outcome {
            Outcome::Open => DisputeStatus::Open,
            Outcome::Won => DisputeStatus::Won,
            Outcome::Lost => DisputeStatus::Lost,
        },
    };
    let tx = store::write(&app.db).await?;
    if payments::dispute(&tx, &told, now).await? {
        let found = Discrepancy {
            kind: "dispute".to_owned(),
            subject: dispute.id.clone(),
            ours: payment.to_string(),
            theirs: format!("the card's bank took {} vnd back", dispute.amount),
            found_at: now,
        };
        payments::differ(&tx, &found).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
