use kernel::{AccountId, Actor, Capacity, Lang, ProducerId, Timestamp};
use store::{Db, Tx, rows};
use uuid::Uuid;

use crate::contact::{candidates, mark_proven};
use crate::invite::{settle, take};
use crate::register::{insert_account, insert_contacts, parse_name};
use crate::sign_in::count_try;
use crate::throttle::forgive;
use crate::{
    Attempt, Codes, Error, Fault, Login, MemberRole, PasswordHash, Person, Proof, SignedIn,
    add_member, open_session,
};

/// Who accepts an invitation.
#[derive(Debug, Clone)]
pub enum Joiner<'a> {
    /// Somebody signed in.
    Account(AccountId),
    /// Somebody who is not: the account that has proven the contact point, else a new one.
    Nobody {
        /// What a new account's person is called.
        name: Option<&'a str>,
        /// Their password, if they want one.
        password: Option<PasswordHash>,
        /// Their language.
        lang: Lang,
    },
}

/// What came of an invitation.
#[derive(Debug, Clone)]
pub struct Joined {
    /// To which producer somebody belongs now.
    pub producer: ProducerId,
    /// As what.
    pub role: MemberRole,
    /// Who.
    pub account: AccountId,
    /// Their session, where they were not signed in.
    pub signed_in: Option<SignedIn>,
}

/// Accepts an invitation with the digits that went to a contact point, which proves it. Who is not
/// signed in and has proven it before is let in, as by a sign-in code; who serves the market signs
/// in with a password first.
pub async fn join(
    db: &Db,
    attempt: Attempt<'_>,
    joiner: Joiner<'_>,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<Joined, Error> {
    let subjects = count_try(db, &attempt, codes, now).await?;
    let login = Login::parse(attempt.login).ok_or(Error::CodeUnknown)?;
    let Proof::Code(digits) = attempt.proof else {
        return Err(Error::CodeUnknown);
    };
    let tx = store::write(db).await?;
    let Some(taken) = take(&tx, (&login, digits), codes.secret, now).await? else {
        tx.commit().await.map_err(store::Error::from)?;
        return Err(Error::CodeUnknown);
    };
    let signed_in = matches!(joiner, Joiner::Account(_));
    let account = account(&tx, &login, joiner, now).await?;
    prove(&tx, account, &login, now).await?;
    settle(&tx, &taken, account, now).await?;
    let inviter = Actor::new(taken.invited_by, Capacity::Member);
    let member = (account, taken.role);
    add_member(&tx, taken.producer, member, inviter, now).await?;
    forgive(&tx, &subjects).await?;
    let session = if signed_in {
        None
    } else {
        Some(open_session(&tx, account, attempt.device, codes.settings, now).await?)
    };
    tx.commit().await.map_err(store::Error::from)?;
    Ok(Joined {
        producer: taken.producer,
        role: taken.role,
        account,
        signed_in: session,
    })
}

/// Whose membership it becomes.
async fn account(
    tx: &Tx,
    login: &Login,
    joiner: Joiner<'_>,
    now: Timestamp,
) -> Result<AccountId, Error> {
    let (name, password, lang) = match joiner {
        Joiner::Account(account) => return Ok(account),
        Joiner::Nobody {
            name,
            password,
            lang,
        } => (name, password, lang),
    };
    let known = candidates(tx, login, 1).await?;
    if let Some(owner) = known.first().filter(|c| c.proven) {
        return if owner.staff {
            Err(Error::NoCodeFor(owner.account))
        } else {
            Ok(owner.account)
        };
    }
    let name = parse_name(name.ok_or(Fault::Name)?)?;
    let person = person(name, login, lang);
    let account = insert_account(tx, &person, password.as_ref(), now).await?;
    insert_contacts(tx, account, &person, now).await?;
    Ok(account)
}

/// Somebody with one contact point.
pub(crate) fn person(name: String, login: &Login, lang: Lang) -> Person {
    let (email, phone) = match login {
        Login::Email(email) => (Some(email.clone()), None),
        Login::Phone(phone) => (None, Some(phone.clone())),
    };
    Person {
        name,
        email,
        phone,
        lang,
    }
}

/// The digits went to this contact point; where the account names it, it is proven.
async fn prove(
    tx: &Tx,
    account: AccountId,
    login: &Login,
    now: Timestamp,
) -> Result<(), store::Error> {
    let sql = "SELECT id FROM contact_points WHERE account_id = $1 AND kind = $2 AND value = $3";
    let values = vec![
        account.uuid().into(),
        login.kind().into(),
        login.value().into(),
    ];
    for row in rows(tx, sql, values).await? {
        mark_proven(tx, row.try_get::<Uuid>("", "id")?, "letter", now).await?;
    }
    Ok(())
}
