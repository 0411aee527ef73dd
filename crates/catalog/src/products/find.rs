use kernel::{ProducerId, ProductId, RevisionId, Timestamp};
use store::{ConnectionTrait, Row, Tx, first, for_update};
use uuid::Uuid;

use super::status::ProductStatus;
use crate::Error;
use crate::words::stored;

/// A product's own row: what is not text.
#[derive(Debug, Clone)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its small number.
    pub number: i64,
    /// Whose it is.
    pub producer: ProducerId,
    /// Its place in addresses, from its first approval on.
    pub slug: Option<String>,
    /// The name on sale; of a listing never approved, the draft's.
    pub name: String,
    /// Where the listing stands.
    pub status: ProductStatus,
    /// The revision on sale.
    pub live_revision: Option<RevisionId>,
    /// The code on its label.
    pub public_code: Option<String>,
    /// Whether it is perishable.
    pub fresh: bool,
    /// For how many days at most it may travel.
    pub max_transit_days: Option<i64>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Grows with every change of the listing or its draft: the ETag.
    pub version: i64,
}

const COLUMNS: &str = "id, number, producer_id, slug, name, status, live_revision, public_code, \
    fresh, max_transit_days, created_at, version";

/// A producer's product; another's does not exist.
pub async fn find(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    id: ProductId,
) -> Result<Product, Error> {
    let sql = format!("SELECT {COLUMNS} FROM products WHERE id = $1 AND producer_id = $2");
    let row = first(db, &sql, vec![id.uuid().into(), producer.uuid().into()]).await?;
    product(&row.ok_or(Error::NotFound)?)
}

/// Whose product it is: for who asks next whether they act for that producer.
pub async fn whose(db: &impl ConnectionTrait, id: ProductId) -> Result<ProducerId, Error> {
    let sql = "SELECT producer_id FROM products WHERE id = $1";
    let row = first(db, sql, vec![id.uuid().into()]).await?;
    Ok(ProducerId(
        row.ok_or(Error::NotFound)?.try_get("", "producer_id")?,
    ))
}

/// The same, and nobody else changes it until the transaction ends.
pub(crate) async fn owned(tx: &Tx, producer: ProducerId, id: ProductId) -> Result<Product, Error> {
    let product = locked(tx, id).await?;
    if product.producer == producer {
        Ok(product)
    } else {
        Err(Error::NotFound)
    }
}

/// Anybody's product, and nobody else changes it until the transaction ends.
pub(crate) async fn locked(tx: &Tx, id: ProductId) -> Result<Product, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM products WHERE id = $1{}",
        for_update(tx)
    );
    let row = first(tx, &sql, vec![id.uuid().into()]).await?;
    product(&row.ok_or(Error::NotFound)?)
}

fn product(row: &Row) -> Result<Product, Error> {
    Ok(Product {
        id: ProductId(row.try_get("", "id")?),
        number: row.try_get("", "number")?,
        producer: ProducerId(row.try_get("", "producer_id")?),
        slug: row.try_get("", "slug")?,
        name: row.try_get("", "name")?,
        status: stored(&row.try_get::<String>("", "status")?, ProductStatus::parse)?,
        live_revision: row
            .try_get::<Option<Uuid>>("", "live_revision")?
            .map(RevisionId),
        public_code: row.try_get("", "public_code")?,
        fresh: row.try_get::<i64>("", "fresh")? != 0,
        max_transit_days: row.try_get("", "max_transit_days")?,
        created_at: Timestamp(row.try_get("", "created_at")?),
        version: row.try_get("", "version")?,
    })
}
