//! The people who are told, and how they are reached.

use std::collections::BTreeSet;

use accounts::Reach;
use kernel::{AccountId, Lang, ProducerId};
use notifications::Recipient;
use store::ConnectionTrait;

use super::Error;

/// A person with an account.
fn recipient(reach: Reach) -> Recipient {
    Recipient {
        account: Some(reach.account),
        name: Some(reach.name),
        email: reach.email,
        phone: reach.phone,
        lang: reach.lang,
    }
}

/// People with accounts, each once.
pub(crate) async fn accounts(
    db: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<Recipient>, Error> {
    let accounts: BTreeSet<AccountId> = accounts.into_iter().collect();
    let accounts: Vec<AccountId> = accounts.into_iter().collect();
    if accounts.is_empty() {
        return Ok(vec![]);
    }
    let reached = accounts::reach(db, &accounts).await?;
    Ok(reached.into_iter().map(recipient).collect())
}

/// A producer's people: its members, or, where nobody has joined yet, the producer itself.
pub(super) async fn producer(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<Recipient>, Error> {
    let members = accounts(db, accounts::members_of(db, producer).await?).await?;
    if !members.is_empty() {
        return Ok(members);
    }
    let sql = "SELECT representative, phone, email FROM producers WHERE id = $1";
    let row = store::first(db, sql, vec![producer.uuid().into()]).await?;
    let row = row.ok_or(Error::Missing("producer"))?;
    let read = || -> Result<Recipient, store::Error> {
        Ok(Recipient {
            account: None,
            name: Some(row.try_get("", "representative")?),
            email: row.try_get("", "email")?,
            phone: Some(row.try_get("", "phone")?),
            lang: Lang::Vi,
        })
    };
    Ok(vec![read()?])
}
