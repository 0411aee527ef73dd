//! The shop that pauses itself: who lets orders die sells nothing more until they are back.

use kernel::{Actor, Day, ProducerId, ProductId, Timestamp};
use serde_json::json;
use store::{Tx, execute, first, rows};

use crate::{Error, feed};

/// A pause without an end of its own: the producer ends it.
const UNTIL_RESUMED: i64 = i64::MAX;

/// An order died because the producer did not answer or did not send it. Whether the shop pauses
/// now: then [`listings_changed`] is to follow, and its people are told by an event.
pub async fn missed(tx: &Tx, producer: ProducerId, now: Timestamp) -> Result<bool, Error> {
    let most: i64 = rules::value(tx, "shop.pause_after_misses", "*", Day::of(now)).await?;
    let sql = "UPDATE producers SET missed_orders = missed_orders + 1, version = version + 1, \
        paused_until = CASE WHEN missed_orders + 1 >= $2 THEN $3 ELSE paused_until END \
        WHERE id = $1 RETURNING missed_orders";
    let values = vec![producer.uuid().into(), most.into(), UNTIL_RESUMED.into()];
    let Some(row) = first(tx, sql, values).await? else {
        return Ok(false);
    };
    if row.try_get::<i64>("", "missed_orders")? != most {
        return Ok(false);
    }
    let payload = json!({ "producer": producer });
    jobs::enqueue(tx, "catalog.shop_paused", &payload, now).await?;
    record(tx, (producer, "catalog.pause_shop"), Actor::SYSTEM, now).await?;
    Ok(true)
}

/// An order has left the house: what was missed before counts no more.
pub async fn kept(tx: &Tx, producer: ProducerId) -> Result<(), Error> {
    let sql = "UPDATE producers SET missed_orders = 0, version = version + 1 \
        WHERE id = $1 AND missed_orders > 0 AND paused_until IS NULL";
    execute(tx, sql, vec![producer.uuid().into()]).await?;
    Ok(())
}

/// The shop is open again. One that is open stays so.
pub async fn resume(
    tx: &Tx,
    producer: ProducerId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE producers SET paused_until = NULL, missed_orders = 0, version = version + 1 \
        WHERE id = $1 AND paused_until IS NOT NULL";
    if execute(tx, sql, vec![producer.uuid().into()]).await? == 0 {
        return Ok(());
    }
    record(tx, (producer, "catalog.resume_shop"), actor, now).await?;
    listings_changed(tx, producer, now).await
}

/// Everybody's index looks at the shop's listings again. The last thing of a transaction.
pub async fn listings_changed(tx: &Tx, producer: ProducerId, now: Timestamp) -> Result<(), Error> {
    feed::changed(tx, &listings(tx, producer).await?, now).await
}

/// What a producer has on sale, or had.
pub(crate) async fn listings(tx: &Tx, producer: ProducerId) -> Result<Vec<ProductId>, Error> {
    let sql =
        "SELECT id FROM products WHERE producer_id = $1 AND live_revision IS NOT NULL ORDER BY id";
    let found = rows(tx, sql, vec![producer.uuid().into()]).await?;
    let id = |row: &store::Row| Ok(ProductId(row.try_get("", "id")?));
    found.iter().map(id).collect()
}

async fn record(
    tx: &Tx,
    (producer, action): (ProducerId, &str),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject_kind: "producer",
        subject_id: producer.to_string(),
        detail: json!({}),
    };
    Ok(audit::record(tx, entry, now).await?)
}
