use kernel::{AccountId, Actor, Capacity, Timestamp};
use serde_json::json;
use store::{Tx, rows};
use uuid::Uuid;

use crate::code::{Purpose, take_letter};
use crate::contact::mark_proven;
use crate::register::send_letter;
use crate::throttle::{Subject, count};
use crate::{Codes, Error};

/// Proves a contact point with the code of the letter that went there.
pub async fn prove_contact(tx: &Tx, code: &str, now: Timestamp) -> Result<AccountId, Error> {
    let used = take_letter(tx, Purpose::ProveContact, code, now).await?;
    let contact = used.contact.ok_or(Error::CodeUnknown)?;
    match mark_proven(tx, contact, "letter", now).await {
        Ok(true) => {}
        // The rule speaks where another account was faster by a moment.
        Ok(false) | Err(store::Error::Rule("contact_proven_once")) => {
            return Err(Error::ProvenByAnother);
        }
        Err(other) => return Err(other.into()),
    }
    let entry = audit::Entry {
        actor: Actor::new(used.account, Capacity::Own),
        action: "accounts.prove_contact",
        subject_kind: "account",
        subject_id: used.account.to_string(),
        detail: json!({ "contact": contact }),
    };
    audit::record(tx, entry, now).await?;
    Ok(used.account)
}

/// Sends the letters that prove an account's unproven e-mail addresses once more; asked too often,
/// it waits.
pub async fn ask_for_proof(
    tx: &Tx,
    account: AccountId,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if codes.settings.throttle {
        count(tx, &[Subject::reset(&account.to_string())], now).await?;
    }
    let sql = "SELECT id FROM contact_points WHERE account_id = $1 AND kind = 'email' AND proven_at IS NULL";
    for row in rows(tx, sql, vec![account.uuid().into()]).await? {
        let contact: Uuid = row.try_get("", "id").map_err(store::Error::from)?;
        send_letter(tx, Purpose::ProveContact, (account, contact), codes, now).await?;
    }
    Ok(())
}
