//! Contact points: an unproven one blocks nobody and opens nothing but a password's door.

use kernel::{AccountId, Timestamp};
use store::{ConnectionTrait, Tx, execute, rows};
use uuid::Uuid;

use crate::{Error, Login};

/// A contact point that a login names.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) contact: Uuid,
    pub(crate) account: AccountId,
    pub(crate) proven: bool,
    pub(crate) password_hash: Option<String>,
}

/// The active accounts that a login may mean: who has proven it, then the newest of those who
/// only said so.
pub(crate) async fn candidates(
    db: &impl ConnectionTrait,
    login: &Login,
    most: i64,
) -> Result<Vec<Candidate>, store::Error> {
    let sql = "SELECT c.id, c.account_id, c.proven_at, a.password_hash \
        FROM contact_points c JOIN accounts a ON a.id = c.account_id \
        WHERE c.kind = $1 AND c.value = $2 AND a.status = 'active' \
        ORDER BY CASE WHEN c.proven_at IS NULL THEN 1 ELSE 0 END, c.created_at DESC LIMIT $3";
    let values = vec![login.kind().into(), login.value().into(), most.into()];
    rows(db, sql, values)
        .await?
        .iter()
        .map(|row| {
            Ok(Candidate {
                contact: row.try_get("", "id")?,
                account: AccountId(row.try_get("", "account_id")?),
                proven: row.try_get::<Option<i64>>("", "proven_at")?.is_some(),
                password_hash: row.try_get("", "password_hash")?,
            })
        })
        .collect()
}

/// The account that has proven a login.
pub async fn proven(db: &impl ConnectionTrait, login: &Login) -> Result<Option<AccountId>, Error> {
    let found = candidates(db, login, 1).await?;
    Ok(found.first().filter(|c| c.proven).map(|c| c.account))
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
