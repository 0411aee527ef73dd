use kernel::{Day, ProductId, Timestamp};
use store::{ConnectionTrait, rows};

use super::{Listing, Which, read};
use crate::Error;

/// The listings on sale whose star was given last, the newest first; of alcohol none.
pub async fn certified_last(
    db: &impl ConnectionTrait,
    most: usize,
    now: Timestamp,
) -> Result<Vec<Listing>, Error> {
    let today = Day::of(now).to_string();
    let sql = "SELECT c.product_id, MAX(c.issued_on) AS issued FROM certificates c \
        JOIN products p ON p.id = c.product_id AND p.status = 'live' \
        WHERE c.state IN ('verified', 'extended') AND c.issued_on <= $1 AND c.expires_on >= $1 \
        GROUP BY c.product_id ORDER BY issued DESC, c.product_id DESC LIMIT $2";
    // Some may be of alcohol, or of a producer that rests.
    let wanted = i64::try_from(most.saturating_mul(2)).unwrap_or(100);
    let found = rows(db, sql, vec![today.into(), wanted.into()]).await?;
    let mut ids = vec![];
    for row in &found {
        ids.push(ProductId(row.try_get("", "product_id")?));
    }
    let mut listings = read(db, Which::Products(&ids), now).await?;
    listings.retain(|listing| listing.is_public() && !listing.is_alcohol());
    listings.sort_by_key(|listing| ids.iter().position(|id| *id == listing.id));
    listings.truncate(most);
    Ok(listings)
}
