//! A producer passes to a new owner: an official says so, on the strength of a paper.

use kernel::{AccountId, Actor, DocumentId, HandOverId, Lang, ProducerId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, rows};
use uuid::Uuid;

use crate::contact::candidates;
use crate::join::person;
use crate::members::{hold_owners, keep_an_owner};
use crate::register::{insert_account, insert_contacts, parse_name};
use crate::{Error, Login, MemberRole, add_member, invite, record};

/// Why a producer passes to somebody else.
pub const HAND_OVER_REASONS: [&str; 5] = [
    "death",
    "sale",
    "new_representative",
    "lost_access",
    "other",
];

/// A producer's passing to a new owner.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// Which.
    pub id: HandOverId,
    /// Of which producer.
    pub producer: ProducerId,
    /// The owners before.
    pub from: Vec<AccountId>,
    /// The owner since.
    pub to: AccountId,
    /// One of [`HAND_OVER_REASONS`].
    pub reason: String,
    /// The paper that it rests on.
    pub paper: DocumentId,
    /// What the paper's file is.
    pub media_type: String,
    /// The official.
    pub decided_by: AccountId,
    /// When.
    pub at: Timestamp,
}

/// What an official writes down.
#[derive(Debug, Clone)]
pub struct NewHandOver {
    /// Of which producer.
    pub producer: ProducerId,
    /// The new owner.
    pub to: AccountId,
    /// One of [`HAND_OVER_REASONS`].
    pub reason: String,
    /// The paper, which is kept already.
    pub paper: DocumentId,
    /// What its file is.
    pub media_type: &'static str,
}

/// Makes somebody the only owner of a producer: the owners before cease to be members, what they
/// granted (mandates, invitations) ends, and both sides are told by every channel. Nobody hands a
/// producer to themselves, or away from themselves.
pub async fn hand_over(
    tx: &Tx,
    new: &NewHandOver,
    actor: Actor,
    now: Timestamp,
) -> Result<HandOverId, Error> {
    let official = actor.account.ok_or(Error::AccountUnknown)?;
    hold_owners(tx, new.producer).await?;
    let from = owners(tx, new.producer).await?;
    if official == new.to || from.contains(&official) {
        return Err(Error::OwnAffair(official));
    }
    if from == [new.to] {
        return Err(Error::OwnerAlready(new.to));
    }
    let sql = "DELETE FROM members WHERE producer_id = $1 AND role = 'owner' AND account_id <> $2";
    let values = vec![new.producer.uuid().into(), new.to.uuid().into()];
    execute(tx, sql, values).await?;
    let owner = (new.to, MemberRole::Owner);
    add_member(tx, new.producer, owner, actor, now).await?;
    keep_an_owner(tx, new.producer).await?;
    invite::revoke_all(tx, new.producer, now).await?;
    let sql = "UPDATE mandates SET revoked_at = $2 WHERE producer_id = $1 AND revoked_at IS NULL";
    execute(tx, sql, vec![new.producer.uuid().into(), now.0.into()]).await?;
    let id = insert(tx, new, &from, official, now).await?;
    jobs::enqueue(tx, "accounts.handed_over", &json!({ "hand_over": id }), now).await?;
    let detail = json!({
        "hand_over": id, "from": from, "to": new.to, "reason": new.reason, "paper": new.paper,
    });
    record::of_producer(tx, new.producer, ("accounts.hand_over", detail), actor, now).await?;
    Ok(id)
}

async fn insert(
    tx: &Tx,
    new: &NewHandOver,
    from: &[AccountId],
    official: AccountId,
    now: Timestamp,
) -> Result<HandOverId, store::Error> {
    let id = HandOverId::new(now);
    let sql = "INSERT INTO hand_overs (id, producer_id, from_owners, to_account, reason_code, paper_id, media_type, decided_by, at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = vec![
        id.uuid().into(),
        new.producer.uuid().into(),
        json!(from).to_string().into(),
        new.to.uuid().into(),
        new.reason.clone().into(),
        new.paper.uuid().into(),
        new.media_type.into(),
        official.uuid().into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(id)
}

async fn owners(tx: &Tx, producer: ProducerId) -> Result<Vec<AccountId>, store::Error> {
    let sql = "SELECT account_id FROM members WHERE producer_id = $1 AND role = 'owner' ORDER BY added_at, account_id";
    let found = rows(tx, sql, vec![producer.uuid().into()]).await?;
    let one = |row: &Row| Ok(AccountId(row.try_get("", "account_id")?));
    found.iter().map(one).collect()
}

/// The passings of a producer, the newest first.
pub async fn list_hand_overs(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<HandOver>, Error> {
    let sql = format!("{HAND_OVERS} WHERE producer_id = $1 ORDER BY at DESC, id DESC LIMIT 100");
    let found = rows(db, &sql, vec![producer.uuid().into()]).await?;
    Ok(found.iter().map(read).collect::<Result<_, _>>()?)
}

/// One of them.
pub async fn find_hand_over(
    db: &impl ConnectionTrait,
    id: HandOverId,
) -> Result<Option<HandOver>, Error> {
    let sql = format!("{HAND_OVERS} WHERE id = $1");
    let found = store::first(db, &sql, vec![id.uuid().into()]).await?;
    Ok(found.as_ref().map(read).transpose()?)
}

const HAND_OVERS: &str = "SELECT id, producer_id, from_owners, to_account, reason_code, paper_id, media_type, decided_by, at FROM hand_overs";

fn read(row: &Row) -> Result<HandOver, store::Error> {
    let from: String = row.try_get("", "from_owners")?;
    Ok(HandOver {
        id: HandOverId(row.try_get("", "id")?),
        producer: ProducerId(row.try_get("", "producer_id")?),
        // Written by this file alone.
        from: serde_json::from_str(&from).unwrap_or_default(),
        to: AccountId(row.try_get::<Uuid>("", "to_account")?),
        reason: row.try_get("", "reason_code")?,
        paper: DocumentId(row.try_get("", "paper_id")?),
        media_type: row.try_get("", "media_type")?,
        decided_by: AccountId(row.try_get("", "decided_by")?),
        at: Timestamp(row.try_get("", "at")?),
    })
}

/// The account of somebody whom an official has before them: the one that has proven the contact
/// point, else a new one without a password, which a sign-in code or a card opens.
pub async fn account_for(
    tx: &Tx,
    (name, login): (&str, &Login),
    now: Timestamp,
) -> Result<AccountId, Error> {
    let known = candidates(tx, login, 1).await?;
    if let Some(owner) = known.first().filter(|c| c.proven) {
        return Ok(owner.account);
    }
    let person = person(parse_name(name)?, login, Lang::Vi);
    let account = insert_account(tx, &person, None, now).await?;
    insert_contacts(tx, account, &person, now).await?;
    Ok(account)
}
