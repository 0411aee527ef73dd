//! Declarations of age: before alcohol is shown or sold, somebody says who they are and when they
//! were born.

use kernel::{Day, Timestamp, random, text};
use sha2::{Digest, Sha256};
use store::{ConnectionTrait, Tx, execute, first};

use crate::Error;
use crate::draft::Faults;
use crate::error::Wrong;

/// How long a declaration holds.
const DAYS: i64 = 365;

/// Notes a declaration; the answer is the token that stands for it. Who is younger than the rule
/// says is refused.
pub async fn declare_age(
    tx: &Tx,
    name: &str,
    birth_year: i64,
    now: Timestamp,
) -> Result<String, Error> {
    let today = Day::of(now);
    let minimum: i64 = rules::value(tx, "alcohol.minimum_age", "*", today).await?;
    let mut faults = Faults(vec![]);
    let name = faults.line("/name", name, 100);
    let year = i64::from(today.0.year());
    if !(1900..=year).contains(&birth_year) {
        faults.add("/birth_year", Wrong::OutOfRange(1900, year));
    } else if year - birth_year < minimum {
        faults.add("/birth_year", Wrong::TooYoung(minimum));
    }
    if !faults.0.is_empty() {
        return Err(Error::Invalid(faults.0));
    }
    let token = text::hex(&random::bytes::<32>());
    let sql = "INSERT INTO age_declarations (id, token_hash, name, birth_year, declared_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = vec![
        kernel::mint(now).into(),
        digest(&token).into(),
        name.into(),
        birth_year.into(),
        now.0.into(),
        now.plus_days(DAYS).0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(token)
}

/// Whether a token stands for a declaration that holds.
pub async fn declared(
    db: &impl ConnectionTrait,
    token: Option<&str>,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(birth_year(db, token, now).await?.is_some())
}

/// The year of birth that was declared, where a token stands for a declaration that holds.
pub async fn birth_year(
    db: &impl ConnectionTrait,
    token: Option<&str>,
    now: Timestamp,
) -> Result<Option<i64>, Error> {
    let Some(token) = token else {
        return Ok(None);
    };
    let sql = "SELECT birth_year FROM age_declarations WHERE token_hash = $1 AND expires_at > $2";
    let row = first(db, sql, vec![digest(token).into(), now.0.into()]).await?;
    Ok(row.map(|row| row.try_get("", "birth_year")).transpose()?)
}

fn digest(token: &str) -> String {
    text::hex(&Sha256::digest(token.as_bytes()))
}
