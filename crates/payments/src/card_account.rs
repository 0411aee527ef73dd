use kernel::{ProducerId, Timestamp};
use store::{ConnectionTrait, Tx, execute, first};

use crate::Error;

/// A producer's account at the card company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAccount {
    /// What the card company calls it.
    pub account: String,
    /// Whether shares can be transferred to it, as it was last read.
    pub ready: bool,
}

/// A producer's account at the card company, if it has one.
pub async fn card_account(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Option<CardAccount>, Error> {
    let sql = "SELECT account, ready FROM card_accounts WHERE producer_id = $1";
    let Some(row) = first(db, sql, vec![producer.uuid().into()]).await? else {
        return Ok(None);
    };
    Ok(Some(CardAccount {
        account: row.try_get("", "account")?,
        ready: row.try_get::<i64>("", "ready")? == 1,
    }))
}

/// Writes down a producer's account, or how it stands. An account stays the producer's for good.
pub async fn keep_card_account(
    tx: &Tx,
    producer: ProducerId,
    found: &CardAccount,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "INSERT INTO card_accounts (producer_id, account, ready, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (producer_id) DO UPDATE SET ready = excluded.ready WHERE card_accounts.account = excluded.account";
    let values = vec![
        producer.uuid().into(),
        found.account.as_str().into(),
        i64::from(found.ready).into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}
