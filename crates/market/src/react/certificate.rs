use catalog::certificates::{self, Certificate, ToldDay};
use kernel::{AccountId, CertificateId, Day, ProducerId, Timestamp};
use notifications::{CertificateFacts, CertificateStep, Message, Notice, Recipient, Side};
use store::ConnectionTrait;

use super::{Error, people};
use crate::App;

/// A certificate that ends soon: to its producer's people, where the product is listed or claimed
/// here, and to the officials of its place.
pub(super) async fn notices(
    app: &App,
    key: &str,
    id: CertificateId,
    now: Timestamp,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let certificate = certificates::find(db, id).await?;
    let Some(expires_on) = last_day(&certificate) else {
        return Ok(vec![]);
    };
    // What is left today: the event may have waited.
    let days = Day::of(now).days_until(expires_on).max(0);
    let message = |to| Message::CertificateExpiring {
        to,
        product: certificate.product_name.clone(),
        producer: certificate.producer_name.clone(),
        decision_no: certificate.decision_no.clone().unwrap_or_default(),
        expires_on,
        days,
    };
    told(db, key, (&certificate, None), message).await
}

/// What became of a certificate: to its producer's people, and to the officials of its place but for
/// the one who did it.
pub(super) async fn news(
    app: &App,
    key: &str,
    id: CertificateId,
    (step, by): (CertificateStep, Option<AccountId>),
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let certificate = certificates::find(db, id).await?;
    let newer = match certificate.superseded_by {
        Some(id) => certificates::find(db, id).await?.decision_no,
        None => None,
    };
    let ends = matches!(step, CertificateStep::Extended | CertificateStep::Lapsed);
    let facts = CertificateFacts {
        product: certificate.product_name.clone(),
        producer: certificate.producer_name.clone(),
        decision_no: certificate.decision_no.clone().unwrap_or_default(),
        until: last_day(&certificate).filter(|_| ends),
        cause: certificate.cause.clone(),
        newer,
    };
    let message = |to| Message::Certificate {
        step,
        to,
        certificate: Box::new(facts.clone()),
    };
    told(db, key, (&certificate, by), message).await
}

/// The last day on which its star shows.
fn last_day(certificate: &Certificate) -> Option<Day> {
    let own = certificate.expires_on.and_then(ToldDay::full);
    certificate.extended_until.or(own)
}

/// A message to the two sides of a certificate.
async fn told(
    db: &impl ConnectionTrait,
    key: &str,
    (certificate, but): (&Certificate, Option<AccountId>),
    message: impl Fn(Side) -> Message,
) -> Result<Vec<Notice>, Error> {
    let producer = producer(db, certificate).await?;
    let notice = |to: Recipient, side| Notice {
        event: key.to_owned(),
        to,
        producer: producer.filter(|_| side == Side::Producer),
        message: message(side),
    };
    let mut notices = vec![];
    if let Some(producer) = producer {
        let members = people::producer(db, producer).await?;
        notices.extend(members.into_iter().map(|to| notice(to, Side::Producer)));
    }
    let commune = certificate.commune_code.as_deref().unwrap_or_default();
    let mut officials = accounts::officials_for(db, &certificate.province_code, commune).await?;
    officials.retain(|official| Some(*official) != but);
    let officials = people::accounts(db, officials).await?;
    notices.extend(officials.into_iter().map(|to| notice(to, Side::Official)));
    Ok(notices)
}

/// Whose listing carries it, or who has claimed it.
async fn producer(
    db: &impl ConnectionTrait,
    certificate: &Certificate,
) -> Result<Option<ProducerId>, Error> {
    let Some(product) = certificate.product else {
        return Ok(certificate.claimed_by);
    };
    let sql = "SELECT producer_id FROM products WHERE id = $1";
    let row = store::first(db, sql, vec![product.uuid().into()]).await?;
    let row = row.ok_or(Error::Missing("product"))?;
    let id = row.try_get("", "producer_id").map_err(store::Error::from)?;
    Ok(Some(ProducerId(id)))
}
