//! Hashing passwords: argon2id at OWASP's least cost, beside the runtime and never more at once
//! than there are cores (each takes 19 MiB).

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;

use crate::{Error, Password};

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How long somebody waits for their turn.
const PATIENCE: Duration = Duration::from_secs(10);

static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Arc::new(Semaphore::new(cores))
});

/// A password as stored: a PHC string, which names its own parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(crate) String);

impl PasswordHash {
    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hashes a new password.
pub async fn hash_password(password: &Password) -> Result<PasswordHash, Error> {
    let password = password.clone();
    in_turn(move || hash(&password)).await?
}

/// Whether the password is the one behind a stored hash. Without a hash it takes as long, and is
/// wrong.
pub(crate) async fn verify(password: &Password, stored: Option<&str>) -> Result<bool, Error> {
    let (password, stored) = (password.clone(), stored.map(str::to_owned));
    in_turn(move || {
        if let Some(stored) = stored {
            return matches(&password, &stored);
        }
        let _ = hash(&password);
        false
    })
    .await
}

/// Whether a stored hash was made with other numbers than today's.
pub(crate) fn is_outdated(stored: &str) -> bool {
    let today = format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$");
    !stored.starts_with(&today)
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let turn = tokio::time::timeout(PATIENCE, TURNS.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        return Err(Error::Overloaded);
    };
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|err| Error::Hash(err.to_string()))
}

fn hasher() -> Result<Argon2<'static>, Error> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|err| Error::Hash(err.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &Password) -> Result<PasswordHash, Error> {
    let phc: Phc = hasher()?
        .hash_password(password.as_bytes())
        .map_err(|err| Error::Hash(err.to_string()))?;
    Ok(PasswordHash(phc.to_string()))
}

fn matches(password: &Password, stored: &str) -> bool {
    // The parameters are those of the stored hash.
    Phc::new(stored).is_ok_and(|phc| {
        Argon2::default()
            .verify_password(password.as_bytes(), &phc)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Owner, Settings};

    #[tokio::test]
    async fn a_hash_names_its_numbers_and_knows_its_password() {
        let parse = |text| Password::parse(text, Owner::default(), &Settings::default()).unwrap();
        let right = parse("gió biển Thiên Cầm");
        let hash = hash_password(&right).await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(!is_outdated(&hash.0) && is_outdated("$argon2id$v=19$m=4096,t=3,p=1$"));
        assert!(verify(&right, Some(&hash.0)).await.unwrap());
        assert!(
            !verify(&parse("gió biển Cẩm Nhượng"), Some(&hash.0))
                .await
                .unwrap()
        );
        assert!(!verify(&right, None).await.unwrap());
    }
}
