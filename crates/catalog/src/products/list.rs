use kernel::{Cursor, Limit, Page, ProducerId, ProductId};
use store::{ConnectionTrait, rows};

use super::status::ProductStatus;
use crate::Error;
use crate::revisions::RevisionStatus;
use crate::words::stored;

/// A product in its producer's list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id.
    pub id: ProductId,
    /// Its small number, by which the list is ordered.
    pub number: i64,
    /// Its place in addresses, from its first approval on.
    pub slug: Option<String>,
    /// Its name.
    pub name: String,
    /// Where the listing stands.
    pub status: ProductStatus,
    /// Where its newest revision stands.
    pub revision_status: RevisionStatus,
    /// The code on its label.
    pub public_code: Option<String>,
}

/// A producer's products, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    limit: Limit,
    before: Option<i64>,
) -> Result<Page<Listed>, Error> {
    let sql = "SELECT p.id, p.number, p.slug, p.name, p.status, p.public_code, r.status AS revision_status \
               FROM products p JOIN product_revisions r ON r.product_id = p.id AND r.number = \
               (SELECT MAX(n.number) FROM product_revisions n WHERE n.product_id = p.id) \
               WHERE p.producer_id = $1 AND p.number < $2 ORDER BY p.number DESC LIMIT $3";
    let values = vec![
        producer.uuid().into(),
        before.unwrap_or(i64::MAX).into(),
        i64::try_from(limit.overfetch()).unwrap_or(101).into(),
    ];
    let listed: Result<Vec<Listed>, Error> = rows(db, sql, values)
        .await?
        .iter()
        .map(|row| {
            let revision: String = row.try_get("", "revision_status")?;
            Ok(Listed {
                id: ProductId(row.try_get("", "id")?),
                number: row.try_get("", "number")?,
                slug: row.try_get("", "slug")?,
                name: row.try_get("", "name")?,
                status: stored(&row.try_get::<String>("", "status")?, ProductStatus::parse)?,
                revision_status: stored(&revision, RevisionStatus::parse)?,
                public_code: row.try_get("", "public_code")?,
            })
        })
        .collect();
    Ok(Page::from_overfetch(listed?, limit, |listed| {
        Cursor::new([listed.number.to_string()])
    }))
}
