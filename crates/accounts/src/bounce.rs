use kernel::Timestamp;
use store::{Tx, execute};

/// Mail to an address came back for good: nobody is written to there until it is proven anew.
pub async fn bounced(tx: &Tx, email: &str, now: Timestamp) -> Result<(), store::Error> {
    let sql = "UPDATE contact_points SET bounced_at = COALESCE(bounced_at, $2) \
               WHERE kind = 'email' AND value = $1";
    execute(tx, sql, vec![email.into(), now.0.into()]).await?;
    Ok(())
}
