use kernel::{AccountId, Actor, ProducerId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, first, rows};
use uuid::Uuid;

use crate::{Error, MemberRole, record};

/// Somebody who belongs to a producer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Whose account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// In which role.
    pub role: MemberRole,
    /// Since when.
    pub added_at: Timestamp,
}

/// The members of a producer, the oldest first.
pub async fn list_members(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<Member>, Error> {
    let sql = "SELECT m.account_id, a.name, m.role, m.added_at FROM members m JOIN accounts a ON a.id = m.account_id \
        WHERE m.producer_id = $1 ORDER BY m.added_at, m.account_id";
    let found = rows(db, sql, vec![producer.uuid().into()]).await?;
    Ok(found.iter().map(member).collect::<Result<_, _>>()?)
}

fn member(row: &Row) -> Result<Member, store::Error> {
    let role: String = row.try_get("", "role")?;
    Ok(Member {
        account: AccountId(row.try_get("", "account_id")?),
        name: row.try_get("", "name")?,
        // The database knows the words; the least of them is the safe reading of any other.
        role: MemberRole::parse(&role).unwrap_or(MemberRole::Packer),
        added_at: Timestamp(row.try_get("", "added_at")?),
    })
}

/// Gives a member another role. The last owner stays one.
pub async fn change_member(
    tx: &Tx,
    producer: ProducerId,
    (account, role): (AccountId, MemberRole),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "SELECT 1 AS one FROM members WHERE producer_id = $1 AND account_id = $2";
    let values = vec![producer.uuid().into(), account.uuid().into()];
    first(tx, sql, values).await?.ok_or(Error::MemberUnknown)?;
    add_member(tx, producer, (account, role), actor, now).await
}

/// Makes somebody a member, or changes the role of one. The last owner stays one.
pub async fn add_member(
    tx: &Tx,
    producer: ProducerId,
    (account, role): (AccountId, MemberRole),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    hold_owners(tx, producer).await?;
    let sql = "INSERT INTO members (producer_id, account_id, role, added_by, added_at) \
        SELECT $1, a.id, $3, $4, $5 FROM accounts a WHERE a.id = $2 AND a.status = 'active' \
        ON CONFLICT (producer_id, account_id) DO UPDATE SET role = excluded.role";
    let values = vec![
        producer.uuid().into(),
        account.uuid().into(),
        role.as_str().into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::AccountUnknown);
    }
    keep_an_owner(tx, producer).await?;
    let detail = json!({ "account": account, "role": role.as_str() });
    record::of_producer(tx, producer, ("accounts.add_member", detail), actor, now).await
}

/// Ends a membership. The last owner cannot go.
pub async fn remove_member(
    tx: &Tx,
    producer: ProducerId,
    account: AccountId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    hold_owners(tx, producer).await?;
    let sql = "DELETE FROM members WHERE producer_id = $1 AND account_id = $2";
    let values = vec![producer.uuid().into(), account.uuid().into()];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::MemberUnknown);
    }
    keep_an_owner(tx, producer).await?;
    let detail = json!({ "account": account });
    record::of_producer(tx, producer, ("accounts.remove_member", detail), actor, now).await
}

/// Two owners who remove each other at once take turns: whoever changes members holds the rows of
/// the owners first.
pub(crate) async fn hold_owners(tx: &Tx, producer: ProducerId) -> Result<(), store::Error> {
    let sql = "UPDATE members SET added_at = added_at WHERE producer_id = $1 AND role = 'owner'";
    execute(tx, sql, vec![producer.uuid().into()]).await?;
    Ok(())
}

pub(crate) async fn keep_an_owner(tx: &Tx, producer: ProducerId) -> Result<(), Error> {
    let sql = "SELECT 1 AS one FROM members WHERE producer_id = $1 AND role = 'owner' LIMIT 1";
    match first(tx, sql, vec![producer.uuid().into()]).await? {
        Some(_owner) => Ok(()),
        None => Err(Error::LastOwner),
    }
}
