use kernel::{AccountId, Actor, Day, ProducerId, ProductId, RevisionId, Timestamp};
use store::{Tx, first};
use uuid::Uuid;

use super::open::{Case, open};
use super::review::ReviewKind;
use crate::revisions::{self, RevisionBody};
use crate::{Error, products};

/// A listing on sale whose stars may have changed: where its text claims others than it holds, it
/// is reviewed again; where none is held and the policy wants one, it goes off sale. Whether it
/// went: then the caller tells the feed.
pub(crate) async fn look_again(tx: &Tx, product: ProductId, now: Timestamp) -> Result<bool, Error> {
    let sql = "SELECT p.producer_id, r.id, r.body, r.prepared_by, (SELECT COUNT(*) FROM reviews w \
               WHERE w.kind = 'listing' AND w.subject_id = p.id AND w.status = 'pending') AS waiting \
               FROM products p JOIN product_revisions r ON r.id = p.live_revision \
               WHERE p.id = $1 AND p.status = 'live'";
    let Some(row) = first(tx, sql, vec![product.uuid().into()]).await? else {
        return Ok(false);
    };
    let today = Day::of(now);
    let body = RevisionBody::from_json(&row.try_get::<String>("", "body")?)?;
    let stars = revisions::stars(tx, product, today).await?;
    // What waits already is held against the stars when it is decided.
    if !revisions::false_claims(&body, stars).is_empty() && row.try_get::<i64>("", "waiting")? == 0
    {
        let prepared_by: Option<Uuid> = row.try_get("", "prepared_by")?;
        let case = Case {
            kind: ReviewKind::Listing,
            subject: product.uuid(),
            revision: Some(RevisionId(row.try_get("", "id")?)),
            producer: ProducerId(row.try_get("", "producer_id")?),
            prepared_by: prepared_by.map(AccountId),
        };
        open(tx, case, Actor::SYSTEM, now).await?;
    }
    let may_stay: bool = rules::value(tx, "listing.unstarred_allowed", "*", today).await?;
    if may_stay || stars.is_some() {
        return Ok(false);
    }
    products::take_off_sale(tx, product, (Actor::SYSTEM, "catalog.pause_unstarred"), now).await
}
