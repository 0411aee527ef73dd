use kernel::{AccountId, Timestamp};
use store::{Db, Tx, execute};

use crate::code::{self, Purpose, digits_hash};
use crate::contact::{Candidate, claimants, expected, mark_proven};
use crate::throttle::{Subject, count, forgive};
use crate::{Codes, Error, Login, Password, PasswordHash, SignedIn, hash, open_session};

/// On how many accounts one login is tried: so many of the oldest and of the newest who only say
/// that it is theirs. A try at a login that many claim takes longer, and tries are few.
const MOST_OF_EACH: i64 = 8;

/// One try at signing in.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    /// E-mail or phone, as typed.
    pub login: &'a str,
    /// What shows that it is them.
    pub proof: Proof<'a>,
    /// What the device calls itself.
    pub device: &'a str,
    /// Where the try comes from: counted under a digest of it.
    pub source: Option<&'a str>,
}

/// What shows that it is them.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// A password.
    Password(&'a str),
    /// Eight digits that an official handed over, or that came by text.
    Code(&'a str),
}

/// Signs in. An unknown login takes as long and answers the same as a wrong password.
pub async fn sign_in(
    db: &Db,
    attempt: Attempt<'_>,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<SignedIn, Error> {
    let subjects = count_try(db, &attempt, codes, now).await?;
    let login = Login::parse(attempt.login);
    let (tx, account) = match attempt.proof {
        Proof::Password(text) => {
            let known = match &login {
                Some(login) => claimants(db.read(), login, MOST_OF_EACH).await?,
                None => vec![],
            };
            let found = by_password(&known, text).await?;
            let tx = store::write(db).await?;
            if let Some(hash) = found.stronger {
                store_hash(&tx, found.account, &hash).await?;
            }
            (tx, found.account)
        }
        Proof::Code(digits) => {
            let tx = store::write(db).await?;
            let login = login.as_ref().ok_or(Error::InvalidCredentials)?;
            let known = expected(&tx, login, now).await?;
            if let Some(account) = by_code(&tx, &known, digits, codes, now).await? {
                (tx, account)
            } else {
                let tried: Vec<AccountId> = known.iter().map(|c| c.account).collect();
                code::spend_try(&tx, Purpose::SignIn, &tried).await?;
                tx.commit().await.map_err(store::Error::from)?;
                return Err(Error::InvalidCredentials);
            }
        }
    };
    forgive(&tx, &subjects).await?;
    let signed_in = open_session(&tx, account, attempt.device, codes.settings, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(signed_in)
}

/// Counts the try before it is made, in a transaction of its own.
pub(crate) async fn count_try(
    db: &Db,
    attempt: &Attempt<'_>,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<Vec<Subject>, Error> {
    if !codes.settings.throttle {
        return Ok(vec![]);
    }
    let subjects: Vec<Subject> = [Subject::login(attempt.login)]
        .into_iter()
        .chain(attempt.source.map(Subject::source))
        .collect();
    let tx = store::write(db).await?;
    count(&tx, &subjects, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(subjects)
}

struct Found {
    account: AccountId,
    /// The hash with today's numbers, where the stored one was made with others.
    stronger: Option<PasswordHash>,
}

async fn by_password(known: &[Candidate], text: &str) -> Result<Found, Error> {
    let password = Password::claimed(text).ok_or(Error::InvalidCredentials)?;
    if known.iter().all(|c| c.password_hash.is_none()) {
        hash::verify(&password, None).await?;
    }
    for candidate in known {
        let Some(stored) = &candidate.password_hash else {
            continue;
        };
        if hash::verify(&password, Some(stored)).await? {
            let stronger = if hash::is_outdated(stored) {
                Some(hash::hash_password(&password).await?)
            } else {
                None
            };
            let account = candidate.account;
            return Ok(Found { account, stronger });
        }
    }
    Err(Error::InvalidCredentials)
}

/// Whose code it is. One that an official handed over, or that came by text, also proves the
/// contact point that it was asked for with.
async fn by_code(
    tx: &Tx,
    known: &[Candidate],
    digits: &str,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<Option<AccountId>, Error> {
    let digits = code::only_digits(digits);
    for candidate in known {
        let hash = digits_hash(codes.secret, Purpose::SignIn, candidate.account, &digits);
        if let Some(used) = code::take(tx, Purpose::SignIn, &hash, now).await? {
            if used.contact == Some(candidate.contact) {
                mark_proven(tx, candidate.contact, "official", now).await?;
            }
            return Ok(Some(candidate.account));
        }
    }
    Ok(None)
}

pub(crate) async fn store_hash(
    tx: &Tx,
    account: AccountId,
    hash: &PasswordHash,
) -> Result<(), store::Error> {
    let sql = "UPDATE accounts SET password_hash = $2, version = version + 1 WHERE id = $1";
    execute(tx, sql, vec![account.uuid().into(), hash.0.clone().into()]).await?;
    Ok(())
}
