use kernel::Timestamp;
use serde_json::json;
use store::{Tx, first};
use uuid::Uuid;

use super::subject::{Standing, Subject, standing, write};
use crate::producers::ProducerStatus;
use crate::products::ProductStatus;
use crate::reviews::Official;
use crate::{Error, feed, record};

/// Puts a listing, or all of a producer's, back as it was. What is not suspended stays as it is.
pub async fn restore(
    tx: &Tx,
    subject: Subject,
    official: &Official,
    now: Timestamp,
) -> Result<(), Error> {
    let was = standing(tx, subject, official).await?;
    if matches!(
        was,
        Standing::Product(ProductStatus::Live | ProductStatus::Paused)
            | Standing::Producer(ProducerStatus::Approved)
    ) {
        return Ok(());
    }
    let before = lift(tx, subject, official, now).await?;
    write(tx, subject, was, was.restored(&before)?).await?;
    let what = (subject.kind(), subject.to_string(), json!({}));
    record::entry(tx, official.actor, "catalog.restore", what, now).await?;
    feed::changed(tx, &subject.listings(tx).await?, now).await
}

/// Ends the suspension; where the subject stood before it.
async fn lift(
    tx: &Tx,
    subject: Subject,
    official: &Official,
    now: Timestamp,
) -> Result<String, Error> {
    let sql = "UPDATE suspensions SET lifted_at = $3, lifted_by = $4 WHERE subject_kind = $1 \
               AND subject_id = $2 AND lifted_at IS NULL RETURNING status_before";
    let values = vec![
        subject.kind().into(),
        subject.uuid().into(),
        now.0.into(),
        official.actor.account.map(Uuid::from).into(),
    ];
    match first(tx, sql, values).await? {
        Some(row) => Ok(row.try_get("", "status_before")?),
        // Suspended by hand or by an import: it was on sale.
        None => Ok(ProductStatus::Live.as_str().to_owned()),
    }
}
