//! Mandates: acting for a producer without belonging to it.

use kernel::{AccountId, Actor, DocumentId, MandateId, ProducerId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, first, rows};
use uuid::Uuid;

use crate::{Error, Scope, record};

/// What a mandate rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A signed paper.
    Paper,
    /// The producer's word on the telephone.
    Call,
    /// A code that the producer handed over.
    Code,
}

impl Basis {
    /// The word in the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Call => "call",
            Self::Code => "code",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Paper, Self::Call, Self::Code]
            .into_iter()
            .find(|basis| basis.as_str() == word)
    }
}

/// A mandate to be granted.
#[derive(Debug, Clone)]
pub struct NewMandate {
    /// For which producer.
    pub producer: ProducerId,
    /// To whom.
    pub account: AccountId,
    /// How far.
    pub scope: Scope,
    /// On what it rests.
    pub basis: Basis,
    /// Where the paper lies, or the call that it was given in.
    pub evidence: Option<String>,
    /// The paper's file, which is kept already, and what it is.
    pub paper: Option<(DocumentId, &'static str)>,
    /// Until when; none: until it is revoked. At once: it covers what is done in this moment and
    /// opens no door afterwards.
    pub until: Option<Timestamp>,
}

/// A mandate as it is read.
#[derive(Debug, Clone)]
pub struct MandateRow {
    /// Which.
    pub id: MandateId,
    /// For which producer.
    pub producer: ProducerId,
    /// Whose.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// How far.
    pub scope: String,
    /// On what it rests.
    pub basis: String,
    /// Where the paper lies, or the call.
    pub evidence: Option<String>,
    /// The paper's file, and what it is.
    pub paper: Option<(DocumentId, String)>,
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Grants a mandate to an active account. Who serves the market holds none that lasts: they act in a
/// call, one act at a time, and never see whose parcel it is.
pub async fn grant_mandate(
    tx: &Tx,
    new: &NewMandate,
    actor: Actor,
    now: Timestamp,
) -> Result<MandateId, Error> {
    if new.until.is_none_or(|until| until > now) && serves_the_market(tx, new.account).await? {
        return Err(Error::NoMandateFor(new.account));
    }
    let id = MandateId::new(now);
    let sql = "INSERT INTO mandates (id, producer_id, account_id, scope, basis, evidence, granted_by, from_at, until_at, \
        paper_id, media_type) \
        SELECT $1, $2, a.id, $4, $5, $6, $7, $8, $9, $10, $11 FROM accounts a WHERE a.id = $3 AND a.status = 'active'";
    let values = vec![
        id.uuid().into(),
        new.producer.uuid().into(),
        new.account.uuid().into(),
        new.scope.as_str().into(),
        new.basis.as_str().into(),
        new.evidence.clone().into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
        new.until.map(|at| at.0).into(),
        new.paper.map(|(id, _)| id.uuid()).into(),
        new.paper.map(|(_, media_type)| media_type).into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::AccountUnknown);
    }
    let detail = json!({
        "mandate": id, "account": new.account, "scope": new.scope.as_str(), "basis": new.basis.as_str(),
        "paper": new.paper.map(|(id, _)| id),
    });
    record::of_producer(
        tx,
        new.producer,
        ("accounts.grant_mandate", detail),
        actor,
        now,
    )
    .await?;
    Ok(id)
}

async fn serves_the_market(tx: &Tx, account: AccountId) -> Result<bool, store::Error> {
    let sql = "SELECT 1 AS one FROM account_roles WHERE account_id = $1 LIMIT 1";
    Ok(first(tx, sql, vec![account.uuid().into()]).await?.is_some())
}

/// Takes a mandate back: what was done under it stands. One that was taken back before stays so.
pub async fn revoke_mandate(
    tx: &Tx,
    producer: ProducerId,
    mandate: MandateId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "SELECT revoked_at FROM mandates WHERE id = $1 AND producer_id = $2";
    let values = vec![mandate.uuid().into(), producer.uuid().into()];
    let row = first(tx, sql, values).await?.ok_or(Error::MandateUnknown)?;
    let revoked: Option<i64> = row.try_get("", "revoked_at").map_err(store::Error::from)?;
    if revoked.is_some() {
        return Ok(());
    }
    let sql = "UPDATE mandates SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    execute(tx, sql, vec![mandate.uuid().into(), now.0.into()]).await?;
    let detail = json!({ "mandate": mandate });
    record::of_producer(
        tx,
        producer,
        ("accounts.revoke_mandate", detail),
        actor,
        now,
    )
    .await
}

/// The mandates of a producer, the newest first; those of single calls among them.
pub async fn list_mandates(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<MandateRow>, Error> {
    let sql =
        format!("{MANDATES} WHERE m.producer_id = $1 ORDER BY m.from_at DESC, m.id DESC LIMIT 100");
    let found = rows(db, &sql, vec![producer.uuid().into()]).await?;
    Ok(found.iter().map(mandate).collect::<Result<_, _>>()?)
}

/// One of a producer's mandates; another's is not there.
pub async fn find_mandate(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    id: MandateId,
) -> Result<MandateRow, Error> {
    let sql = format!("{MANDATES} WHERE m.id = $1 AND m.producer_id = $2");
    let values = vec![id.uuid().into(), producer.uuid().into()];
    let row = first(db, &sql, values)
        .await?
        .ok_or(Error::MandateUnknown)?;
    Ok(mandate(&row)?)
}

const MANDATES: &str = "SELECT m.id, m.producer_id, m.account_id, a.name, m.scope, m.basis, m.evidence, \
    m.paper_id, m.media_type, m.from_at, m.until_at, m.revoked_at \
    FROM mandates m JOIN accounts a ON a.id = m.account_id";

fn mandate(row: &Row) -> Result<MandateRow, store::Error> {
    let instant = |column: &str| row.try_get::<Option<i64>>("", column);
    let paper: Option<Uuid> = row.try_get("", "paper_id")?;
    let media_type: Option<String> = row.try_get("", "media_type")?;
    Ok(MandateRow {
        id: MandateId(row.try_get("", "id")?),
        producer: ProducerId(row.try_get("", "producer_id")?),
        account: AccountId(row.try_get("", "account_id")?),
        name: row.try_get("", "name")?,
        scope: row.try_get("", "scope")?,
        basis: row.try_get("", "basis")?,
        evidence: row.try_get("", "evidence")?,
        paper: paper.map(DocumentId).zip(media_type),
        from: Timestamp(row.try_get("", "from_at")?),
        until: instant("until_at")?.map(Timestamp),
        revoked_at: instant("revoked_at")?.map(Timestamp),
    })
}

/// Who may act for a producer in its orders today: the one who has done so the longest.
pub async fn deputy(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    now: Timestamp,
) -> Result<Option<AccountId>, Error> {
    let sql = "SELECT m.account_id FROM mandates m JOIN accounts a ON a.id = m.account_id \
        WHERE m.producer_id = $1 AND m.scope IN ('orders', 'all') AND a.status = 'active' \
        AND m.revoked_at IS NULL AND m.from_at <= $2 AND (m.until_at IS NULL OR m.until_at > $2) \
        ORDER BY m.from_at, m.id LIMIT 1";
    let row = first(db, sql, vec![producer.uuid().into(), now.0.into()]).await?;
    let account = row.map(|row| row.try_get("", "account_id")).transpose();
    Ok(account.map_err(store::Error::from)?.map(AccountId))
}
