//! Contact points: an unproven one blocks nobody and opens nothing but a password's door.

use kernel::{AccountId, Timestamp};
use store::{ConnectionTrait, Row, Tx, execute, rows};
use uuid::Uuid;

use crate::{Error, Login};

/// A contact point that a login names.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) contact: Uuid,
    pub(crate) account: AccountId,
    pub(crate) proven: bool,
    pub(crate) password_hash: Option<String>,
    /// Whether they serve the market.
    pub(crate) staff: bool,
}

/// The active accounts that a login may mean: who has proven it, then the newest of those who
/// only said so.
pub(crate) async fn candidates(
    db: &impl ConnectionTrait,
    login: &Login,
    most: i64,
) -> Result<Vec<Candidate>, store::Error> {
    let sql = format!("{CANDIDATES} {PROVEN_FIRST} LIMIT $3");
    let values = vec![login.kind().into(), login.value().into(), most.into()];
    let found = rows(db, &sql, values).await?;
    found.iter().map(candidate).collect()
}

const CANDIDATES: &str = "SELECT c.id, c.account_id, c.proven_at, a.password_hash, \
    (SELECT COUNT(*) FROM account_roles r WHERE r.account_id = a.id) AS roles \
    FROM contact_points c JOIN accounts a ON a.id = c.account_id \
    WHERE c.kind = $1 AND c.value = $2 AND a.status = 'active'";

const PROVEN_FIRST: &str =
    "ORDER BY CASE WHEN c.proven_at IS NULL THEN 1 ELSE 0 END, c.created_at DESC";

const PROVEN_THEN_OLDEST: &str =
    "ORDER BY CASE WHEN c.proven_at IS NULL THEN 1 ELSE 0 END, c.created_at";

/// The active accounts that a login may mean, for what tries each: who has proven it, then the
/// oldest of those who only said so and the newest. Whoever names a contact point of somebody
/// else's again and again, before or after, does not crowd them out.
pub(crate) async fn claimants(
    db: &impl ConnectionTrait,
    login: &Login,
    each: i64,
) -> Result<Vec<Candidate>, store::Error> {
    let sql = format!("{CANDIDATES} {PROVEN_THEN_OLDEST} LIMIT $3");
    let values = vec![login.kind().into(), login.value().into(), each.into()];
    let oldest = rows(db, &sql, values).await?;
    let mut found: Vec<Candidate> = oldest.iter().map(candidate).collect::<Result<_, _>>()?;
    for newer in candidates(db, login, each).await? {
        if found.iter().all(|older| older.contact != newer.contact) {
            found.push(newer);
        }
    }
    Ok(found)
}

/// Those of them for whom a sign-in code is out: others who name the same contact point do not
/// crowd them out. Never who serves the market: a code given to a buyer does not let an official
/// in.
pub(crate) async fn expected(
    db: &impl ConnectionTrait,
    login: &Login,
    now: Timestamp,
) -> Result<Vec<Candidate>, store::Error> {
    let sql = format!(
        "{CANDIDATES} AND NOT EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = a.id) \
         AND EXISTS (SELECT 1 FROM one_time_codes o WHERE o.account_id = a.id AND o.purpose = 'sign_in' \
          AND o.used_at IS NULL AND o.expires_at > $3) {PROVEN_FIRST} LIMIT 20"
    );
    let values = vec![login.kind().into(), login.value().into(), now.0.into()];
    let found = rows(db, &sql, values).await?;
    found.iter().map(candidate).collect()
}

fn candidate(row: &Row) -> Result<Candidate, store::Error> {
    Ok(Candidate {
        contact: row.try_get("", "id")?,
        account: AccountId(row.try_get("", "account_id")?),
        proven: row.try_get::<Option<i64>>("", "proven_at")?.is_some(),
        password_hash: row.try_get("", "password_hash")?,
        staff: row.try_get::<i64>("", "roles")? > 0,
    })
}

/// The account that has proven a login.
pub async fn proven(db: &impl ConnectionTrait, login: &Login) -> Result<Option<AccountId>, Error> {
    let found = candidates(db, login, 1).await?;
    Ok(found.first().filter(|c| c.proven).map(|c| c.account))
}

/// The accounts that name a login: who has proven it, then the newest of those who only say so.
pub async fn naming(db: &impl ConnectionTrait, login: &Login) -> Result<Vec<AccountId>, Error> {
    let found = candidates(db, login, 20).await?;
    Ok(found.into_iter().map(|c| c.account).collect())
}

/// Marks a contact point as proven, unless another account was first. Whether it is proven now.
pub(crate) async fn mark_proven(
    tx: &Tx,
    contact: Uuid,
    by: &str,
    now: Timestamp,
) -> Result<bool, store::Error> {
    let sql = "UPDATE contact_points SET proven_at = COALESCE(proven_at, $2), proven_by = COALESCE(proven_by, $3), bounced_at = NULL \
        WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM contact_points o WHERE o.kind = contact_points.kind \
          AND o.value = contact_points.value AND o.proven_at IS NOT NULL AND o.id <> $1)";
    let values = vec![contact.into(), now.0.into(), by.into()];
    Ok(execute(tx, sql, values).await? == 1)
}
