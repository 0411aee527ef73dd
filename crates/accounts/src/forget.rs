use kernel::{DAY_MS, Timestamp};
use store::{Tx, execute};

use crate::Error;

/// How long ended sessions and used codes stay, so that a question about them can be answered.
const KEEP_MS: i64 = 30 * DAY_MS;

/// Drops what nobody needs any more: ended sessions, used and expired codes, invitations with the
/// contact points that they went to, old failures. How many rows.
pub async fn forget_old(tx: &Tx, now: Timestamp) -> Result<u64, Error> {
    let before = now.0 - KEEP_MS;
    let statements = [
        (
            "DELETE FROM sessions WHERE expires_at < $1 OR revoked_at < $1",
            before,
        ),
        ("DELETE FROM one_time_codes WHERE expires_at < $1", before),
        (
            "DELETE FROM member_invitations WHERE expires_at < $1",
            before,
        ),
        (
            "DELETE FROM sign_in_failures WHERE last_at < $1",
            now.0 - DAY_MS,
        ),
    ];
    let mut dropped = 0;
    for (sql, before) in statements {
        dropped += execute(tx, sql, vec![before.into()]).await?;
    }
    Ok(dropped)
}
