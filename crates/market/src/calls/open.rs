use kernel::{NoticeId, OrderId, ProducerId, Timestamp};
use notifications::Side;
use notifications::calls::{self, Line, Why};
use store::Tx;

use super::hands::{hands, hotline};
use crate::{App, Error};

/// Half of a producer's time has passed without an answer.
pub(crate) async fn unanswered(
    tx: &Tx,
    (producer, order): (ProducerId, OrderId),
    now: Timestamp,
) -> Result<(), Error> {
    about(tx, Why::Unanswered, (producer, Some(order)), now).await
}

/// Money is said to have come, and nobody looked.
pub(crate) async fn unchecked(
    tx: &Tx,
    (producer, order): (ProducerId, OrderId),
    now: Timestamp,
) -> Result<(), Error> {
    about(tx, Why::Unchecked, (producer, Some(order)), now).await
}

/// What was accepted was not handed over in time.
pub(crate) async fn not_shipped(
    tx: &Tx,
    (producer, order): (ProducerId, OrderId),
    now: Timestamp,
) -> Result<(), Error> {
    about(tx, Why::NotShipped, (producer, Some(order)), now).await
}

/// A shop rests: somebody asks whether it is to be open again.
pub(crate) async fn paused(tx: &Tx, producer: ProducerId, now: Timestamp) -> Result<(), Error> {
    about(tx, Why::Paused, (producer, None), now).await
}

async fn about(
    tx: &Tx,
    why: Why,
    (producer, order): (ProducerId, Option<OrderId>),
    now: Timestamp,
) -> Result<(), Error> {
    let line = Line {
        why,
        side: Side::Producer,
        notice: None,
        order,
        producer: Some(producer),
        hands: hands(tx, producer, now).await?,
    };
    Ok(calls::open(tx, &line, now).await?)
}

/// A notice that no channel brought: its person is called, unless somebody else of the same
/// producer was reached. A buyer is called by the hotline alone.
pub(crate) async fn unreached(app: &App, notice: NoticeId) -> Result<(), Error> {
    let now = app.now();
    let Some(about) = calls::subject(app.db.read(), notice).await? else {
        return Ok(());
    };
    let tx = store::write(&app.db).await?;
    let producer = about.producer.filter(|_| about.side == Side::Producer);
    let hands = match producer {
        Some(producer) if calls::reached(&tx, &about.event, producer).await? => return Ok(()),
        Some(producer) => hands(&tx, producer, now).await?,
        None => hotline(),
    };
    let line = Line {
        why: Why::Unreached,
        side: about.side,
        notice: Some(notice),
        order: about.order,
        producer,
        hands,
    };
    calls::open(&tx, &line, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
