use kernel::{AccountId, Actor, Timestamp};
use serde_json::json;
use store::{Tx, execute, first};

use crate::grant::{hold_admins, keep_an_admin};
use crate::{Error, record, revoke_sessions};

/// Shuts an account out: its sessions end and nobody signs in to it. Twice is as once.
pub async fn suspend(
    tx: &Tx,
    account: AccountId,
    reason: &str,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    hold_admins(tx).await?;
    switch(tx, account, "active", "suspended").await?;
    let sql = "SELECT 1 AS one FROM account_roles WHERE account_id = $1 AND role = 'admin'";
    if first(tx, sql, vec![account.uuid().into()]).await?.is_some() {
        keep_an_admin(tx).await?;
    }
    revoke_sessions(tx, account, now).await?;
    record::of_account(
        tx,
        account,
        ("accounts.suspend", json!({ "reason": reason })),
        actor,
        now,
    )
    .await
}

/// Lets a suspended account in again.
pub async fn restore(
    tx: &Tx,
    account: AccountId,
    reason: &str,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    switch(tx, account, "suspended", "active").await?;
    record::of_account(
        tx,
        account,
        ("accounts.restore", json!({ "reason": reason })),
        actor,
        now,
    )
    .await
}

/// Moves the status; an account that stands there already is fine.
async fn switch(tx: &Tx, account: AccountId, from: &str, to: &str) -> Result<(), Error> {
    let sql = "UPDATE accounts SET status = $3, version = version + CASE WHEN status = $2 THEN 1 ELSE 0 END \
        WHERE id = $1 AND status IN ($2, $3)";
    let values = vec![account.uuid().into(), from.into(), to.into()];
    match execute(tx, sql, values).await? {
        0 => Err(Error::AccountUnknown),
        _moved => Ok(()),
    }
}
