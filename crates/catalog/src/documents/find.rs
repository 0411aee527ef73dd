use kernel::{Day, DocumentId, ProducerId, ProductId, Timestamp};
use store::{ConnectionTrait, Row, rows};
use uuid::Uuid;

use super::kind::{DocumentKind, DocumentState};
use crate::Error;
use crate::reviews::Official;
use crate::words::stored;

/// A paper, without its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which.
    pub id: DocumentId,
    /// Whose.
    pub producer: ProducerId,
    /// Where its producer is: whose officials read it.
    pub place: (String, String),
    /// For which product, where it is for one.
    pub product: Option<ProductId>,
    /// What it is.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// Since when it holds.
    pub issued_on: Option<Day>,
    /// Its last day.
    pub expires_on: Option<Day>,
    /// What its file is.
    pub media_type: String,
    /// Where it stands.
    pub state: DocumentState,
    /// When it was handed in.
    pub created_at: Timestamp,
}

/// A document.
pub async fn find(db: &impl ConnectionTrait, id: DocumentId) -> Result<Document, Error> {
    let found = load(db, "d.id = $1", id.uuid()).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The documents of a producer, the newest first.
pub async fn list_of(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<Document>, Error> {
    load(db, "d.producer_id = $1", producer.uuid()).await
}

/// The verified papers of an official's area that end until a day, the first at the top, each with
/// its producer's name.
pub async fn ending(
    db: &impl ConnectionTrait,
    official: &Official,
    (today, until): (Day, Day),
) -> Result<Vec<(Document, String)>, Error> {
    let mut values = vec![today.to_string().into(), until.to_string().into()];
    let place = official.within("p", &mut values);
    let sql = format!(
        "SELECT d.*, p.province_code, p.commune_code, p.name AS producer_name FROM documents d \
         JOIN producers p ON p.id = d.producer_id WHERE d.state = 'verified' \
         AND d.expires_on BETWEEN $1 AND $2 AND {place} ORDER BY d.expires_on, d.id LIMIT 500"
    );
    let named = |row: &Row| Ok((read(row)?, row.try_get("", "producer_name")?));
    rows(db, &sql, values).await?.iter().map(named).collect()
}

async fn load(db: &impl ConnectionTrait, clause: &str, id: Uuid) -> Result<Vec<Document>, Error> {
    let sql = format!(
        "SELECT d.*, p.province_code, p.commune_code FROM documents d JOIN producers p ON p.id = d.producer_id \
         WHERE {clause} ORDER BY d.created_at DESC, d.id DESC LIMIT 500"
    );
    rows(db, &sql, vec![id.into()])
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> Result<Document, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    Ok(Document {
        id: DocumentId(row.try_get("", "id")?),
        producer: ProducerId(row.try_get("", "producer_id")?),
        place: (text("province_code")?, text("commune_code")?),
        product: row
            .try_get::<Option<Uuid>>("", "product_id")?
            .map(ProductId),
        kind: stored(&text("kind")?, DocumentKind::parse)?,
        number: text("number")?,
        issued_on: day(row, "issued_on")?,
        expires_on: day(row, "expires_on")?,
        media_type: text("media_type")?,
        state: stored(&text("state")?, DocumentState::parse)?,
        created_at: Timestamp(row.try_get("", "created_at")?),
    })
}

pub(super) fn day(row: &Row, column: &str) -> Result<Option<Day>, Error> {
    let text: Option<String> = row.try_get("", column)?;
    Ok(text.and_then(|text| text.parse().ok()))
}
