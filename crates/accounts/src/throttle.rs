//! Wrong tries delay the next one, by login and by where they come from: never a lock, for a lock
//! would be a way to keep somebody out.

use kernel::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};
use store::{Tx, Values, execute, rows};

use crate::Error;

/// A quiet day forgets what was before.
const FORGET_MS: i64 = DAY_MS;
const LONGEST_MS: i64 = HOUR_MS;

/// What tries are counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The row's key.
    key: String,
    /// Failures without any delay.
    free: i64,
    /// What delays grow from, and to.
    wait_ms: (i64, i64),
}

/// A wrong try waits from a second to a quarter of an hour.
const TRY_MS: (i64, i64) = (1_000, 15 * MINUTE_MS);
/// What goes out by text costs money and rings on somebody's telephone: a minute to an hour.
const SEND_MS: (i64, i64) = (MINUTE_MS, LONGEST_MS);

impl Subject {
    /// A login, known or not.
    pub(crate) fn login(text: &str) -> Self {
        Self {
            key: format!("login:{}", crate::login::subject(text)),
            free: 5,
            wait_ms: TRY_MS,
        }
    }

    /// Asking for a new password for a login.
    pub(crate) fn reset(text: &str) -> Self {
        Self {
            key: format!("reset:{}", crate::login::subject(text)),
            free: 3,
            wait_ms: TRY_MS,
        }
    }

    /// Where the tries come from. Thousands share one address behind a mobile network, so it has
    /// more of them free.
    pub(crate) fn source(source: &str) -> Self {
        Self {
            key: format!("from:{}", crate::digest::sha256_hex(source.as_bytes())),
            free: 50,
            wait_ms: TRY_MS,
        }
    }

    /// Codes sent to one login, and those that one place asked for.
    pub(crate) fn sent(login: &str, source: Option<&str>) -> Vec<Self> {
        let place = |source: &str| Self {
            key: format!("sent-for:{}", crate::digest::sha256_hex(source.as_bytes())),
            free: 50,
            wait_ms: SEND_MS,
        };
        let login = Self {
            key: format!("sent:{}", crate::login::subject(login)),
            free: 3,
            wait_ms: SEND_MS,
        };
        std::iter::once(login).chain(source.map(place)).collect()
    }
}

/// How long to wait after so many failures: the first that is not free has the shortest delay,
/// which is doubled up to the longest.
fn delay_ms(failures: i64, free: i64, (first, longest): (i64, i64)) -> i64 {
    let over = failures.saturating_sub(free);
    if over <= 0 {
        return 0;
    }
    // Ten doublings are already more than the longest wait.
    let doublings = u32::try_from(over - 1).unwrap_or(u32::MAX).min(10);
    (first << doublings).min(longest)
}

/// Counts a try as failed before it is made, so that many at once are many; [`forgive`] takes it
/// back. Refused while an earlier delay runs.
pub(crate) async fn count(tx: &Tx, subjects: &[Subject], now: Timestamp) -> Result<(), Error> {
    let sql = format!(
        "INSERT INTO sign_in_failures (subject, failures, blocked_until, last_at) VALUES {values} \
         ON CONFLICT (subject) DO UPDATE SET last_at = excluded.last_at, \
         failures = CASE WHEN sign_in_failures.last_at < ${forget} THEN 1 ELSE sign_in_failures.failures + 1 END \
         WHERE sign_in_failures.blocked_until <= excluded.last_at \
         RETURNING subject, failures",
        values = store::values_list(subjects.len(), 4, 1),
        forget = subjects.len() * 4 + 1,
    );
    let mut values: Values = vec![];
    for subject in subjects {
        values.extend([
            subject.key.clone().into(),
            1i64.into(),
            0i64.into(),
            now.0.into(),
        ]);
    }
    values.push((now.0 - FORGET_MS).into());
    let counted = rows(tx, &sql, values).await?;
    if counted.len() < subjects.len() {
        return Err(blocked(tx, subjects, now).await?);
    }
    for row in &counted {
        let key: String = row.try_get("", "subject").map_err(store::Error::from)?;
        let failures: i64 = row.try_get("", "failures").map_err(store::Error::from)?;
        let subject = subjects.iter().find(|s| s.key == key);
        let wait = subject.map_or(0, |s| delay_ms(failures, s.free, s.wait_ms));
        if wait > 0 {
            let sql = "UPDATE sign_in_failures SET blocked_until = $2 WHERE subject = $1";
            execute(tx, sql, vec![key.into(), (now.0 + wait).into()]).await?;
        }
    }
    Ok(())
}

async fn blocked(tx: &Tx, subjects: &[Subject], now: Timestamp) -> Result<Error, store::Error> {
    let sql = format!(
        "SELECT MAX(blocked_until) AS until FROM sign_in_failures WHERE subject IN {}",
        store::in_list(subjects.len(), 1)
    );
    let keys = subjects.iter().map(|s| s.key.clone().into()).collect();
    let until = match store::first(tx, &sql, keys).await? {
        Some(row) => row.try_get::<Option<i64>>("", "until")?,
        None => None,
    };
    let wait_ms = (until.unwrap_or(now.0) - now.0).clamp(1, LONGEST_MS);
    Ok(Error::TooManyTries { wait_ms })
}

/// The try was right: the login's count is forgotten, and of where it came from one is taken back.
pub(crate) async fn forgive(tx: &Tx, subjects: &[Subject]) -> Result<(), Error> {
    for subject in subjects {
        let sql = if subject.key.starts_with("from:") {
            "UPDATE sign_in_failures SET failures = failures - 1, blocked_until = 0 WHERE subject = $1 AND failures > 0"
        } else {
            "DELETE FROM sign_in_failures WHERE subject = $1"
        };
        execute(tx, sql, vec![subject.key.clone().into()]).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_tries_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (1..=18).map(|n| delay_ms(n, 5, TRY_MS) / 1_000).collect();
        let wanted = [
            0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900,
        ];
        assert_eq!(waits, wanted);
        assert_eq!(delay_ms(i64::MAX, 3, SEND_MS), LONGEST_MS);
    }
}
