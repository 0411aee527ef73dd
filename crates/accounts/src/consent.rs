use kernel::{AccountId, CheckoutId, Day, Timestamp};
use store::{ConnectionTrait, Row, Tx, execute, rows};
use uuid::Uuid;

use crate::Error;

/// What somebody agreed to at a checkout.
#[derive(Debug)]
pub struct Consent<'a> {
    /// Who, where they were signed in.
    pub account: Option<AccountId>,
    /// At which checkout.
    pub checkout: CheckoutId,
    /// To which policy.
    pub policy: &'a str,
    /// In which version.
    pub version: &'a str,
}

/// Notes that somebody agreed.
pub async fn consent(tx: &Tx, given: &Consent<'_>, now: Timestamp) -> Result<(), Error> {
    let sql = "INSERT INTO consents (id, account_id, checkout_id, policy_kind, policy_version, given_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = vec![
        kernel::mint(now).into(),
        given.account.map(Uuid::from).into(),
        given.checkout.uuid().into(),
        given.policy.into(),
        given.version.into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// `terms`, `privacy`.
    pub kind: String,
    /// Its version.
    pub version: String,
    /// Its words.
    pub text: String,
    /// Since when it holds.
    pub from: String,
}

/// What somebody agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// To which policy.
    pub kind: String,
    /// In which version.
    pub version: String,
    /// When.
    pub at: Timestamp,
    /// When they took it back.
    pub withdrawn_at: Option<Timestamp>,
}

/// The policies that hold on a day: of each kind the latest.
pub async fn policies(db: &impl ConnectionTrait, day: Day) -> Result<Vec<Policy>, Error> {
    let sql = "SELECT kind, version, text, from_on FROM policies p WHERE from_on = \
        (SELECT MAX(q.from_on) FROM policies q WHERE q.kind = p.kind AND q.from_on <= $1) ORDER BY kind, version";
    let one = |row: &Row| -> Result<Policy, store::Error> {
        Ok(Policy {
            kind: row.try_get("", "kind")?,
            version: row.try_get("", "version")?,
            text: row.try_get("", "text")?,
            from: row.try_get("", "from_on")?,
        })
    };
    let found = rows(db, sql, vec![day.to_string().into()]).await?;
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}

/// Somebody agrees to a policy in a version; said again, it holds.
pub async fn agree(
    tx: &Tx,
    account: AccountId,
    (kind, version): (&str, &str),
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "INSERT INTO consents (id, account_id, policy_kind, policy_version, given_at) \
        SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT 1 FROM consents c WHERE c.account_id = $2 \
        AND c.policy_kind = $3 AND c.policy_version = $4 AND c.withdrawn_at IS NULL)";
    let values = vec![
        kernel::mint(now).into(),
        account.uuid().into(),
        kind.into(),
        version.into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// Somebody takes back what they agreed to.
pub async fn disagree(
    tx: &Tx,
    account: AccountId,
    kind: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE consents SET withdrawn_at = $3 WHERE account_id = $1 AND policy_kind = $2 AND withdrawn_at IS NULL";
    let values = vec![account.uuid().into(), kind.into(), now.0.into()];
    execute(tx, sql, values).await?;
    Ok(())
}

/// All that an account agreed to, with and without a checkout, the newest first.
pub async fn consents_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<Given>, Error> {
    let sql = "SELECT policy_kind, policy_version, given_at, withdrawn_at FROM consents \
        WHERE account_id = $1 ORDER BY given_at DESC, id DESC LIMIT 500";
    let one = |row: &Row| -> Result<Given, store::Error> {
        let withdrawn: Option<i64> = row.try_get("", "withdrawn_at")?;
        Ok(Given {
            kind: row.try_get("", "policy_kind")?,
            version: row.try_get("", "policy_version")?,
            at: Timestamp(row.try_get("", "given_at")?),
            withdrawn_at: withdrawn.map(Timestamp),
        })
    };
    let found = rows(db, sql, vec![account.uuid().into()]).await?;
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}
