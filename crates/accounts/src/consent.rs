use kernel::{AccountId, CheckoutId, Timestamp};
use store::{Tx, execute};
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
