//! The decision on an application, and in the same sitting on the first listing that lies with it.

use kernel::{ProductId, ReviewId};
use store::{Tx, execute, first};

use super::decide::{Sitting, close};
use super::listing;
use super::review::{Decision, Review, find};
use crate::producers::{self, Producer, ProducerEvent};
use crate::{Error, portraits, slugs};

/// The listings that changed.
pub(super) async fn decided(
    tx: &Tx,
    review: &Review,
    sitting: &Sitting<'_>,
) -> Result<Vec<ProductId>, Error> {
    let producer = producers::locked(tx, review.producer).await?;
    close(tx, review, sitting).await?;
    let event = match sitting.decision {
        Decision::Approved => ProducerEvent::Approve,
        Decision::Rejected => ProducerEvent::Reject,
        Decision::ChangesRequested => ProducerEvent::RequestChanges,
    };
    advance(tx, &producer, event, sitting).await?;
    let waiting = first_listing(tx, review).await?;
    let named = sitting.revision;
    match waiting {
        Some(listing) if named.is_none_or(|id| listing.revision == Some(id)) => {
            with_listing(tx, &listing, sitting).await
        }
        Some(_) => Err(Error::Stale),
        None if named.is_some() => Err(Error::Stale),
        None => Ok(vec![]),
    }
}

/// What the decision on the application means for the listing: refused goes with refused; while
/// the applicant changes the application, the listing waits.
async fn with_listing(
    tx: &Tx,
    listing: &Review,
    sitting: &Sitting<'_>,
) -> Result<Vec<ProductId>, Error> {
    match sitting.decision {
        Decision::Approved | Decision::Rejected => listing::settle(tx, listing, sitting).await,
        Decision::ChangesRequested => Ok(vec![]),
    }
}

async fn first_listing(tx: &Tx, review: &Review) -> Result<Option<Review>, Error> {
    let sql = "SELECT id FROM reviews WHERE producer_id = $1 AND kind = 'listing' \
               AND status = 'pending' ORDER BY created_at, id LIMIT 1";
    match first(tx, sql, vec![review.producer.uuid().into()]).await? {
        Some(row) => Ok(Some(find(tx, ReviewId(row.try_get("", "id")?)).await?)),
        None => Ok(None),
    }
}

async fn advance(
    tx: &Tx,
    producer: &Producer,
    event: ProducerEvent,
    sitting: &Sitting<'_>,
) -> Result<(), Error> {
    let to = producer.status.apply(event)?;
    let approved = event == ProducerEvent::Approve;
    let slug = if approved {
        let name = &producer.profile.name;
        Some(slugs::mint(tx, slugs::Subject::Producer(producer.id), name, sitting.now).await?)
    } else {
        None
    };
    let sql = "UPDATE producers SET status = $2, slug = COALESCE($3, slug), \
               approved_at = COALESCE(CAST($4 AS BIGINT), approved_at), version = version + 1 \
               WHERE id = $1 AND status = $5";
    let values = vec![
        producer.id.uuid().into(),
        to.as_str().into(),
        slug.into(),
        approved.then_some(sitting.now.0).into(),
        producer.status.as_str().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    if approved {
        portraits::show_waiting(tx, producer.id).await?;
    }
    Ok(())
}
