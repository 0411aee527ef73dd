use std::collections::BTreeMap;

use kernel::{ProducerId, ReviewId};
use store::{ConnectionTrait, in_list, rows};
use uuid::Uuid;

use super::remark::{self, Remark};
use super::review::{COLUMNS, Review, ReviewKind, review};
use crate::Error;

/// Of everything of one kind that a producer handed in, the newest review: where it lies, or what
/// became of it and why. What was refused is among them; the newest first.
pub async fn of_producer(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    kind: ReviewKind,
) -> Result<Vec<(Review, Vec<Remark>)>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM reviews r WHERE r.producer_id = $1 AND r.kind = $2 AND NOT EXISTS \
         (SELECT 1 FROM reviews n WHERE n.producer_id = $1 AND n.kind = $2 AND n.subject_id = r.subject_id \
         AND (n.created_at > r.created_at OR (n.created_at = r.created_at AND n.id > r.id))) \
         ORDER BY r.created_at DESC, r.id DESC LIMIT 200"
    );
    let values = vec![producer.uuid().into(), kind.as_str().into()];
    let found = rows(db, &sql, values).await?;
    let found: Vec<Review> = found.iter().map(review).collect::<Result<_, _>>()?;
    let mut said = remarks(db, &found).await?;
    let with = |review: Review| {
        let remarks = said.remove(&review.id).unwrap_or_default();
        (review, remarks)
    };
    Ok(found.into_iter().map(with).collect())
}

/// The remarks of these reviews, by one query.
async fn remarks(
    db: &impl ConnectionTrait,
    reviews: &[Review],
) -> Result<BTreeMap<ReviewId, Vec<Remark>>, Error> {
    let mut by_review: BTreeMap<ReviewId, Vec<Remark>> = BTreeMap::new();
    if reviews.is_empty() {
        return Ok(by_review);
    }
    let sql = format!(
        "SELECT review_id, pointer, code, text FROM review_remarks WHERE review_id IN {} \
         ORDER BY review_id, position",
        in_list(reviews.len(), 1)
    );
    let ids = reviews.iter().map(|review| review.id.uuid().into());
    for row in &rows(db, &sql, ids.collect()).await? {
        let review = ReviewId(row.try_get::<Uuid>("", "review_id")?);
        by_review
            .entry(review)
            .or_default()
            .push(remark::read(row)?);
    }
    Ok(by_review)
}
