use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{CertificateId, DecisionId, Timestamp, public_code};
use store::{Tx, Values, in_list, insert, rows};
use uuid::Uuid;

use super::entry::Entry;
use super::report::Report;
use crate::Error;
use crate::certificates::ToldDay;

/// What one statement asks for at once.
const AT_ONCE: usize = 10_000;

/// A decision is known by its number and who issued it.
type Decisions = HashMap<(String, String), DecisionId>;

/// Writes what is not there yet.
pub(super) async fn write(tx: &Tx, entries: &[Entry], now: Timestamp) -> Result<Report, Error> {
    let known = known(tx, entries).await?;
    let new: Vec<&Entry> = entries
        .iter()
        .filter(|entry| !known.contains(&entry.key))
        .collect();
    let (decisions, added) = decisions(tx, &new, now).await?;
    let certificates: Vec<(CertificateId, Values)> = new
        .iter()
        .map(|entry| {
            let id = CertificateId::new(now);
            (id, row(id, entry, &decisions, now))
        })
        .collect();
    let ids: Vec<CertificateId> = certificates.iter().map(|(id, _)| *id).collect();
    let rows = certificates.into_iter().map(|(_, row)| row).collect();
    insert(tx, "certificates", &COLUMNS, rows).await?;
    codes(tx, &ids, now).await?;
    let full = |day: Option<ToldDay>| day.and_then(ToldDay::full).is_some();
    Ok(Report {
        recorded: new.len(),
        known: known.len(),
        decisions: added,
        verifiable: new
            .iter()
            .filter(|e| {
                e.decision_no.is_some()
                    && e.stars.is_some()
                    && full(e.issued_on)
                    && full(e.expires_on)
            })
            .count(),
        ..Report::default()
    })
}

async fn known(tx: &Tx, entries: &[Entry]) -> Result<HashSet<String>, Error> {
    let mut known = HashSet::new();
    for chunk in entries.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT registry_key FROM certificates WHERE registry_key IN {}",
            in_list(chunk.len(), 1)
        );
        let keys = chunk.iter().map(|e| e.key.as_str().into()).collect();
        for row in rows(tx, &sql, keys).await? {
            known.insert(row.try_get("", "registry_key")?);
        }
    }
    Ok(known)
}

/// The decisions of these entries, new ones written; how many were new.
async fn decisions(
    tx: &Tx,
    entries: &[&Entry],
    now: Timestamp,
) -> Result<(Decisions, usize), Error> {
    let numbers: BTreeSet<&str> = entries
        .iter()
        .filter_map(|e| e.decision_no.as_deref())
        .collect();
    let numbers: Vec<&str> = numbers.into_iter().collect();
    let mut all = Decisions::new();
    for chunk in numbers.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT id, number, issuer FROM decisions WHERE number IN {}",
            in_list(chunk.len(), 1)
        );
        for row in rows(tx, &sql, chunk.iter().map(|n| (*n).into()).collect()).await? {
            let key = (row.try_get("", "number")?, row.try_get("", "issuer")?);
            all.insert(key, DecisionId(row.try_get("", "id")?));
        }
    }
    let mut new = vec![];
    for entry in entries {
        let Some(number) = &entry.decision_no else {
            continue;
        };
        all.entry((number.clone(), entry.issuer.clone()))
            .or_insert_with(|| {
                let id = DecisionId::new(now);
                new.push(decision(id, number, entry, now));
                id
            });
    }
    let added = new.len();
    let columns = [
        "id",
        "number",
        "issued_on",
        "issuer",
        "level",
        "province_code",
        "created_at",
    ];
    insert(tx, "decisions", &columns, new).await?;
    Ok((all, added))
}

fn decision(id: DecisionId, number: &str, entry: &Entry, now: Timestamp) -> Values {
    vec![
        id.uuid().into(),
        number.into(),
        entry.issued_on.map(|day| day.to_string()).into(),
        entry.issuer.as_str().into(),
        entry.level.into(),
        entry.province_code.into(),
        now.0.into(),
    ]
}

pub(crate) const COLUMNS: [&str; 19] = [
    "id",
    "registry_key",
    "decision_id",
    "product_name",
    "producer_name",
    "entity_type",
    "issuer",
    "province_code",
    "commune_code",
    "product_code",
    "stars",
    "issued_on",
    "issued_precision",
    "expires_on",
    "expires_precision",
    "state",
    "evidence",
    "created_at",
    "version",
];

fn row(id: CertificateId, entry: &Entry, decisions: &Decisions, now: Timestamp) -> Values {
    let decision = entry
        .decision_no
        .as_ref()
        .and_then(|number| decisions.get(&(number.clone(), entry.issuer.clone())));
    let told = |day: Option<ToldDay>| day.map(|d| d.to_string());
    let precision = |day: Option<ToldDay>| day.map(|d| d.precision().as_str().to_owned());
    vec![
        id.uuid().into(),
        entry.key.as_str().into(),
        decision.map(|id| Uuid::from(*id)).into(),
        entry.product_name.as_str().into(),
        entry.producer_name.as_str().into(),
        entry.entity_type.map(str::to_owned).into(),
        entry.issuer.as_str().into(),
        entry.province_code.into(),
        entry.commune_code.map(str::to_owned).into(),
        entry.product_code.clone().into(),
        entry.stars.into(),
        told(entry.issued_on).into(),
        precision(entry.issued_on).into(),
        told(entry.expires_on).into(),
        precision(entry.expires_on).into(),
        "recorded".into(),
        entry.evidence.as_str().into(),
        now.0.into(),
        1i64.into(),
    ]
}

/// Every product of the registry has its public code, listed here or not.
async fn codes(tx: &Tx, certificates: &[CertificateId], now: Timestamp) -> Result<(), Error> {
    let mut codes = BTreeSet::new();
    while codes.len() < certificates.len() {
        codes.insert(public_code());
    }
    let rows = codes
        .into_iter()
        .zip(certificates)
        .map(|(code, id)| vec![code.into(), id.uuid().into(), now.0.into()])
        .collect();
    insert(
        tx,
        "public_codes",
        &["code", "certificate_id", "created_at"],
        rows,
    )
    .await?;
    Ok(())
}
