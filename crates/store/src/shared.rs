//! What the nodes of a market share beside the database, and may lose at any moment: counters with
//! an end, and a word to the others that the feed has moved.
//!
//! A request never connects: it uses the connection that [`Shared::keep`] holds,
//! waits for an answer no longer than [`PATIENCE`], and takes the connection away where none came,
//! so that the next request does not ask at all. `keep` connects again by itself.
//!
//! Keys are made with the installation's secret: they tell nothing of who is counted, and markets
//! that use one Redis do not meet.

mod hit;
mod keep;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Secret;
use kernel::text::hex;
use redis::aio::MultiplexedConnection;
use sha2::Sha256;
use tokio::sync::Notify;
use tokio::time::timeout;

pub use hit::{Counter, Verdict};

/// How long anybody waits for Redis.
pub const PATIENCE: Duration = Duration::from_millis(250);

/// Why Redis cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Away {
    /// The URL is none.
    #[error("redis.url: {0}")]
    Url(String),
    /// It said so, or the connection did.
    #[error(transparent)]
    Said(#[from] redis::RedisError),
    /// It said nothing in time.
    #[error("there was no answer within {} ms", PATIENCE.as_millis())]
    Silent,
    /// The connection has ended.
    #[error("the connection has ended")]
    Ended,
}

/// What nodes share. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Shared {
    /// Nothing: this node is alone.
    Local,
    /// What one Redis holds.
    Redis(Arc<Redis>),
}

/// A Redis, there or away.
pub struct Redis {
    client: redis::Client,
    secret: Secret,
    /// What this node signs its words with, so that it does not hear itself.
    name: [u8; 8],
    /// The connection that requests use; none while Redis is away.
    link: RwLock<Option<MultiplexedConnection>>,
    lost: Notify,
    told_away: AtomicBool,
}

impl std::fmt::Debug for Redis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL may hold a password.
        f.write_str("Redis(…)")
    }
}

impl Shared {
    /// The Redis of a URL; without one, nothing is shared. Nothing is connected yet.
    pub fn open(url: Option<&str>, secret: &Secret) -> Result<Self, Away> {
        let Some(url) = url else {
            return Ok(Self::Local);
        };
        Ok(Self::Redis(Arc::new(Redis {
            client: redis::Client::open(url).map_err(|err| Away::Url(err.to_string()))?,
            secret: secret.clone(),
            name: kernel::random::bytes(),
            link: RwLock::default(),
            lost: Notify::new(),
            told_away: AtomicBool::new(false),
        })))
    }

    /// Whether Redis answers; nothing shared is no answer to miss.
    pub async fn ping(&self) -> Result<(), Away> {
        match self {
            Self::Local => Ok(()),
            Self::Redis(redis) => keep::ping(&mut redis.connect().await?).await,
        }
    }

    /// Whether this node counts and calls through Redis at this moment.
    pub fn is_linked(&self) -> bool {
        match self {
            Self::Local => false,
            Self::Redis(redis) => redis.link().is_some(),
        }
    }
}

impl Redis {
    fn link(&self) -> Option<MultiplexedConnection> {
        let link = self.link.read().unwrap_or_else(PoisonError::into_inner);
        link.clone()
    }

    fn set_link(&self, link: Option<MultiplexedConnection>) -> Option<MultiplexedConnection> {
        let mut held = self.link.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut held, link)
    }

    /// Redis is there: requests may use it.
    fn found(&self, link: MultiplexedConnection) {
        self.set_link(Some(link));
        self.told_away.store(false, Ordering::Relaxed);
        tracing::info!("Redis answers: nodes share their limits");
    }

    /// Takes the connection away from the requests that come, and tells [`Shared::keep`].
    fn lose(&self, why: &Away) {
        if self.set_link(None).is_some() {
            self.lost.notify_one();
        }
        self.missed(why);
    }

    /// Says once that Redis is away.
    fn missed(&self, why: &Away) {
        if !self.told_away.swap(true, Ordering::Relaxed) {
            tracing::warn!(error = %why, "Redis is away: this node counts and looks by itself");
        }
    }

    /// A name under which something lies in Redis.
    fn key(&self, parts: &[&[u8]]) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.expose()) else {
            // HMAC takes a key of any length.
            return String::new();
        };
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        let whole: [u8; 32] = mac.finalize().into_bytes().into();
        format!("ocop:{}", hex(whole.get(..16).unwrap_or(&whole)))
    }
}

/// An answer, or that there was none in time.
async fn patiently<T>(
    answer: impl Future<Output = Result<T, redis::RedisError>>,
) -> Result<T, Away> {
    match timeout(PATIENCE, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_elapsed) => Err(Away::Silent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: u8, parts: &[&[u8]]) -> String {
        let secret = Secret::new([secret; 32]);
        match Shared::open(Some("redis://127.0.0.1:1"), &secret).unwrap() {
            Shared::Redis(redis) => redis.key(parts),
            Shared::Local => panic!("there is a URL"),
        }
    }

    #[test]
    fn a_key_names_nobody_and_markets_do_not_meet() {
        let one = key(1, &[b"limit", b"0912345678"]);
        assert_eq!(one.len(), "ocop:".len() + 32);
        assert_eq!(one, key(1, &[b"limit", b"0912345678"]));
        assert_ne!(one, key(2, &[b"limit", b"0912345678"]));
        assert_ne!(one, key(1, &[b"limit0", b"912345678"]));
    }

    #[tokio::test]
    async fn without_redis_nothing_is_shared_and_a_wrong_url_is_refused() {
        let secret = Secret::new([1; 32]);
        let alone = Shared::open(None, &secret).unwrap();
        assert!(!alone.is_linked() && alone.ping().await.is_ok());
        assert_eq!(alone.hit(&[], kernel::Timestamp(0)).await, None);
        let wrong = Shared::open(Some("localhost"), &secret).unwrap_err();
        assert!(wrong.to_string().starts_with("redis.url: "), "{wrong}");
    }
}
