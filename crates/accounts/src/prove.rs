use kernel::{AccountId, Actor, Capacity, Timestamp};
use serde_json::json;
use store::{Db, Tx, rows};
use uuid::Uuid;

use crate::code::{self, Purpose, Used, digits_hash, only_digits, take_letter};
use crate::contact::mark_proven;
use crate::register::{send_digits, send_letter};
use crate::throttle::{Subject, count};
use crate::{Codes, Error, record};

/// Proves a contact point with the code of the letter that went there.
pub async fn prove_contact(tx: &Tx, code: &str, now: Timestamp) -> Result<AccountId, Error> {
    let used = take_letter(tx, Purpose::ProveContact, code, now).await?;
    prove(tx, &used, now).await?;
    Ok(used.account)
}

/// Proves the phone of an account with the eight digits that went there. A wrong one costs a try.
pub async fn prove_phone(
    db: &Db,
    account: AccountId,
    digits: &str,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let purpose = Purpose::ProveContact;
    let hash = digits_hash(codes.secret, purpose, account, &only_digits(digits));
    let used = code::take(&tx, purpose, &hash, now).await?;
    match &used {
        Some(used) => prove(&tx, used, now).await?,
        None => code::spend_try(&tx, purpose, &[account]).await?,
    }
    tx.commit().await.map_err(store::Error::from)?;
    used.map(|_proven| ()).ok_or(Error::CodeUnknown)
}

async fn prove(tx: &Tx, used: &Used, now: Timestamp) -> Result<(), Error> {
    let contact = used.contact.ok_or(Error::CodeUnknown)?;
    mark(tx, contact, "letter", now).await?;
    let detail = json!({ "contact": contact });
    record::of_account(
        tx,
        used.account,
        ("accounts.prove_contact", detail),
        Actor::new(used.account, Capacity::Own),
        now,
    )
    .await
}

/// Sends what proves an account's unproven contact points once more, a letter to an e-mail
/// address, eight digits to a phone; asked too often, for one account or number or from one place,
/// it waits. What another account has proven is left alone, which is nobody's to learn.
pub async fn ask_for_proof(
    tx: &Tx,
    account: AccountId,
    source: Option<&str>,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if codes.settings.throttle {
        count(tx, &[Subject::reset(&account.to_string())], now).await?;
    }
    for (contact, kind, value) in unproven(tx, account).await? {
        let to = (account, contact);
        if kind == "email" {
            send_letter(tx, Purpose::ProveContact, to, codes, now).await?;
            continue;
        }
        if codes.settings.throttle {
            count(tx, &Subject::sent(&value, source), now).await?;
        }
        send_digits(tx, Purpose::ProveContact, to, codes, now).await?;
    }
    Ok(())
}

async fn unproven(
    tx: &Tx,
    account: AccountId,
) -> Result<Vec<(Uuid, String, String)>, store::Error> {
    let sql = "SELECT id, kind, value FROM contact_points c WHERE account_id = $1 AND proven_at IS NULL \
        AND NOT EXISTS (SELECT 1 FROM contact_points o WHERE o.kind = c.kind AND o.value = c.value AND o.proven_at IS NOT NULL) \
        ORDER BY kind";
    let one = |row: &store::Row| -> Result<(Uuid, String, String), store::Error> {
        Ok((
            row.try_get("", "id")?,
            row.try_get("", "kind")?,
            row.try_get("", "value")?,
        ))
    };
    let found = rows(tx, sql, vec![account.uuid().into()]).await?;
    found.iter().map(one).collect()
}

async fn mark(tx: &Tx, contact: Uuid, by: &str, now: Timestamp) -> Result<(), Error> {
    match mark_proven(tx, contact, by, now).await {
        Ok(true) => Ok(()),
        // The rule speaks where another account was faster by a moment.
        Ok(false) | Err(store::Error::Rule("contact_proven_once")) => Err(Error::ProvenByAnother),
        Err(other) => Err(other.into()),
    }
}

/// What came of calling somebody's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// They answered, and it is their number.
    Confirmed,
    /// Somebody else answered.
    Denied,
    /// Nobody answered.
    NoAnswer,
}

impl Heard {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Denied => "denied",
            Self::NoAnswer => "no_answer",
        }
    }

    /// From its word in the API.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Confirmed, Self::Denied, Self::NoAnswer]
            .into_iter()
            .find(|heard| heard.as_str() == word)
    }
}

/// Notes a call to an account's phone; one that was confirmed proves it. Nobody vouches for
/// themselves.
pub async fn note_call(
    tx: &Tx,
    account: AccountId,
    heard: Heard,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if actor.account == Some(account) {
        return Err(Error::OwnAffair(account));
    }
    let sql = "SELECT c.id FROM contact_points c JOIN accounts a ON a.id = c.account_id \
        WHERE c.account_id = $1 AND c.kind = 'phone' AND a.status = 'active'";
    let row = store::first(tx, sql, vec![account.uuid().into()]).await?;
    let row = row.ok_or(Error::AccountUnknown)?;
    let contact: Uuid = row.try_get("", "id").map_err(store::Error::from)?;
    if heard == Heard::Confirmed {
        mark(tx, contact, "call", now).await?;
    }
    let detail = json!({ "contact": contact, "outcome": heard.as_str() });
    record::of_account(tx, account, ("accounts.note_call", detail), actor, now).await
}
