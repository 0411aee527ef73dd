use kernel::Timestamp;

use super::begin;
use crate::App;
use crate::react::Error;

/// Tells who has a certificate that comes near its last day.
pub(super) async fn remind(app: &App, now: Timestamp) -> Result<(), Error> {
    let Some(tx) = begin(app, "daily.certificates", now).await? else {
        return Ok(());
    };
    catalog::certificates::remind(&tx, now).await?;
    Ok(tx.commit().await.map_err(store::Error::from)?)
}
