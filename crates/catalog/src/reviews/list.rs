use kernel::{Cursor, Limit, Page, ReviewId, RevisionId, Timestamp};
use store::{ConnectionTrait, Row, Value, first, rows};
use uuid::Uuid;

use super::official::Official;
use super::review::{COLUMNS, Review, ReviewKind, ReviewStatus, review};
use crate::Error;

/// Which reviews.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this kind alone.
    pub kind: Option<ReviewKind>,
    /// In this state alone.
    pub status: Option<ReviewStatus>,
    /// Of this commune or province alone, by its code.
    pub place: Option<String>,
}

/// A review in a list, with the names that an official knows it by.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The review.
    pub review: Review,
    /// The producer's name.
    pub producer_name: String,
    /// The product's name, of a listing.
    pub product_name: Option<String>,
    /// The revision of the first listing that lies with an application.
    pub first_listing: Option<RevisionId>,
}

/// What every question about reviews reads, and from where.
const FROM: &str = "p.name AS producer_name, d.name AS product_name, \
    (SELECT l.revision_id FROM reviews l WHERE r.kind = 'producer' AND l.producer_id = r.producer_id \
    AND l.kind = 'listing' AND l.status = 'pending' ORDER BY l.created_at, l.id LIMIT 1) AS first_listing \
    FROM reviews r JOIN producers p ON p.id = r.producer_id \
    LEFT JOIN products d ON d.id = r.subject_id AND r.kind = 'listing'";

/// One review of the official's area; elsewhere it does not exist.
pub async fn listed(
    db: &impl ConnectionTrait,
    official: &Official,
    id: ReviewId,
) -> Result<Listed, Error> {
    let sql = format!("SELECT {COLUMNS}, {FROM} WHERE r.id = $1");
    let row = first(db, &sql, vec![id.uuid().into()]).await?;
    let listed = read(&row.ok_or(Error::NotFound)?)?;
    let place = (&listed.review.province_code, &listed.review.commune_code);
    match official.level(place.0, place.1) {
        Some(_) => Ok(listed),
        None => Err(Error::NotFound),
    }
}

/// The reviews of an official's area: those that wait, the most urgent first; else newest first.
/// A listing is shown once its producer's application is handed in.
pub async fn list(
    db: &impl ConnectionTrait,
    official: &Official,
    filter: Filter,
    (limit, after): (Limit, Option<(Timestamp, ReviewId)>),
) -> Result<Page<Listed>, Error> {
    let mut values: Vec<Value> = vec![
        filter.kind.map(|k| k.as_str().to_owned()).into(),
        filter.status.map(|s| s.as_str().to_owned()).into(),
        i64::try_from(limit.overfetch()).unwrap_or(101).into(),
        filter.place.into(),
    ];
    let waiting = filter.status == Some(ReviewStatus::Pending);
    let (key, order, beyond) = if waiting {
        ("r.due_at", "ASC", ">")
    } else {
        ("r.created_at", "DESC", "<")
    };
    let place = official.within("r", &mut values);
    let seek = after.map_or(String::new(), |(at, id)| {
        values.extend([at.0.into(), id.uuid().into()]);
        let n = values.len();
        format!(
            " AND ({key} {beyond} ${0} OR ({key} = ${0} AND r.id {beyond} ${1}))",
            n - 1,
            n
        )
    });
    let sql = format!(
        "SELECT {COLUMNS}, {FROM} \
         WHERE (CAST($1 AS TEXT) IS NULL OR r.kind = $1) AND (CAST($2 AS TEXT) IS NULL OR r.status = $2) \
         AND (CAST($4 AS TEXT) IS NULL OR r.commune_code = $4 OR r.province_code = $4) \
         AND (r.kind <> 'listing' OR p.status NOT IN ('draft', 'changes_requested')) AND {place}{seek} \
         ORDER BY {key} {order}, r.id {order} LIMIT $3"
    );
    let listed: Result<Vec<Listed>, Error> =
        rows(db, &sql, values).await?.iter().map(read).collect();
    Ok(Page::from_overfetch(listed?, limit, |listed| {
        let at = if waiting {
            listed.review.due_at
        } else {
            listed.review.created_at
        };
        Cursor::at(at, listed.review.id)
    }))
}

fn read(row: &Row) -> Result<Listed, Error> {
    Ok(Listed {
        review: review(row)?,
        producer_name: row.try_get("", "producer_name")?,
        product_name: row.try_get("", "product_name")?,
        first_listing: row
            .try_get::<Option<Uuid>>("", "first_listing")?
            .map(RevisionId),
    })
}
