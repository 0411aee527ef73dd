use kernel::{CertificateId, Day, ProducerId, Timestamp};
use notifications::{Message, Notice, Side};
use store::{ConnectionTrait, Row};
use uuid::Uuid;

use super::{Error, people};
use crate::App;

/// What a notice says of a certificate.
struct Ending {
    product: String,
    producer_name: String,
    decision_no: Option<String>,
    last_day: Option<String>,
    producer: Option<Uuid>,
    province: String,
    commune: Option<String>,
}

/// A certificate that ends soon: to its producer's people, where the product is listed
/// here, and to the officials of its place.
pub(super) async fn notices(
    app: &App,
    key: &str,
    certificate: CertificateId,
    now: Timestamp,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let ending = find(db, certificate).await?;
    let Some(expires_on) = ending.last_day.as_deref().and_then(|day| day.parse().ok()) else {
        return Ok(vec![]);
    };
    // What is left today: the event may have waited.
    let days = Day::of(now).days_until(expires_on).max(0);
    let producer = ending.producer.map(ProducerId);
    let notice = |to, side| Notice {
        event: key.to_owned(),
        to,
        producer: producer.filter(|_| side == Side::Producer),
        message: message(&ending, side, expires_on, days),
    };
    let mut notices = vec![];
    if let Some(producer) = producer {
        let members = people::producer(db, producer).await?;
        notices.extend(members.into_iter().map(|to| notice(to, Side::Producer)));
    }
    let commune = ending.commune.as_deref().unwrap_or_default();
    let officials = accounts::officials_for(db, &ending.province, commune).await?;
    let officials = people::accounts(db, officials).await?;
    notices.extend(officials.into_iter().map(|to| notice(to, Side::Official)));
    Ok(notices)
}

fn message(ending: &Ending, to: Side, expires_on: Day, days: i64) -> Message {
    Message::CertificateExpiring {
        to,
        product: ending.product.clone(),
        producer: ending.producer_name.clone(),
        decision_no: ending.decision_no.clone().unwrap_or_default(),
        expires_on,
        days,
    }
}

async fn find(db: &impl ConnectionTrait, id: CertificateId) -> Result<Ending, Error> {
    let sql = "SELECT c.product_name, c.producer_name, c.province_code, c.commune_code, d.number, \
               COALESCE(c.extended_until, c.expires_on) AS last_day, \
               COALESCE(p.producer_id, c.claimed_by_producer) AS producer_id \
               FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id \
               LEFT JOIN products p ON p.id = c.product_id WHERE c.id = $1";
    let row = store::first(db, sql, vec![id.uuid().into()]).await?;
    Ok(read(&row.ok_or(Error::Missing("certificate"))?)?)
}

fn read(row: &Row) -> Result<Ending, store::Error> {
    Ok(Ending {
        product: row.try_get("", "product_name")?,
        producer_name: row.try_get("", "producer_name")?,
        decision_no: row.try_get("", "number")?,
        last_day: row.try_get("", "last_day")?,
        producer: row.try_get("", "producer_id")?,
        province: row.try_get("", "province_code")?,
        commune: row.try_get("", "commune_code")?,
    })
}
