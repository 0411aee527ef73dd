use kernel::{ReviewId, Timestamp};
use serde_json::json;
use store::{Tx, execute};
use uuid::Uuid;

use super::official::Official;
use super::review::{Review, find, within};
use crate::{Error, record};

/// Says that an official works on a review, so that another does not begin with it too. It binds
/// nobody: a decision needs no claim. Claiming one's own again changes nothing.
pub async fn claim(
    tx: &Tx,
    id: ReviewId,
    official: &Official,
    now: Timestamp,
) -> Result<Review, Error> {
    let review = within(tx, id, official).await?;
    let account = official.actor.account;
    let sql = "UPDATE reviews SET claimed_by = $2, claimed_at = $3 WHERE id = $1 \
               AND status = 'pending' AND (claimed_by IS NULL OR claimed_by = $2)";
    let values = vec![
        id.uuid().into(),
        account.map(Uuid::from).into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::State {
            what: "review",
            status: if review.claimed_by.is_some() {
                "claimed"
            } else {
                review.status.as_str()
            },
            step: "claim",
        });
    }
    if review.claimed_by != account {
        record::review(tx, official.actor, "catalog.claim", (id, json!({})), now).await?;
    }
    find(tx, id).await
}
