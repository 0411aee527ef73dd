use store::{ConnectionTrait, first, rows};

use crate::Error;

/// The slugs of the listings that anybody may see, without alcohol, of products numbered from
/// `after` (not itself) to `upto`.
pub async fn listed(
    db: &impl ConnectionTrait,
    (after, upto): (i64, i64),
) -> Result<Vec<String>, Error> {
    let sets = reference::sets().iter().filter(|set| set.alcohol);
    let alcohol: Vec<String> = sets.map(|set| set.no.to_string()).collect();
    let sql = format!(
        "SELECT p.slug FROM products p JOIN producers pr ON pr.id = p.producer_id \
         JOIN product_revisions r ON r.id = p.live_revision \
         WHERE p.number > $1 AND p.number <= $2 AND p.status = 'live' AND pr.status = 'approved' \
         AND r.abv_permille IS NULL AND r.set_no NOT IN ({}) ORDER BY p.number",
        alcohol.join(", ")
    );
    let found = rows(db, &sql, vec![after.into(), upto.into()]).await?;
    let slug = |row: &store::Row| {
        row.try_get::<String>("", "slug")
            .map_err(store::Error::from)
    };
    Ok(found.iter().map(slug).collect::<Result<_, _>>()?)
}

/// The highest number that a product has; 0 where there is none.
pub async fn last_number(db: &impl ConnectionTrait) -> Result<i64, Error> {
    let sql = "SELECT COALESCE(MAX(number), 0) AS n FROM products";
    let row = first(db, sql, vec![]).await?;
    let number = row.map(|row| row.try_get("", "n")).transpose();
    Ok(number.map_err(store::Error::from)?.unwrap_or(0))
}
