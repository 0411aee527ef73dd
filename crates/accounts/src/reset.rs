use kernel::{AccountId, Actor, Capacity, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Db, Tx, execute};
use uuid::Uuid;

use crate::code::{Purpose, take_letter};
use crate::contact::{claimants, mark_proven};
use crate::register::send_letter;
use crate::sign_in::store_hash;
use crate::throttle::{Subject, count};
use crate::{
    Codes, Error, Login, Owner, Password, PasswordHash, Settings, hash_password, record,
    revoke_sessions,
};

/// How many accounts that only say that an address is theirs get a letter at it: so many of the
/// oldest and of the newest.
const MOST_OF_EACH: i64 = 2;

/// Asks for a way to a new password. The caller learns nothing: a login that is unknown, that
/// nothing can be sent to, or that was asked for too often is answered alike and takes as long.
pub async fn ask_for_reset(
    db: &Db,
    login: &str,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    match count(&tx, &[Subject::reset(login)], now).await {
        Err(Error::TooManyTries { .. }) if codes.settings.throttle => return Ok(()),
        Ok(()) | Err(Error::TooManyTries { .. }) => {}
        Err(other) => return Err(other),
    }
    if let Some(login) = Login::parse(login) {
        for (account, contact) in reachable(&tx, &login).await? {
            send_letter(&tx, Purpose::ResetPassword, (account, contact), codes, now).await?;
        }
    }
    Ok(tx.commit().await.map_err(store::Error::from)?)
}

/// Where a letter for a login may go: to the one who has proven it; else to those who say that it
/// is theirs, at the e-mail of their account, for who reads it there has shown that it is.
async fn reachable(tx: &Tx, login: &Login) -> Result<Vec<(AccountId, Uuid)>, store::Error> {
    let known = claimants(tx, login, MOST_OF_EACH).await?;
    if let Some(owner) = known.first().filter(|c| c.proven) {
        return Ok(vec![(owner.account, owner.contact)]);
    }
    if let Login::Email(_) = login {
        return Ok(known.iter().map(|c| (c.account, c.contact)).collect());
    }
    let accounts: Vec<AccountId> = known.iter().map(|c| c.account).collect();
    emails_of(tx, &accounts).await
}

async fn emails_of(
    tx: &Tx,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, Uuid)>, store::Error> {
    let sql = format!(
        "SELECT id, account_id FROM contact_points WHERE kind = 'email' AND account_id IN {}",
        store::in_list(accounts.len(), 1)
    );
    let ids = accounts.iter().map(|a| a.uuid().into()).collect();
    let found = store::rows(tx, &sql, ids).await?;
    let pair = |row: &store::Row| -> Result<(AccountId, Uuid), store::Error> {
        Ok((
            AccountId(row.try_get("", "account_id")?),
            row.try_get("", "id")?,
        ))
    };
    found.iter().map(pair).collect()
}

/// Sets a new password with the code of a letter. Every session of the account ends.
pub async fn set_password(
    db: &Db,
    (code, text): (&str, &str),
    settings: &Settings,
    now: Timestamp,
) -> Result<(), Error> {
    let password = check_reset(db.read(), code, text, settings, now).await?;
    let hash = hash_password(&password).await?;
    store::retry(|| set_once(db, code, &hash, now)).await
}

async fn set_once(db: &Db, code: &str, hash: &PasswordHash, now: Timestamp) -> Result<(), Error> {
    let tx = store::write(db).await?;
    reset_password(&tx, code, hash, now).await?;
    Ok(tx.commit().await.map_err(store::Error::from)?)
}

/// Checks a new password for the account that a code belongs to: administrators need a longer
/// one. The code is not used up by it.
pub(crate) async fn check_reset(
    db: &impl ConnectionTrait,
    code: &str,
    password: &str,
    settings: &Settings,
    now: Timestamp,
) -> Result<Password, Error> {
    let sql = "SELECT a.name, c.value, (SELECT COUNT(*) FROM account_roles r WHERE r.account_id = a.id AND r.role = 'admin') AS admin \
        FROM one_time_codes o JOIN accounts a ON a.id = o.account_id JOIN contact_points c ON c.account_id = a.id \
        WHERE o.code_hash = $1 AND o.purpose = 'reset_password' AND o.used_at IS NULL AND o.expires_at > $2 AND a.status = 'active'";
    let hash = crate::digest::sha256_hex(code.trim().to_ascii_lowercase().as_bytes());
    let found = store::rows(db, sql, vec![hash.into(), now.0.into()]).await?;
    let read = |row: &store::Row| -> Result<(String, String, i64), store::Error> {
        Ok((
            row.try_get("", "name")?,
            row.try_get("", "value")?,
            row.try_get("", "admin")?,
        ))
    };
    let found: Vec<_> = found.iter().map(read).collect::<Result<_, _>>()?;
    let (_, _, admin) = found.first().ok_or(Error::CodeUnknown)?;
    let words: Vec<&str> = found
        .iter()
        .flat_map(|(n, v, _)| [n.as_str(), v.as_str()])
        .collect();
    let owner = Owner {
        words: &words,
        admin: *admin > 0,
    };
    Ok(Password::parse(password, owner, settings)?)
}

/// Sets a new password with a code, once: every session ends, other letters lose their force, and
/// the contact point that the letter went to is proven.
pub(crate) async fn reset_password(
    tx: &Tx,
    code: &str,
    hash: &PasswordHash,
    now: Timestamp,
) -> Result<AccountId, Error> {
    let used = take_letter(tx, Purpose::ResetPassword, code, now).await?;
    store_hash(tx, used.account, hash).await?;
    revoke_sessions(tx, used.account, now).await?;
    let sql = "UPDATE one_time_codes SET used_at = $2 \
        WHERE account_id = $1 AND purpose IN ('reset_password', 'sign_in') AND used_at IS NULL";
    execute(tx, sql, vec![used.account.uuid().into(), now.0.into()]).await?;
    if let Some(contact) = used.contact {
        mark_proven(tx, contact, "letter", now).await?;
    }
    let detail = json!({});
    record::of_account(
        tx,
        used.account,
        ("accounts.reset_password", detail),
        Actor::new(used.account, Capacity::Own),
        now,
    )
    .await?;
    Ok(used.account)
}
