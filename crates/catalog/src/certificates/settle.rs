//! What follows every decision on a certificate: its review is answered, it is recorded, and the
//! listing shows it.

use kernel::{AccountId, Actor, CertificateId, ProducerId, ProductId, ReviewId, Timestamp};
use serde_json::json;
use store::{Tx, execute, first};

use super::Certificate;
use crate::reviews::{self, Decision, Official, Ruling};
use crate::{Error, feed, record};

/// Answers the review that waits for a certificate, where one does; whether one did.
pub(super) async fn answer(
    tx: &Tx,
    id: CertificateId,
    official: &Official,
    decision: Decision,
    now: Timestamp,
) -> Result<bool, Error> {
    let sql = "SELECT id FROM reviews WHERE kind = 'certificate' AND subject_id = $1 AND status = 'pending'";
    let Some(row) = first(tx, sql, vec![id.uuid().into()]).await? else {
        return Ok(false);
    };
    let ruling = Ruling {
        decision,
        revision: None,
        remarks: vec![],
    };
    reviews::decide(tx, ReviewId(row.try_get("", "id")?), official, ruling, now).await?;
    Ok(true)
}

/// What people hear of a certificate.
#[derive(Debug, Clone, Copy)]
pub(super) enum News {
    Extended,
    Revoked,
    Superseded,
    Lapsed,
}

/// Queues what people hear of a certificate; who did it knows.
pub(super) async fn tell(
    tx: &Tx,
    news: News,
    (id, by): (CertificateId, Option<AccountId>),
    now: Timestamp,
) -> Result<(), Error> {
    let kind = match news {
        News::Extended => "catalog.certificate_extended",
        News::Revoked => "catalog.certificate_revoked",
        News::Superseded => "catalog.certificate_superseded",
        News::Lapsed => "catalog.certificate_lapsed",
    };
    let payload = json!({"certificate": id, "by": by});
    Ok(jobs::enqueue(tx, kind, &payload, now).await?)
}

/// Records the act, and has the listing looked at again that carries the certificate; ends with the
/// feed.
pub(super) async fn settled(
    tx: &Tx,
    certificate: &Certificate,
    actor: Actor,
    action: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let subject = (
        "certificate",
        certificate.id.to_string(),
        json!({"product": certificate.product}),
    );
    record::entry(tx, actor, action, subject, now).await?;
    if let Some(product) = certificate.product {
        reviews::look_again(tx, product, now).await?;
    }
    feed::changed(tx, certificate.product.as_slice(), now).await
}

/// Who asked for a verified certificate under other names gets it. The listing that carries it from
/// now on, for the feed.
pub(crate) async fn grant(
    tx: &Tx,
    (id, producer): (CertificateId, ProducerId),
    now: Timestamp,
) -> Result<Option<ProductId>, Error> {
    let sql = "UPDATE certificates SET claimed_by_producer = $2, asked_for_product = NULL, \
               product_id = (SELECT p.id FROM products p WHERE p.id = asked_for_product AND p.producer_id = $2), \
               version = version + 1 WHERE id = $1 AND state IN ('verified', 'extended') AND product_id IS NULL \
               AND (claimed_by_producer IS NULL OR claimed_by_producer = $2)";
    if execute(tx, sql, vec![id.uuid().into(), producer.uuid().into()]).await? == 0 {
        return Ok(None);
    }
    let product = super::find(tx, id).await?.product;
    if let Some(product) = product {
        reviews::look_again(tx, product, now).await?;
    }
    Ok(product)
}

/// A claim that was refused: the certificate is nobody's again. The listing that carried it, for
/// the feed.
pub(crate) async fn refuse(tx: &Tx, id: CertificateId) -> Result<Option<ProductId>, Error> {
    let asked = "UPDATE certificates SET asked_for_product = NULL WHERE id = $1";
    execute(tx, asked, vec![id.uuid().into()]).await?;
    let carried = super::find(tx, id).await?.product;
    let sql = "UPDATE certificates SET product_id = NULL, claimed_by_producer = NULL, \
               version = version + 1 WHERE id = $1 AND state = 'recorded'";
    let changed = execute(tx, sql, vec![id.uuid().into()]).await?;
    Ok(carried.filter(|_| changed > 0))
}
