use std::collections::BTreeMap;

use accounts::Area;
use kernel::{AccountId, Day, Timestamp};
use notifications::{Message, Notice};

use super::{begin, piles};
use crate::App;
use crate::react::{Error, people};

/// Tells each official what waits in their area, how long it has, and what ends soon; who has
/// nothing to do is left in peace.
pub(super) async fn send(app: &App, now: Timestamp) -> Result<(), Error> {
    let Some(tx) = begin(app, "daily.digest", now).await? else {
        return Ok(());
    };
    let heaps = piles::heaps(&tx, now).await?;
    let mut areas: BTreeMap<AccountId, Vec<Area>> = BTreeMap::new();
    for (official, area) in accounts::list_officials(&tx).await? {
        areas.entry(official).or_default().push(area);
    }
    for admin in accounts::admins(&tx).await? {
        areas.entry(admin).or_default().push(Area::country());
    }
    let day = Day::of(now);
    let mut notices = vec![];
    for to in people::accounts(&tx, areas.keys().copied()).await? {
        let own = to.account.and_then(|account| areas.get(&account));
        let waiting = own
            .map(|areas| piles::of(&heaps, areas))
            .unwrap_or_default();
        if !waiting.is_empty() {
            notices.push(Notice {
                event: format!("digest {day}"),
                to,
                producer: None,
                message: Message::WorkWaiting { day, waiting },
            });
        }
    }
    notifications::write(&tx, &app.channels, &notices, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
