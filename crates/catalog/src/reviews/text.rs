use kernel::ReviewId;
use store::{ConnectionTrait, first};

use crate::Error;
use crate::revisions::RevisionBody;

/// The text that waits under a review or was decided; none where it is not about a listing.
pub async fn text(
    db: &impl ConnectionTrait,
    review: ReviewId,
) -> Result<Option<RevisionBody>, Error> {
    body(db, review, "v.id = r.revision_id").await
}

/// The text that is on sale while another waits.
pub async fn live_text(
    db: &impl ConnectionTrait,
    review: ReviewId,
) -> Result<Option<RevisionBody>, Error> {
    body(db, review, "v.id = p.live_revision").await
}

async fn body(
    db: &impl ConnectionTrait,
    review: ReviewId,
    which: &'static str,
) -> Result<Option<RevisionBody>, Error> {
    let sql = format!(
        "SELECT v.body FROM reviews r JOIN products p ON p.id = r.subject_id \
         JOIN product_revisions v ON {which} WHERE r.id = $1 AND r.kind = 'listing'"
    );
    match first(db, &sql, vec![review.uuid().into()]).await? {
        Some(row) => Ok(Some(RevisionBody::from_json(
            &row.try_get::<String>("", "body")?,
        )?)),
        None => Ok(None),
    }
}
