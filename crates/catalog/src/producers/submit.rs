use kernel::{Actor, ProducerId, Timestamp};
use store::{Tx, execute};

use super::find::locked;
use super::status::{ProducerEvent, ProducerStatus};
use crate::reviews::{self, ReviewKind};
use crate::{Error, record};

/// Hands the application in; what was handed in already stays as it is. A first listing that waits
/// is decided in the same sitting, so its time begins anew.
pub async fn submit(tx: &Tx, id: ProducerId, actor: Actor, now: Timestamp) -> Result<(), Error> {
    let was = locked(tx, id).await?;
    let to = was.status.apply(ProducerEvent::Submit)?;
    if to == was.status {
        return Ok(());
    }
    let sql =
        "UPDATE producers SET status = $2, version = version + 1 WHERE id = $1 AND status = $3";
    let values = vec![
        id.uuid().into(),
        ProducerStatus::Submitted.as_str().into(),
        was.status.as_str().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    let case = reviews::Case {
        kind: ReviewKind::Producer,
        subject: id.uuid(),
        revision: None,
        producer: id,
        prepared_by: was.created_by,
    };
    reviews::open(tx, case, actor, now).await?;
    reviews::renew_listings(tx, id, now).await?;
    record::producer(tx, actor, "catalog.submit_application", id, now).await
}
