use kernel::{CertificateId, Day, ProducerId, ProductId};
use store::{ConnectionTrait, Row, Tx, first, for_update, rows};

use super::{COLUMNS, Certificate};
use crate::Error;
use crate::reviews::{Level, Official, ReviewKind};

/// A certificate.
pub async fn find(db: &impl ConnectionTrait, id: CertificateId) -> Result<Certificate, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id \
         WHERE c.id = $1"
    );
    read(first(db, &sql, vec![id.uuid().into()]).await?.as_ref())
}

/// What a producer has claimed or asks for, and what the registry holds under its name that nobody has.
pub async fn of_producer(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<Certificate>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id \
         WHERE c.claimed_by_producer = $1 OR EXISTS (SELECT 1 FROM reviews v WHERE v.kind = 'certificate' \
         AND v.subject_id = c.id AND v.status = 'pending' AND v.producer_id = $1) OR (c.claimed_by_producer IS NULL AND c.product_id IS NULL \
         AND c.producer_name IN (SELECT name FROM producers WHERE id = $1)) ORDER BY c.id"
    );
    let found = rows(db, &sql, vec![producer.uuid().into()]).await?;
    found.iter().map(|row| read(Some(row))).collect()
}

/// What a producer has claimed, what ends first at the top.
pub async fn claimed_by(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<Certificate>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id \
         WHERE c.claimed_by_producer = $1 ORDER BY COALESCE(c.extended_until, c.expires_on, '9999'), c.id"
    );
    let found = rows(db, &sql, vec![producer.uuid().into()]).await?;
    found.iter().map(|row| read(Some(row))).collect()
}

/// The certificates of a listing.
pub async fn of_product(
    db: &impl ConnectionTrait,
    product: ProductId,
) -> Result<Vec<Certificate>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id \
         WHERE c.product_id = $1 ORDER BY c.id"
    );
    let found = rows(db, &sql, vec![product.uuid().into()]).await?;
    found.iter().map(|row| read(Some(row))).collect()
}

pub(super) fn read(row: Option<&Row>) -> Result<Certificate, Error> {
    row.map(Certificate::read)
        .transpose()?
        .flatten()
        .ok_or(Error::NotFound)
}

/// A certificate that an official is about to decide on: its row stays as it is until the
/// transaction ends, it lies in their area, at their level, and it is not their own.
pub(super) async fn within(
    tx: &Tx,
    id: CertificateId,
    official: &Official,
    today: Day,
) -> Result<Certificate, Error> {
    let sql = format!(
        "SELECT commune_code FROM certificates WHERE id = $1{}",
        for_update(tx)
    );
    let row = first(tx, &sql, vec![id.uuid().into()])
        .await?
        .ok_or(Error::NotFound)?;
    let commune: Option<String> = row.try_get("", "commune_code")?;
    let certificate = find(tx, id).await?;
    let level = official
        .level(
            &certificate.province_code,
            commune.as_deref().unwrap_or_default(),
        )
        .ok_or(Error::NotFound)?;
    let needed: Level = rules::value(
        tx,
        "review.decides",
        ReviewKind::Certificate.as_str(),
        today,
    )
    .await?;
    if level < needed {
        return Err(Error::Level {
            needed: needed.as_str(),
        });
    }
    if certificate
        .claimed_by
        .is_some_and(|id| official.producers.contains(&id))
    {
        return Err(Error::OwnWork);
    }
    Ok(certificate)
}
