use std::collections::HashMap;

use kernel::{AccountId, ProducerId, Timestamp};
use store::{ConnectionTrait, Row, Tx, first, in_list, rows};
use uuid::Uuid;

use super::profile::{EntityType, Profile};
use super::status::ProducerStatus;
use crate::Error;
use crate::portraits::{self, Portrait};
use crate::words::stored;

/// A producer with all that its own people see of it.
#[derive(Debug, Clone)]
pub struct Producer {
    /// Its id.
    pub id: ProducerId,
    /// Its place in addresses, from its approval on.
    pub slug: Option<String>,
    /// What it says of itself.
    pub profile: Profile,
    /// Its face.
    pub portrait: Portrait,
    /// The province in which it lies: two digits.
    pub province_code: String,
    /// Where it stands.
    pub status: ProducerStatus,
    /// Who applied.
    pub created_by: Option<AccountId>,
    /// When.
    pub created_at: Timestamp,
    /// Until when it sells nothing new.
    pub paused_until: Option<Timestamp>,
    /// Orders that died on it since one was sent last.
    pub missed_orders: i64,
    /// Grows with every change.
    pub version: i64,
}

const SELECT: &str = "SELECT id, slug, name, entity_type, representative, phone, province_code, \
    commune_code, street, tax_id, story, portrait, portrait_waiting, status, paused_until, missed_orders, \
    created_by, created_at, version FROM producers WHERE id = $1";

/// What producers are called.
pub async fn names(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<HashMap<ProducerId, String>, Error> {
    if producers.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT id, name FROM producers WHERE id IN {}",
        in_list(producers.len(), 1)
    );
    let ids = producers.iter().map(|id| id.uuid().into()).collect();
    let named = |row: &Row| Ok((ProducerId(row.try_get("", "id")?), row.try_get("", "name")?));
    rows(db, &sql, ids).await?.iter().map(named).collect()
}

/// A producer.
pub async fn find(db: &impl ConnectionTrait, id: ProducerId) -> Result<Producer, Error> {
    let row = first(db, SELECT, vec![id.uuid().into()]).await?;
    producer(&row.ok_or(Error::NotFound)?)
}

/// A producer, whose row nobody else changes until the transaction ends.
pub(crate) async fn locked(tx: &Tx, id: ProducerId) -> Result<Producer, Error> {
    let sql = format!("{SELECT}{}", store::for_update(tx));
    let row = first(tx, &sql, vec![id.uuid().into()]).await?;
    producer(&row.ok_or(Error::NotFound)?)
}

fn producer(row: &Row) -> Result<Producer, Error> {
    Ok(Producer {
        id: ProducerId(row.try_get("", "id")?),
        slug: row.try_get("", "slug")?,
        profile: Profile {
            name: row.try_get("", "name")?,
            entity_type: stored(
                &row.try_get::<String>("", "entity_type")?,
                EntityType::parse,
            )?,
            representative: row.try_get("", "representative")?,
            phone: row.try_get("", "phone")?,
            commune_code: row.try_get("", "commune_code")?,
            street: row.try_get("", "street")?,
            tax_id: row.try_get("", "tax_id")?,
            story: row.try_get("", "story")?,
        },
        portrait: portraits::read(row)?,
        province_code: row.try_get("", "province_code")?,
        status: stored(&row.try_get::<String>("", "status")?, ProducerStatus::parse)?,
        created_by: row
            .try_get::<Option<Uuid>>("", "created_by")?
            .map(AccountId),
        created_at: Timestamp(row.try_get("", "created_at")?),
        paused_until: row
            .try_get::<Option<i64>>("", "paused_until")?
            .map(Timestamp),
        missed_orders: row.try_get("", "missed_orders")?,
        version: row.try_get("", "version")?,
    })
}
