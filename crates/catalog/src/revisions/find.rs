use kernel::{AccountId, ProductId, RevisionId, Timestamp};
use store::{ConnectionTrait, Row, first};
use uuid::Uuid;

use super::body::RevisionBody;
use super::status::RevisionStatus;
use crate::Error;
use crate::products::Product;
use crate::words::stored;

/// A revision.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// Of which product.
    pub product: ProductId,
    /// Its number among the product's revisions.
    pub number: i64,
    /// The number of the product's newest revision.
    pub newest_number: i64,
    /// Where it stands.
    pub status: RevisionStatus,
    /// Its text.
    pub body: RevisionBody,
    /// Who wrote it last.
    pub prepared_by: Option<AccountId>,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
}

const SELECT: &str = "SELECT r.id, r.product_id, r.number, r.status, r.body, r.prepared_by, r.submitted_at, \
    (SELECT MAX(n.number) FROM product_revisions n WHERE n.product_id = r.product_id) AS newest_number \
    FROM product_revisions r";

/// A revision of a product.
pub async fn find(
    db: &impl ConnectionTrait,
    product: ProductId,
    id: RevisionId,
) -> Result<Revision, Error> {
    let sql = format!("{SELECT} WHERE r.product_id = $1 AND r.id = $2");
    let row = first(db, &sql, vec![product.uuid().into(), id.uuid().into()]).await?;
    revision(&row.ok_or(Error::NotFound)?)
}

/// A revision by its id alone, for who has found it in their own area.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: RevisionId) -> Result<Revision, Error> {
    let sql = format!("{SELECT} WHERE r.id = $1");
    let row = first(db, &sql, vec![id.uuid().into()]).await?;
    revision(&row.ok_or(Error::NotFound)?)
}

/// The revision that its producer works on: the newest that is being written, waits or was sent
/// back; else the one on sale; else the newest of all.
pub async fn newest(db: &impl ConnectionTrait, product: &Product) -> Result<Revision, Error> {
    let sql = format!(
        "{SELECT} WHERE r.product_id = $1 ORDER BY CASE \
         WHEN r.status IN ('draft', 'submitted', 'changes_requested') THEN 0 \
         WHEN r.status = 'approved' THEN 1 ELSE 2 END, r.number DESC LIMIT 1"
    );
    let row = first(db, &sql, vec![product.id.uuid().into()]).await?;
    let row = row.ok_or_else(|| Error::Unreadable(format!("{}: no revision", product.id)))?;
    revision(&row)
}

fn revision(row: &Row) -> Result<Revision, Error> {
    Ok(Revision {
        id: RevisionId(row.try_get("", "id")?),
        product: ProductId(row.try_get("", "product_id")?),
        number: row.try_get("", "number")?,
        newest_number: row.try_get("", "newest_number")?,
        status: stored(&row.try_get::<String>("", "status")?, RevisionStatus::parse)?,
        body: RevisionBody::from_json(&row.try_get::<String>("", "body")?)?,
        prepared_by: row
            .try_get::<Option<Uuid>>("", "prepared_by")?
            .map(AccountId),
        submitted_at: row
            .try_get::<Option<i64>>("", "submitted_at")?
            .map(Timestamp),
    })
}
