//! Doing a thing once under an idempotency key: the answer is written in the thing's own
//! transaction, so that it is there exactly when the thing is.
//!
//! A concurrent twin waits on the row's unique place and then replays. Only answers of success are
//! stored: a refusal wrote nothing, so its key stays free.

use std::str::FromStr;

use kernel::{IdError, Timestamp};
use sha2::{Digest, Sha256};
use store::{ConnectionTrait, Db, Tx, execute, first};

use crate::Error;
use crate::error::Refusal;

/// Who does what under which key, with which body.
#[derive(Debug, Clone)]
pub struct Key {
    /// The account or the cart.
    pub scope: String,
    /// Which use-case.
    pub route: &'static str,
    /// The caller's own word.
    pub word: String,
    /// The body's digest.
    pub digest: String,
}

impl Key {
    /// A key for a body.
    pub fn new(scope: String, route: &'static str, word: String, body: &[u8]) -> Self {
        Self {
            scope,
            route,
            word,
            digest: kernel::text::hex(&Sha256::digest(body)),
        }
    }

    fn place(&self) -> store::Values {
        vec![
            self.scope.as_str().into(),
            self.route.into(),
            self.word.as_str().into(),
        ]
    }
}

/// Does something for the first time, or answers with the id that it answered before under the same
/// key. A twin may be faster than a first look, so that a refusal looks once more.
pub(crate) async fn or_again<T: FromStr<Err = IdError>, F>(
    db: &Db,
    key: Option<&Key>,
    first: impl FnOnce() -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let Some(key) = key else {
        return first().await;
    };
    if let Some(stored) = answered(db.read(), key).await? {
        return stored.body.parse().map_err(unreadable);
    }
    match first().await {
        Err(refused) => match answered(db.read(), key).await? {
            Some(stored) => stored.body.parse().map_err(unreadable),
            None => Err(refused),
        },
        done => done,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn unreadable(err: IdError) -> Error {
    orders::Error::Unreadable(err.to_string()).into()
}

/// What is stored under a key.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    /// The answer, or as much of it as is known.
    pub body: String,
    /// Whether the thing was begun and is not whole yet.
    pub pending: bool,
}

/// What is stored under a key; another body under it is refused.
pub(crate) async fn answered(
    db: &impl ConnectionTrait,
    key: &Key,
) -> Result<Option<Stored>, Error> {
    let sql = "SELECT body_digest, status, response_body FROM idempotency_keys \
        WHERE scope = $1 AND route = $2 AND idempotency_key = $3";
    let Some(row) = first(db, sql, key.place()).await? else {
        return Ok(None);
    };
    let column = |name: &str| row.try_get::<String>("", name).map_err(store::Error::from);
    if column("body_digest")? != key.digest {
        return Err(Refusal::KeyMismatch.into());
    }
    Ok(Some(Stored {
        body: column("response_body")?,
        pending: column("status")? == "pending",
    }))
}

/// Takes the key and stores the answer that will be given once the transaction commits. A twin that
/// was faster is the rule `idempotency_key_once`.
pub(crate) async fn answer(
    tx: &Tx,
    key: &Key,
    body: &str,
    now: Timestamp,
) -> Result<(), store::Error> {
    take(tx, key, ("done", body), now).await
}

/// Takes the key for a thing that is begun by this transaction and made whole after it.
pub(crate) async fn begin(
    tx: &Tx,
    key: &Key,
    body: &str,
    now: Timestamp,
) -> Result<(), store::Error> {
    take(tx, key, ("pending", body), now).await
}

/// What was begun under the key is whole: this is its answer. The first one stays.
pub(crate) async fn complete(db: &store::Db, key: &Key, body: &str) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let sql = "UPDATE idempotency_keys SET status = 'done', response_body = $4 \
            WHERE scope = $1 AND route = $2 AND idempotency_key = $3 AND status = 'pending'";
        let mut values = key.place();
        values.push(body.into());
        execute(&tx, sql, values).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

async fn take(
    tx: &Tx,
    key: &Key,
    (status, body): (&str, &str),
    now: Timestamp,
) -> Result<(), store::Error> {
    let sql = "INSERT INTO idempotency_keys (scope, route, idempotency_key, body_digest, status, \
        response_status, response_body, created_at) VALUES ($1, $2, $3, $4, $5, 201, $6, $7)";
    let mut values = key.place();
    values.extend([
        key.digest.as_str().into(),
        status.into(),
        body.into(),
        now.0.into(),
    ]);
    execute(tx, sql, values).await?;
    Ok(())
}

/// Forgets keys older than a day.
pub async fn forget_keys(db: &store::Db, now: Timestamp) -> Result<u64, store::Error> {
    let tx = store::write(db).await?;
    let sql = "DELETE FROM idempotency_keys WHERE created_at < $1";
    let gone = execute(&tx, sql, vec![now.plus_hours(-24).0.into()]).await?;
    tx.commit().await?;
    Ok(gone)
}
