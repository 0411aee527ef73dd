use kernel::{Actor, CertificateId, ProductId, Timestamp, text};
use serde_json::json;
use store::{Row, Tx, execute, in_list, rows};
use uuid::Uuid;

use super::settle::{News, tell};
use super::{Certificate, Facts};
use crate::{Error, names, record};

/// Older certificates of the same product give way to one that is verified now: those of the listing
/// that carries it, and those of the same name and producer in the province, listed or not. Where an
/// older one's listing is the only one, the newer one is that listing's from now on.
pub(super) async fn supersede(
    tx: &Tx,
    newer: &Certificate,
    facts: &Facts,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let older = older(tx, newer, facts).await?;
    let sql = format!(
        "UPDATE certificates SET state = 'superseded', superseded_by = $1, version = version + 1 \
         WHERE state IN ('verified', 'extended') AND id IN {}",
        in_list(older.len(), 2)
    );
    let mut values = vec![newer.id.uuid().into()];
    values.extend(older.iter().map(|(id, _)| id.uuid().into()));
    execute(tx, &sql, values).await?;
    for (id, _) in &older {
        let subject = ("certificate", id.to_string(), json!({"by": newer.id}));
        record::entry(tx, actor, "catalog.supersede_certificate", subject, now).await?;
        tell(tx, News::Superseded, (*id, actor.account), now).await?;
    }
    match older.iter().find(|(_, carried)| carried.is_some()) {
        Some((id, _)) if newer.product.is_none() => inherit(tx, newer.id, *id).await,
        _ => Ok(()),
    }
}

/// The certificates that give way, each with the listing that carries it.
async fn older(
    tx: &Tx,
    newer: &Certificate,
    facts: &Facts,
) -> Result<Vec<(CertificateId, Option<ProductId>)>, Error> {
    let sql = "SELECT id, product_id, product_name FROM certificates WHERE id <> $1 \
               AND state IN ('verified', 'extended') AND issued_on < $2 \
               AND (product_id = $3 OR (producer_folded = $4 AND province_code = $5)) ORDER BY id";
    let values = vec![
        newer.id.uuid().into(),
        facts.issued_on.to_string().into(),
        newer.product.map(Uuid::from).into(),
        names::core(&newer.producer_name).into(),
        newer.province_code.as_str().into(),
    ];
    let read = |row: &Row| -> Result<_, Error> {
        let carried = row.try_get::<Option<Uuid>>("", "product_id")?;
        let name: String = row.try_get("", "product_name")?;
        let id = CertificateId(row.try_get("", "id")?);
        Ok((id, carried.map(ProductId), name))
    };
    let found = rows(tx, sql, values).await?;
    let found: Vec<_> = found.iter().map(read).collect::<Result<_, _>>()?;
    let gives_way = |carried: Option<ProductId>, name: &str| match (carried, newer.product) {
        (Some(theirs), Some(own)) => theirs == own,
        _ => text::lower(name) == text::lower(&newer.product_name),
    };
    Ok(found
        .into_iter()
        .filter(|(_, carried, name)| gives_way(*carried, name))
        .map(|(id, carried, _)| (id, carried))
        .collect())
}

async fn inherit(tx: &Tx, newer: CertificateId, older: CertificateId) -> Result<(), Error> {
    let sql = "UPDATE certificates SET product_id = o.product_id, claimed_by_producer = o.claimed_by_producer \
               FROM certificates o WHERE o.id = $2 AND certificates.id = $1 AND certificates.product_id IS NULL \
               AND (certificates.claimed_by_producer IS NULL OR certificates.claimed_by_producer = o.claimed_by_producer)";
    execute(tx, sql, vec![newer.uuid().into(), older.uuid().into()]).await?;
    Ok(())
}
