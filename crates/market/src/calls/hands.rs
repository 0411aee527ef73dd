use accounts::{Area, AreaKind};
use kernel::{ProducerId, Timestamp};
use notifications::calls::{self, Hands, Level};
use store::Tx;

use crate::Error;

/// Who telephones a producer: somebody with its mandate, else an official of its commune, else who
/// runs the market.
pub(super) async fn hands(tx: &Tx, producer: ProducerId, now: Timestamp) -> Result<Hands, Error> {
    let place = catalog::places(tx, &[producer]).await?.into_iter().next();
    let (province, commune) = place
        .map(|place| (place.province, place.commune))
        .unwrap_or_default();
    let deputy = accounts::deputy(tx, producer, now).await?;
    let area = Area {
        kind: AreaKind::Commune,
        code: commune.clone(),
    };
    let (level, account) = if let Some(deputy) = deputy {
        (Level::Cooperative, Some(deputy))
    } else if let Some(official) = accounts::official_of(tx, &area).await? {
        (Level::Commune, Some(official))
    } else {
        (Level::Hotline, None)
    };
    Ok(Hands {
        level,
        account,
        province,
        commune,
    })
}

/// The hotline, for whom nobody near by is to know.
pub(super) fn hotline() -> Hands {
    Hands {
        level: Level::Hotline,
        account: None,
        province: String::new(),
        commune: String::new(),
    }
}

/// Who had a producer's calls may act for it no longer: its open lines go to who may.
pub async fn hand_on(tx: &Tx, producer: ProducerId, now: Timestamp) -> Result<(), Error> {
    let hands = hands(tx, producer, now).await?;
    Ok(calls::hand_on(tx, producer, &hands).await?)
}
