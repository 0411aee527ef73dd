use kernel::{Day, Limit, ReviewId};
use store::ConnectionTrait;

use super::decide::entitled;
use super::list::{Filter, list};
use super::official::Official;
use super::review::ReviewStatus;
use crate::Error;

/// How far down the queue one looks.
const LOOKED_AT: Limit = Limit(30);

/// The most urgent review that this official may decide, other than the one just seen, and that
/// nobody else works on.
pub async fn next(
    db: &impl ConnectionTrait,
    official: &Official,
    filter: Filter,
    (seen, today): (Option<ReviewId>, Day),
) -> Result<Option<ReviewId>, Error> {
    let filter = Filter {
        status: Some(ReviewStatus::Pending),
        ..filter
    };
    for waiting in list(db, official, filter, (LOOKED_AT, None)).await?.data {
        let review = waiting.review;
        let another = review.claimed_by.is_some() && review.claimed_by != official.actor.account;
        if Some(review.id) == seen || another {
            continue;
        }
        match entitled(db, &review, official, today).await {
            Ok(()) => return Ok(Some(review.id)),
            Err(Error::OwnWork | Error::Level { .. }) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(None)
}
