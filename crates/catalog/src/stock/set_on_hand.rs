use kernel::{Actor, OrderId, ProducerId, ProductId, Timestamp, VariantId};
use serde_json::json;
use store::{Row, Tx, execute, first, for_update, rows};
use uuid::Uuid;

use super::Movement;
use crate::{Error, Fault, Wrong, feed};

/// More than this of one thing nobody has; the database holds the same number.
const MOST: i64 = 1_000_000_000;

/// What there is of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// In the producer's hands.
    pub on_hand: i64,
    /// Of it promised to orders.
    pub reserved: i64,
}

impl Level {
    /// What can still be bought.
    pub const fn available(self) -> i64 {
        self.on_hand - self.reserved
    }
}

struct Item {
    id: Uuid,
    product: ProductId,
    live: bool,
    level: Level,
}

/// What the producer has counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many there are, those included that are promised.
    pub on_hand: i64,
    /// What was written down when they counted. Where goods went out since, the count is from
    /// before and would put them back: it is refused.
    pub seen: Option<i64>,
}

impl From<i64> for Count {
    fn from(on_hand: i64) -> Self {
        Self {
            on_hand,
            seen: None,
        }
    }
}

/// The producer has counted: this is on hand now. Below what is promised it is refused with the
/// orders. Ends with the feed where the variant comes into stock or goes out of it.
pub async fn set_on_hand(
    tx: &Tx,
    (producer, variant): (ProducerId, VariantId),
    count: Count,
    actor: Actor,
    now: Timestamp,
) -> Result<Level, Error> {
    let on_hand = count.on_hand;
    if !(0..=MOST).contains(&on_hand) {
        let wrong = Wrong::OutOfRange(0, MOST);
        return Err(Error::Invalid(vec![Fault::new("/on_hand", wrong)]));
    }
    let item = lock(tx, producer, variant).await?;
    if count.seen.is_some_and(|seen| seen != item.level.on_hand) {
        return Err(Error::CountedBefore {
            on_hand: item.level.on_hand,
        });
    }
    let after = Level {
        on_hand,
        ..item.level
    };
    if after.available() < 0 {
        return Err(Error::PromisedToOrders {
            promised: item.level.reserved,
            orders: promised_to(tx, variant).await?,
        });
    }
    if after == item.level {
        return Ok(after);
    }
    record(tx, &item, (variant, on_hand), actor, now).await?;
    let sql = "UPDATE stock_items SET on_hand = $2 WHERE id = $1";
    execute(tx, sql, vec![item.id.into(), on_hand.into()]).await?;
    if item.live && (after.available() > 0) != (item.level.available() > 0) {
        feed::changed(tx, &[item.product], now).await?;
    }
    Ok(after)
}

async fn lock(tx: &Tx, producer: ProducerId, variant: VariantId) -> Result<Item, Error> {
    let sql = "SELECT p.id, p.status, v.active FROM variants v JOIN products p ON p.id = v.product_id \
               WHERE v.id = $1 AND p.producer_id = $2";
    let owned = vec![variant.uuid().into(), producer.uuid().into()];
    let product = first(tx, sql, owned).await?.ok_or(Error::NotFound)?;
    let sql = format!(
        "SELECT id, on_hand, reserved FROM stock_items \
         WHERE variant_id = $1 AND lot IS NULL AND place IS NULL{}",
        for_update(tx)
    );
    let item = first(tx, &sql, vec![variant.uuid().into()]).await?;
    let item = item.ok_or_else(|| Error::Unreadable(format!("{variant} has no stock row")))?;
    read(&product, &item)
}

fn read(product: &Row, item: &Row) -> Result<Item, Error> {
    Ok(Item {
        id: item.try_get("", "id")?,
        product: ProductId(product.try_get("", "id")?),
        live: product.try_get::<String>("", "status")? == "live"
            && product.try_get::<i64>("", "active")? == 1,
        level: Level {
            on_hand: item.try_get("", "on_hand")?,
            reserved: item.try_get("", "reserved")?,
        },
    })
}

async fn promised_to(tx: &Tx, variant: VariantId) -> Result<Vec<OrderId>, Error> {
    let sql = "SELECT order_id FROM stock_movements WHERE variant_id = $1 AND order_id IS NOT NULL \
               GROUP BY order_id HAVING SUM(reserved_delta) > 0 ORDER BY order_id";
    rows(tx, sql, vec![variant.uuid().into()])
        .await?
        .iter()
        .map(|row| Ok(OrderId(row.try_get("", "order_id")?)))
        .collect()
}

async fn record(
    tx: &Tx,
    item: &Item,
    (variant, on_hand): (VariantId, i64),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let delta = on_hand - item.level.on_hand;
    let movement = if delta > 0 {
        Movement::Received
    } else {
        Movement::Adjusted
    };
    let sql = "INSERT INTO stock_movements (stock_item_id, variant_id, kind, on_hand_delta, reserved_delta, \
               account_id, capacity, mandate_id, at) VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8)";
    let values = vec![
        item.id.into(),
        variant.uuid().into(),
        movement.as_str().into(),
        delta.into(),
        actor.account.map(Uuid::from).into(),
        actor.capacity.as_str().into(),
        actor.mandate.map(Uuid::from).into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    let entry = audit::Entry {
        actor,
        action: "catalog.count_stock",
        subject_kind: "product",
        subject_id: item.product.to_string(),
        detail: json!({ "variant": variant, "from": item.level.on_hand, "to": on_hand }),
    };
    Ok(audit::record_if_mandated(tx, entry, now).await?)
}
