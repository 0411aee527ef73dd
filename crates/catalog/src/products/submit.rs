use kernel::{Actor, ProducerId, ProductId, Timestamp};
use store::{Tx, execute};

use super::find::owned;
use super::status::ProductStatus;
use crate::reviews::{self, Case, ReviewKind};
use crate::revisions::{self, RevisionEvent, RevisionStatus, complete, newest};
use crate::{Error, record};

/// Hands the draft in. One that waited before it gives way: the same review waits for the new one.
/// What was handed in already stays as it is.
pub async fn submit(
    tx: &Tx,
    (producer, id): (ProducerId, ProductId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let product = owned(tx, producer, id).await?;
    if matches!(
        product.status,
        ProductStatus::Retired | ProductStatus::TakenDown
    ) {
        return Err(Error::State {
            what: "product",
            status: product.status.as_str(),
            step: "submit",
        });
    }
    let draft = newest(tx, &product).await?;
    if draft.status == RevisionStatus::Submitted {
        return Ok(());
    }
    draft.status.apply(RevisionEvent::Submit)?;
    complete(tx, &product, &draft.body, now).await?;
    revisions::supersede_waiting(tx, id).await?;
    revisions::submit(tx, draft.id, actor, now).await?;
    let sql = "UPDATE products SET version = version + 1 WHERE id = $1";
    execute(tx, sql, vec![id.uuid().into()]).await?;
    let case = Case {
        kind: ReviewKind::Listing,
        subject: id.uuid(),
        revision: Some(draft.id),
        producer,
        prepared_by: draft.prepared_by,
    };
    reviews::open(tx, case, actor, now).await?;
    record::product(tx, actor, "catalog.submit_product", id, now).await
}
