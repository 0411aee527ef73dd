use kernel::{AccountId, Actor, Lang, Timestamp};
use serde_json::json;
use store::{Tx, execute, first, rows};
use uuid::Uuid;

use crate::contact::mark_proven;
use crate::register::{insert_account, insert_contacts};
use crate::sign_in::store_hash;
use crate::{
    Area, Email, Error, Fault, Login, PasswordHash, Person, StaffRole, record, revoke_sessions,
};

/// What an account is to be for the market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// Nothing: a buyer like all.
    None,
    /// An official of an area.
    Official(Area),
    /// An administrator.
    Admin,
}

impl Grant {
    /// From the words of the API: `official` with an area, `admin` or `buyer` without.
    pub fn parse(role: &str, area: Option<Area>) -> Result<Self, Fault> {
        match (role, area) {
            ("official", Some(area)) => Ok(Self::Official(area)),
            ("admin", None) => Ok(Self::Admin),
            ("buyer", None) => Ok(Self::None),
            ("official" | "admin" | "buyer", _) => Err(Fault::Area),
            _other => Err(Fault::Role),
        }
    }

    fn row(&self) -> Option<(StaffRole, Area)> {
        match self {
            Self::None => None,
            Self::Official(area) => Some((StaffRole::Official, area.clone())),
            Self::Admin => Some((StaffRole::Admin, Area::country())),
        }
    }
}

/// Sets what an account is for the market, in place of what it was. What changes ends its
/// sessions, so that nobody goes on under a token that was given for less or for more.
pub async fn set_role(
    tx: &Tx,
    account: AccountId,
    grant: &Grant,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    hold_admins(tx).await?;
    let before = held(tx, account).await?;
    let after: Vec<(StaffRole, Area)> = grant.row().into_iter().collect();
    if before == after {
        return Ok(());
    }
    execute(
        tx,
        "DELETE FROM account_roles WHERE account_id = $1",
        vec![account.uuid().into()],
    )
    .await?;
    insert_roles(tx, account, &after, actor, now).await?;
    if before.iter().any(|(role, _)| *role == StaffRole::Admin) {
        keep_an_admin(tx).await?;
    }
    revoke_sessions(tx, account, now).await?;
    let words = |roles: &[(StaffRole, Area)]| -> Vec<String> {
        let word = |(role, area): &(StaffRole, Area)| format!("{}:{}", role.as_str(), area.code);
        roles.iter().map(word).collect()
    };
    let detail = json!({ "from": words(&before), "to": words(&after) });
    record::of_account(tx, account, ("accounts.set_role", detail), actor, now).await
}

async fn held(tx: &Tx, account: AccountId) -> Result<Vec<(StaffRole, Area)>, Error> {
    let sql = "SELECT r.role, r.area_kind, r.area_code FROM accounts a \
        LEFT JOIN account_roles r ON r.account_id = a.id WHERE a.id = $1";
    let found = rows(tx, sql, vec![account.uuid().into()]).await?;
    if found.is_empty() {
        return Err(Error::AccountUnknown);
    }
    let read = |row: &store::Row| -> Result<Option<(StaffRole, Area)>, store::Error> {
        let Some(role) = row.try_get::<Option<String>>("", "role")? else {
            return Ok(None);
        };
        let kind: String = row.try_get("", "area_kind")?;
        let code: String = row.try_get("", "area_code")?;
        Ok(StaffRole::parse(&role).zip(Area::stored(&kind, &code)))
    };
    let held: Result<Vec<_>, store::Error> = found.iter().map(read).collect();
    Ok(held?.into_iter().flatten().collect())
}

async fn insert_roles(
    tx: &Tx,
    account: AccountId,
    roles: &[(StaffRole, Area)],
    actor: Actor,
    now: Timestamp,
) -> Result<(), store::Error> {
    let columns = [
        "account_id",
        "role",
        "area_kind",
        "area_code",
        "granted_by",
        "granted_at",
    ];
    let rows = roles
        .iter()
        .map(|(role, area)| {
            vec![
                account.uuid().into(),
                role.as_str().into(),
                area.kind.as_str().into(),
                area.code.clone().into(),
                actor.account.map(Uuid::from).into(),
                now.0.into(),
            ]
        })
        .collect();
    store::insert(tx, "account_roles", &columns, rows).await
}

/// Two administrators who remove each other at once take turns: whoever changes roles holds the
/// rows of the administrators first.
pub(crate) async fn hold_admins(tx: &Tx) -> Result<(), store::Error> {
    let sql = "UPDATE account_roles SET granted_at = granted_at WHERE role = 'admin'";
    execute(tx, sql, vec![]).await?;
    Ok(())
}

/// The market keeps an administrator who can act.
pub(crate) async fn keep_an_admin(tx: &Tx) -> Result<(), Error> {
    let sql = "SELECT r.account_id FROM account_roles r JOIN accounts a ON a.id = r.account_id \
        WHERE r.role = 'admin' AND a.status = 'active' LIMIT 1";
    match first(tx, sql, vec![]).await? {
        Some(_admin) => Ok(()),
        None => Err(Error::LastAdmin),
    }
}

/// Makes an administrator from the command line: who runs the program vouches for the address. An
/// account that has proven it becomes an administrator with the new password.
pub async fn create_admin(
    tx: &Tx,
    email: &Email,
    hash: &PasswordHash,
    now: Timestamp,
) -> Result<AccountId, Error> {
    let known = crate::proven(tx, &Login::Email(email.clone())).await?;
    let account = if let Some(account) = known {
        store_hash(tx, account, hash).await?;
        revoke_sessions(tx, account, now).await?;
        account
    } else {
        let person = Person {
            name: email.local().to_owned(),
            email: Some(email.clone()),
            phone: None,
            lang: Lang::Vi,
        };
        vouch(tx, &person, Some(hash), now).await?
    };
    set_role(tx, account, &Grant::Admin, Actor::SYSTEM, now).await?;
    Ok(account)
}

/// Makes an account whose contact points are proven already: sample data, and what an operator
/// vouches for.
pub async fn vouch(
    tx: &Tx,
    person: &Person,
    hash: Option<&PasswordHash>,
    now: Timestamp,
) -> Result<AccountId, Error> {
    let account = insert_account(tx, person, hash, now).await?;
    let contacts = insert_contacts(tx, account, person, now).await?;
    for contact in [contacts.email, contacts.phone].into_iter().flatten() {
        mark_proven(tx, contact, "operator", now).await?;
    }
    Ok(account)
}
