use kernel::{Actor, CertificateId, Day, DocumentId, ProducerId, Timestamp};
use serde_json::json;
use store::{Tx, execute};

use super::find::{find, within};
use crate::reviews::Official;
use crate::{Error, record};

/// A scan of the decision that a certificate rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The paper, which names its file.
    pub paper: DocumentId,
    /// What its file is.
    pub media_type: String,
}

/// Keeps a scan that a producer has of what it claims, until an official has held it against it; one
/// that was there before is no longer shown.
pub async fn hand_in_scan(
    tx: &Tx,
    (producer, id): (ProducerId, CertificateId),
    scan: &Scan,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let was = find(tx, id).await?;
    if was.claimed_by != Some(producer) {
        return Err(Error::NotFound);
    }
    let sql = "UPDATE certificates SET scan = $2, scan_type = $3, version = version + 1 \
               WHERE id = $1 AND state = 'recorded' AND claimed_by_producer = $4";
    let values = vec![
        id.uuid().into(),
        scan.paper.uuid().into(),
        scan.media_type.as_str().into(),
        producer.uuid().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::State {
            what: "certificate",
            status: was.state.as_str(),
            step: "scan",
        });
    }
    kept(tx, id, (actor, now)).await
}

/// Keeps a scan that an official has, of whatever state the certificate is.
pub async fn keep_scan(
    tx: &Tx,
    id: CertificateId,
    official: &Official,
    scan: &Scan,
    now: Timestamp,
) -> Result<(), Error> {
    within(tx, id, official, Day::of(now)).await?;
    let sql =
        "UPDATE certificates SET scan = $2, scan_type = $3, version = version + 1 WHERE id = $1";
    let values = vec![
        id.uuid().into(),
        scan.paper.uuid().into(),
        scan.media_type.as_str().into(),
    ];
    execute(tx, sql, values).await?;
    kept(tx, id, (official.actor, now)).await
}

async fn kept(tx: &Tx, id: CertificateId, (actor, now): (Actor, Timestamp)) -> Result<(), Error> {
    let subject = ("certificate", id.to_string(), json!({}));
    record::entry(tx, actor, "catalog.scan_certificate", subject, now).await
}
