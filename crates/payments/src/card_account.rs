use std::collections::BTreeMap;

use kernel::{ProducerId, Timestamp};
use store::{ConnectionTrait, Tx, execute, first, in_list, rows};

use crate::Error;

/// So many accounts are looked up by one statement.
const AT_ONCE: usize = 500;

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

/// The accounts at the card company of those of some producers that have one.
pub async fn card_accounts(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<BTreeMap<ProducerId, CardAccount>, Error> {
    let mut known = BTreeMap::new();
    for some in producers.chunks(AT_ONCE) {
        let list = in_list(some.len(), 1);
        let sql = format!(
            "SELECT producer_id, account, ready FROM card_accounts WHERE producer_id IN {list}"
        );
        let values = some.iter().map(|own| own.uuid().into()).collect();
        for row in rows(db, &sql, values).await? {
            let found = CardAccount {
                account: row.try_get("", "account")?,
                ready: row.try_get::<i64>("", "ready")? == 1,
            };
            known.insert(ProducerId(row.try_get("", "producer_id")?), found);
        }
    }
    Ok(known)
}

/// Whose an account at the card company is.
pub async fn holder_of(
    db: &impl ConnectionTrait,
    account: &str,
) -> Result<Option<ProducerId>, Error> {
    let sql = "SELECT producer_id FROM card_accounts WHERE account = $1";
    let row = first(db, sql, vec![account.into()]).await?;
    let id = row.map(|row| row.try_get("", "producer_id")).transpose()?;
    Ok(id.map(ProducerId))
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
