//! The decision on a revision of a product.

use kernel::{Day, ProductId, RevisionId};
use store::{Tx, first};

use super::again::look_again;
use super::decide::{Sitting, close};
use super::review::{Decision, Review};
use crate::documents::{self, Goods};
use crate::producers::{self, ProducerStatus};
use crate::products::{self, Product};
use crate::revisions::{self, RevisionEvent};
use crate::text::none_of;
use crate::{Error, Fault, Wrong};

/// The decision of a sitting on this listing alone: it names the revision that still waits.
pub(super) async fn decided(
    tx: &Tx,
    review: &Review,
    sitting: &Sitting<'_>,
) -> Result<Vec<ProductId>, Error> {
    let Some(named) = sitting.revision else {
        return Err(Error::Invalid(vec![Fault::new(
            "/revision",
            Wrong::Required,
        )]));
    };
    if review.revision != Some(named) {
        return Err(Error::Stale);
    }
    settle(tx, review, sitting).await
}

/// Decides the revision that waits under this review. The listings that changed for buyers.
pub(super) async fn settle(
    tx: &Tx,
    review: &Review,
    sitting: &Sitting<'_>,
) -> Result<Vec<ProductId>, Error> {
    let revision = pinned(review)?;
    let product = products::locked(tx, ProductId(review.subject)).await?;
    close(tx, review, sitting).await?;
    let today = Day::of(sitting.now);
    if sitting.decision == Decision::Approved {
        claims_hold(tx, (&product, revision), today).await?;
    }
    if product.live_revision == Some(revision) {
        return of_live(tx, &product, sitting).await;
    }
    let event = match sitting.decision {
        Decision::Approved => {
            seller_is_approved(tx, review).await?;
            papers_hold(tx, (&product, revision), sitting).await?;
            products::go_live(tx, &product, revision, sitting.now).await?;
            return Ok(vec![product.id]);
        }
        Decision::Rejected => RevisionEvent::Reject,
        Decision::ChangesRequested => RevisionEvent::RequestChanges,
    };
    revisions::advance(tx, revision, event, sitting.now).await?;
    // What is on sale may be what was to be mended.
    let gone = look_again(tx, product.id, sitting.now).await?;
    Ok(gone.then_some(product.id).into_iter().collect())
}

/// The text on sale was looked at again: it stays, or the listing goes off sale until there is
/// another text.
async fn of_live(
    tx: &Tx,
    product: &Product,
    sitting: &Sitting<'_>,
) -> Result<Vec<ProductId>, Error> {
    if sitting.decision == Decision::Approved {
        return Ok(vec![]);
    }
    let why = (sitting.official.actor, "catalog.pause_disapproved");
    let gone = products::take_off_sale(tx, product.id, why, sitting.now).await?;
    Ok(gone.then_some(product.id).into_iter().collect())
}

/// Stars may have gone since the text was handed in.
async fn claims_hold(
    tx: &Tx,
    (product, revision): (&Product, RevisionId),
    today: Day,
) -> Result<(), Error> {
    let body = revisions::find(tx, product.id, revision).await?.body;
    let stars = revisions::stars(tx, product.id, today).await?;
    none_of(revisions::false_claims(&body, stars))
}

/// The goods need papers, and an official has verified them.
async fn papers_hold(
    tx: &Tx,
    (product, revision): (&Product, RevisionId),
    sitting: &Sitting<'_>,
) -> Result<(), Error> {
    let sql = "SELECT set_no, abv_permille FROM product_revisions WHERE id = $1";
    let row = first(tx, sql, vec![revision.uuid().into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let goods = Goods {
        product: product.id,
        set: row.try_get("", "set_no")?,
        abv_permille: row.try_get("", "abv_permille")?,
    };
    let today = Day::of(sitting.now);
    let lacking = documents::unverified(tx, (product.producer, goods), today).await?;
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(Error::PapersUnverified(lacking))
    }
}

fn pinned(review: &Review) -> Result<RevisionId, Error> {
    review
        .revision
        .ok_or_else(|| Error::Unreadable(format!("{}: no revision", review.id)))
}

async fn seller_is_approved(tx: &Tx, review: &Review) -> Result<(), Error> {
    match producers::find(tx, review.producer).await?.status {
        ProducerStatus::Approved => Ok(()),
        ProducerStatus::Suspended => Err(Error::State {
            what: "producer",
            status: "suspended",
            step: "approve",
        }),
        ProducerStatus::Draft
        | ProducerStatus::Submitted
        | ProducerStatus::ChangesRequested
        | ProducerStatus::Rejected => Err(Error::ProducerNotApproved),
    }
}
