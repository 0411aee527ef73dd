use kernel::{ProducerId, ProductId, Timestamp};
use store::ConnectionTrait;

use super::find::find;
use crate::revisions::{lacks, newest};
use crate::{Error, Fault};

/// What the text that the producer works on still lacks before it may be handed in, field by field.
pub async fn missing(
    db: &impl ConnectionTrait,
    (producer, id): (ProducerId, ProductId),
    now: Timestamp,
) -> Result<Vec<Fault>, Error> {
    let product = find(db, producer, id).await?;
    let newest = newest(db, &product).await?;
    lacks(db, &product, &newest.body, now).await
}
