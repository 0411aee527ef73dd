use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{CertificateId, DecisionId, Timestamp};
use store::{ConnectionTrait, Tx, Values, in_list, insert, rows};
use uuid::Uuid;

use super::entry::Entry;
use super::report::Report;
use crate::certificates::ToldDay;
use crate::{Error, codes, names};

/// What one statement asks for at once.
const AT_ONCE: usize = 10_000;

/// A decision is known by its number and who issued it.
type DecisionKey = (String, String);

/// What is to be written of some entries.
pub(super) struct Plan<'a> {
    new: Vec<&'a Entry>,
    known: usize,
    decisions: HashMap<DecisionKey, DecisionId>,
    new_decisions: Vec<(DecisionId, &'a Entry)>,
}

/// Compares entries with what is there. `planned` are decisions of entries before these, that are
/// not written: of a dry run.
pub(super) async fn plan<'a>(
    db: &impl ConnectionTrait,
    entries: &'a [Entry],
    now: Timestamp,
) -> Result<Plan<'a>, Error> {
    let known = known(db, entries).await?;
    let new: Vec<&Entry> = entries
        .iter()
        .filter(|entry| !known.contains(&entry.key))
        .collect();
    let mut decisions = decisions(db, &new).await?;
    let mut new_decisions = vec![];
    for entry in &new {
        let Some(key) = decision_key(entry) else {
            continue;
        };
        decisions.entry(key).or_insert_with(|| {
            let id = DecisionId::new(now);
            new_decisions.push((id, *entry));
            id
        });
    }
    Ok(Plan {
        new,
        known: known.len(),
        decisions,
        new_decisions,
    })
}

impl Plan<'_> {
    /// What it does.
    pub(super) fn report(&self) -> Report {
        Report {
            recorded: self.new.len(),
            known: self.known,
            decisions: self.new_decisions.len(),
            verifiable: self.new.iter().filter(|entry| is_verifiable(entry)).count(),
            ..Report::default()
        }
    }

    /// Writes it.
    pub(super) async fn write(self, tx: &Tx, now: Timestamp) -> Result<(), Error> {
        let decision = |(id, entry): &(DecisionId, &Entry)| decision(*id, entry, now);
        let rows = self.new_decisions.iter().map(decision).collect();
        insert(tx, "decisions", &DECISION_COLUMNS, rows).await?;
        let mut ids = Vec::with_capacity(self.new.len());
        let mut rows = Vec::with_capacity(self.new.len());
        for entry in &self.new {
            let id = CertificateId::new(now);
            let decision = decision_key(entry).and_then(|key| self.decisions.get(&key));
            ids.push(id);
            rows.push(row(id, entry, decision.copied(), now));
        }
        insert(tx, "certificates", &COLUMNS, rows).await?;
        codes::mint_all(tx, &ids, now).await
    }
}

/// Writes one entry that is not there yet, with its code.
pub(crate) async fn record(
    tx: &Tx,
    entry: &Entry,
    decision: Option<DecisionId>,
    now: Timestamp,
) -> Result<CertificateId, Error> {
    let id = CertificateId::new(now);
    insert(
        tx,
        "certificates",
        &COLUMNS,
        vec![row(id, entry, decision, now)],
    )
    .await?;
    codes::mint_all(tx, &[id], now).await?;
    Ok(id)
}

/// Whether an official can verify it as it is.
fn is_verifiable(entry: &Entry) -> bool {
    let full = |day: Option<ToldDay>| day.and_then(ToldDay::full).is_some();
    entry.decision_no.is_some()
        && entry.stars.is_some()
        && full(entry.issued_on)
        && full(entry.expires_on)
}

async fn known(db: &impl ConnectionTrait, entries: &[Entry]) -> Result<HashSet<String>, Error> {
    let mut known = HashSet::new();
    for chunk in entries.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT registry_key FROM certificates WHERE registry_key IN {}",
            in_list(chunk.len(), 1)
        );
        let keys = chunk.iter().map(|e| e.key.as_str().into()).collect();
        for row in rows(db, &sql, keys).await? {
            known.insert(row.try_get("", "registry_key")?);
        }
    }
    Ok(known)
}

fn decision_key(entry: &Entry) -> Option<DecisionKey> {
    Some((entry.decision_no.clone()?, entry.issuer.clone()))
}

/// The decisions of these entries that are there.
async fn decisions(
    db: &impl ConnectionTrait,
    entries: &[&Entry],
) -> Result<HashMap<DecisionKey, DecisionId>, Error> {
    let numbers: BTreeSet<&str> = entries
        .iter()
        .filter_map(|e| e.decision_no.as_deref())
        .collect();
    let numbers: Vec<&str> = numbers.into_iter().collect();
    let mut all = HashMap::new();
    for chunk in numbers.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT id, number, issuer FROM decisions WHERE number IN {}",
            in_list(chunk.len(), 1)
        );
        for row in rows(db, &sql, chunk.iter().map(|n| (*n).into()).collect()).await? {
            let key = (row.try_get("", "number")?, row.try_get("", "issuer")?);
            all.insert(key, DecisionId(row.try_get("", "id")?));
        }
    }
    Ok(all)
}

const DECISION_COLUMNS: [&str; 7] = [
    "id",
    "number",
    "issued_on",
    "issuer",
    "level",
    "province_code",
    "created_at",
];

fn decision(id: DecisionId, entry: &Entry, now: Timestamp) -> Values {
    vec![
        id.uuid().into(),
        entry.decision_no.clone().unwrap_or_default().into(),
        entry.issued_on.map(|day| day.to_string()).into(),
        entry.issuer.as_str().into(),
        entry.level.into(),
        entry.province_code.as_str().into(),
        now.0.into(),
    ]
}

const COLUMNS: [&str; 26] = [
    "id",
    "registry_key",
    "decision_id",
    "product_name",
    "producer_name",
    "producer_folded",
    "entity_type",
    "issuer",
    "province_code",
    "commune_code",
    "product_code",
    "stars",
    "score_milli",
    "group_code",
    "set_no",
    "joined_on",
    "registered_on",
    "graded_on",
    "issued_on",
    "issued_precision",
    "expires_on",
    "expires_precision",
    "state",
    "evidence",
    "created_at",
    "version",
];

fn row(id: CertificateId, entry: &Entry, decision: Option<DecisionId>, now: Timestamp) -> Values {
    let told = |day: Option<ToldDay>| day.map(|d| d.to_string());
    let precision = |day: Option<ToldDay>| day.map(|d| d.precision().as_str().to_owned());
    let programme = &entry.programme;
    vec![
        id.uuid().into(),
        entry.key.as_str().into(),
        decision.map(Uuid::from).into(),
        entry.product_name.as_str().into(),
        entry.producer_name.as_str().into(),
        names::core(&entry.producer_name).into(),
        entry.entity_type.clone().into(),
        entry.issuer.as_str().into(),
        entry.province_code.as_str().into(),
        entry.commune_code.clone().into(),
        entry.product_code.clone().into(),
        entry.stars.into(),
        entry.score_milli.into(),
        programme.group.map(str::to_owned).into(),
        programme.set_no.into(),
        told(programme.joined).into(),
        told(programme.registered).into(),
        told(programme.graded).into(),
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
