use kernel::{Actor, CertificateId, DecisionId, ProducerId, ProductId, Timestamp, text};
use serde_json::json;
use store::{Tx, execute, first};

use super::find::find;
use super::settle::settled;
use super::{Certificate, State, ToldDay};
use crate::registry::{self, Entry, Programme};
use crate::reviews::{self, Case, ReviewKind};
use crate::{Error, Fault, Wrong, record};

/// What a producer claims for one of its products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// An entry of the registry.
    Recorded(CertificateId),
    /// What the certificate says, where the registry has no entry.
    Told(Told),
}

/// A certificate as its producer tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The decision's number.
    pub decision_no: String,
    /// Who issued it, as written.
    pub issuer: String,
    /// From when, as far as it is known.
    pub issued_on: Option<ToldDay>,
    /// Until when.
    pub expires_on: Option<ToldDay>,
    /// 3, 4 or 5.
    pub stars: i64,
    /// The product's code, as written.
    pub product_code: Option<String>,
}

/// Claims a certificate, for one of the producer's products or before it is listed: it is recorded,
/// shows no star, and waits for an official of its province. One that is verified already is theirs
/// at once where it names them and their product, and waits for an official too where it does not.
/// What no registry has is told of a product.
pub async fn claim(
    tx: &Tx,
    (producer, product): (ProducerId, Option<ProductId>),
    claim: Claim,
    actor: Actor,
    now: Timestamp,
) -> Result<Certificate, Error> {
    let whose = whose(tx, producer, product).await?;
    let id = match claim {
        Claim::Recorded(id) => id,
        Claim::Told(told) => told_of(tx, &whose, told, now).await?,
    };
    if !is_free(tx, id, (&whose, producer)).await? {
        return ask(tx, id, (producer, product), actor, now).await;
    }
    let sql = "UPDATE certificates SET product_id = COALESCE($2, product_id), claimed_by_producer = $3, \
               version = version + 1 \
               WHERE id = $1 AND (claimed_by_producer IS NULL OR claimed_by_producer = $3) \
               AND (product_id IS NULL OR product_id = COALESCE($2, product_id))";
    let values = vec![
        id.uuid().into(),
        product.map(uuid::Uuid::from).into(),
        producer.uuid().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(not_allowed());
    }
    let claimed = find(tx, id).await?;
    if claimed.state == State::Recorded {
        let case = Case {
            kind: ReviewKind::Certificate,
            subject: id.uuid(),
            revision: None,
            producer,
            prepared_by: actor.account,
        };
        reviews::open(tx, case, actor, now).await?;
    }
    settled(tx, &claimed, actor, "catalog.claim_certificate", now).await?;
    Ok(claimed)
}

fn not_allowed() -> Error {
    Error::Invalid(vec![Fault::new("/certificate", Wrong::NotAllowed)])
}

/// The one who claims, and the name of the product, where one is named.
async fn whose(
    tx: &Tx,
    producer: ProducerId,
    product: Option<ProductId>,
) -> Result<store::Row, Error> {
    let sql = "SELECT pr.name AS producer_name, pr.entity_type, pr.province_code, pr.commune_code, p.name \
               FROM producers pr LEFT JOIN products p ON p.producer_id = pr.id AND p.id = $1 \
               WHERE pr.id = $2 AND (CAST($3 AS BIGINT) = 0 OR p.id IS NOT NULL)";
    let values = vec![
        product.map(uuid::Uuid::from).into(),
        producer.uuid().into(),
        i64::from(product.is_some()).into(),
    ];
    first(tx, sql, values).await?.ok_or(Error::NotFound)
}

/// A verified certificate whose names are not the producer's to the letter, as of a cooperative that
/// writes its name in full: an official of its province says whether it is theirs, and until then
/// nothing shows it. One asks at a time.
async fn ask(
    tx: &Tx,
    id: CertificateId,
    (producer, product): (ProducerId, Option<ProductId>),
    actor: Actor,
    now: Timestamp,
) -> Result<Certificate, Error> {
    let sql = "UPDATE certificates SET asked_for_product = $2, version = version + 1 \
               WHERE id = $1 AND state IN ('verified', 'extended') AND product_id IS NULL \
               AND (claimed_by_producer IS NULL OR claimed_by_producer = $3) \
               AND NOT EXISTS (SELECT 1 FROM reviews v WHERE v.kind = 'certificate' AND v.subject_id = $1 \
               AND v.status = 'pending' AND v.producer_id <> $3)";
    let values = vec![
        id.uuid().into(),
        product.map(uuid::Uuid::from).into(),
        producer.uuid().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(not_allowed());
    }
    let case = Case {
        kind: ReviewKind::Certificate,
        subject: id.uuid(),
        revision: None,
        producer,
        prepared_by: actor.account,
    };
    reviews::open(tx, case, actor, now).await?;
    let detail = json!({ "product": product });
    let what = ("certificate", id.to_string(), detail);
    record::entry(tx, actor, "catalog.ask_for_certificate", what, now).await?;
    find(tx, id).await
}

/// Whether a claim holds at once. A verified certificate shows its star as soon as a listing carries
/// it, without another look of an official: only the producer that it names takes it so, for the
/// product that it names.
async fn is_free(
    tx: &Tx,
    id: CertificateId,
    (whose, producer): (&store::Row, ProducerId),
) -> Result<bool, Error> {
    let certificate = find(tx, id).await?;
    let same = |told: &str, column: &str| -> Result<bool, Error> {
        let own: Option<String> = whose.try_get("", column)?;
        Ok(own.is_none_or(|own| text::lower(told) == text::lower(&own)))
    };
    let its_own = certificate.claimed_by == Some(producer)
        || same(&certificate.producer_name, "producer_name")?;
    let names_it = same(&certificate.product_name, "name")?;
    Ok(certificate.state == State::Recorded || (its_own && names_it))
}

/// Records what a producer tells; what the registry has under the same names is that entry.
async fn told_of(
    tx: &Tx,
    whose: &store::Row,
    told: Told,
    now: Timestamp,
) -> Result<CertificateId, Error> {
    let told = checked(told)?;
    let name: Option<String> = whose.try_get("", "name")?;
    let name = name.ok_or_else(|| Error::Invalid(vec![Fault::new("/product", Wrong::Required)]))?;
    let producer: String = whose.try_get("", "producer_name")?;
    let names = [name.as_str(), &producer];
    let key = registry::key(names, Some(&told.decision_no), told.issued_on);
    let known = "SELECT id FROM certificates WHERE registry_key = $1";
    if let Some(row) = first(tx, known, vec![key.as_str().into()]).await? {
        return Ok(CertificateId(row.try_get("", "id")?));
    }
    let decision = decision(tx, &told).await?;
    // The number stands in the evidence until an official has read the decision itself.
    let evidence = json!({"source": "producer", "decision_no": told.decision_no});
    let entry = Entry {
        key,
        product_name: name,
        producer_name: producer,
        entity_type: Some(whose.try_get("", "entity_type")?),
        level: registry::level(&told.issuer),
        issuer: told.issuer,
        province_code: whose.try_get("", "province_code")?,
        commune_code: Some(whose.try_get("", "commune_code")?),
        product_code: told.product_code,
        stars: Some(told.stars),
        score_milli: None,
        programme: Programme::default(),
        decision_no: Some(told.decision_no),
        issued_on: told.issued_on,
        expires_on: told.expires_on,
        evidence: evidence.to_string(),
    };
    registry::record(tx, &entry, decision, now).await
}

async fn decision(tx: &Tx, told: &Told) -> Result<Option<DecisionId>, Error> {
    let sql = "SELECT id FROM decisions WHERE number = $1 AND issuer = $2";
    let key = vec![
        told.decision_no.as_str().into(),
        told.issuer.as_str().into(),
    ];
    let row = first(tx, sql, key).await?;
    Ok(row
        .map(|row| row.try_get("", "id").map(DecisionId))
        .transpose()?)
}

fn checked(told: Told) -> Result<Told, Error> {
    let told = Told {
        decision_no: text::clean(&told.decision_no),
        issuer: text::clean(&told.issuer),
        product_code: told
            .product_code
            .map(|c| text::clean(&c))
            .filter(|c| !c.is_empty()),
        ..told
    };
    let mut faults = vec![];
    for (pointer, value) in [
        ("/decision_no", &told.decision_no),
        ("/issuer", &told.issuer),
    ] {
        if value.is_empty() {
            faults.push(Fault::new(pointer, Wrong::Required));
        } else if value.chars().count() > 200 {
            faults.push(Fault::new(pointer, Wrong::TooLong(200)));
        }
    }
    if !(3..=5).contains(&told.stars) {
        faults.push(Fault::new("/stars", Wrong::OutOfRange(3, 5)));
    }
    if told
        .product_code
        .as_ref()
        .is_some_and(|code| code.chars().count() > 60)
    {
        faults.push(Fault::new("/product_code", Wrong::TooLong(60)));
    }
    if faults.is_empty() {
        Ok(told)
    } else {
        Err(Error::Invalid(faults))
    }
}
