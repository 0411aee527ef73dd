//! Printed cards: for who has no mailbox and, some days, no telephone that rings.

use std::collections::BTreeSet;

use kernel::{AccountId, Actor, Capacity, ProducerId, SignInCardId, Timestamp, random};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, rows};
use uuid::Uuid;

use crate::code::{Draft, Purpose, digits_hash, eight, issue};
use crate::sign_in_code::may_be_let_in;
use crate::{Codes, Error, record};

/// How many codes a card bears.
const CODES: usize = 8;

/// A card that was issued just now.
#[derive(Clone)]
pub struct Card {
    /// Which.
    pub id: SignInCardId,
    /// Its codes, shown nowhere again.
    pub codes: Vec<String>,
    /// Until when they work.
    pub expires_at: Timestamp,
}

/// A card as it is read.
#[derive(Debug, Clone)]
pub struct CardRow {
    /// Which.
    pub id: SignInCardId,
    /// Who issued it.
    pub issued_by: Option<AccountId>,
    /// Their name.
    pub issuer: Option<String>,
    /// The producer that issued it for its member; none: an official did.
    pub producer: Option<ProducerId>,
    /// Codes that were not used yet.
    pub unused: i64,
    /// When it was issued.
    pub created_at: Timestamp,
    /// Until when its codes work.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Issues a card in place of the one before, and tells its holder by every channel. One from an
/// official proves the phone that it is used with. Nobody hands over the account of one who
/// serves the market; whether the caller may do it for this person is asked before. `producer` is
/// the one that issues it for its member, where it is no official.
pub async fn issue_card(
    tx: &Tx,
    (account, producer): (AccountId, Option<ProducerId>),
    actor: Actor,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<Card, Error> {
    let phone = may_be_let_in(tx, account).await?;
    void(tx, (account, None), now).await?;
    let id = SignInCardId::new(now);
    let expires_at = now.plus_ms(codes.settings.card_ms());
    let sql = "INSERT INTO sign_in_cards (id, account_id, producer_id, issued_by, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = vec![
        id.uuid().into(),
        account.uuid().into(),
        producer.map(Uuid::from).into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
        expires_at.0.into(),
    ];
    execute(tx, sql, values).await?;
    let official = matches!(actor.capacity, Capacity::Official | Capacity::Admin);
    let digits = print(
        tx,
        (account, phone.filter(|_| official)),
        (id, actor),
        codes,
        now,
    )
    .await?;
    jobs::enqueue(tx, "accounts.card_issued", &json!({ "card": id }), now).await?;
    record::of_account(
        tx,
        account,
        ("accounts.issue_card", json!({ "card": id })),
        actor,
        now,
    )
    .await?;
    Ok(Card {
        id,
        codes: digits,
        expires_at,
    })
}

async fn print(
    tx: &Tx,
    (account, contact): (AccountId, Option<Uuid>),
    (card, actor): (SignInCardId, Actor),
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let mut digits = BTreeSet::new();
    while digits.len() < CODES {
        digits.insert(eight(random::bytes()));
    }
    for digits in &digits {
        let draft = Draft {
            id: kernel::mint(now),
            purpose: Purpose::SignIn,
            hash: digits_hash(codes.secret, Purpose::SignIn, account, digits),
            account,
            contact,
            issued_by: actor.account,
            sent: false,
            card: Some(card.uuid()),
        };
        issue(tx, &draft, codes.settings, now).await?;
    }
    Ok(digits.into_iter().collect())
}

/// Revokes a card of an account: none of its codes opens anything any more. Twice is as once.
pub async fn revoke_card(
    tx: &Tx,
    account: AccountId,
    card: SignInCardId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let known = list_cards(tx, account).await?;
    let row = known.iter().find(|row| row.id == card);
    if row.ok_or(Error::CardUnknown)?.revoked_at.is_some() {
        return Ok(());
    }
    void(tx, (account, Some(card)), now).await?;
    record::of_account(
        tx,
        account,
        ("accounts.revoke_card", json!({ "card": card })),
        actor,
        now,
    )
    .await
}

/// Ends one card of an account, or all.
pub(crate) async fn void(
    tx: &Tx,
    (account, card): (AccountId, Option<SignInCardId>),
    now: Timestamp,
) -> Result<(), store::Error> {
    let which = card.map_or("1 = 1", |_| "id = $3");
    let values = |now: Timestamp| {
        let values = vec![account.uuid().into(), now.0.into()];
        let card = card.map(|card| card.uuid().into());
        values.into_iter().chain(card).collect()
    };
    let cards = format!(
        "UPDATE sign_in_cards SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL AND {which}"
    );
    execute(tx, &cards, values(now)).await?;
    let which = which.replace("id", "card_id");
    let codes = format!(
        "UPDATE one_time_codes SET expires_at = $2 WHERE account_id = $1 AND card_id IS NOT NULL \
         AND used_at IS NULL AND expires_at > $2 AND {which}"
    );
    execute(tx, &codes, values(now)).await?;
    Ok(())
}

/// The cards of an account, the newest first.
pub async fn list_cards(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<CardRow>, Error> {
    let sql =
        format!("{CARDS} WHERE c.account_id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT 100");
    let found = rows(db, &sql, vec![account.uuid().into()]).await?;
    Ok(found.iter().map(card).collect::<Result<_, _>>()?)
}

/// A card, and whose it is.
pub async fn find_card(
    db: &impl ConnectionTrait,
    id: SignInCardId,
) -> Result<Option<(AccountId, CardRow)>, Error> {
    let sql = format!("{CARDS} WHERE c.id = $1");
    let found = store::first(db, &sql, vec![id.uuid().into()]).await?;
    let read = |row: &Row| -> Result<(AccountId, CardRow), store::Error> {
        Ok((AccountId(row.try_get("", "account_id")?), card(row)?))
    };
    Ok(found.as_ref().map(read).transpose()?)
}

const CARDS: &str = "SELECT c.id, c.account_id, c.issued_by, c.producer_id, c.created_at, c.expires_at, c.revoked_at, a.name, \
    (SELECT COUNT(*) FROM one_time_codes o WHERE o.card_id = c.id AND o.used_at IS NULL) AS unused \
    FROM sign_in_cards c LEFT JOIN accounts a ON a.id = c.issued_by";

fn card(row: &Row) -> Result<CardRow, store::Error> {
    let issued_by: Option<Uuid> = row.try_get("", "issued_by")?;
    let producer: Option<Uuid> = row.try_get("", "producer_id")?;
    let revoked_at: Option<i64> = row.try_get("", "revoked_at")?;
    Ok(CardRow {
        id: SignInCardId(row.try_get("", "id")?),
        issued_by: issued_by.map(AccountId),
        issuer: row.try_get("", "name")?,
        producer: producer.map(ProducerId),
        unused: row.try_get("", "unused")?,
        created_at: Timestamp(row.try_get("", "created_at")?),
        expires_at: Timestamp(row.try_get("", "expires_at")?),
        revoked_at: revoked_at.map(Timestamp),
    })
}
