use kernel::{DAY_MS, Timestamp};

use super::begin;
use crate::App;
use crate::react::Error;

/// How long a cart waits for its owner.
const CARTS_MS: i64 = 90 * DAY_MS;

/// Drops what nobody needs any more.
pub(super) async fn run(app: &App, now: Timestamp) -> Result<(), Error> {
    let Some(tx) = begin(app, "daily.tidy", now).await? else {
        return Ok(());
    };
    accounts::forget_old(&tx, now).await?;
    for (sql, before) in [
        ("DELETE FROM age_declarations WHERE expires_at < $1", now.0),
        (
            "DELETE FROM cart_lines WHERE cart_id IN \
             (SELECT id FROM carts WHERE used_at IS NULL AND created_at < $1)",
            now.0 - CARTS_MS,
        ),
        (
            "DELETE FROM carts WHERE used_at IS NULL AND created_at < $1 \
             AND id NOT IN (SELECT cart_id FROM checkouts)",
            now.0 - CARTS_MS,
        ),
    ] {
        store::execute(&tx, sql, vec![before.into()]).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    crate::forget_keys(&app.db, now).await?;
    Ok(())
}
