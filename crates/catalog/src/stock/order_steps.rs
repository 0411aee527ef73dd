use std::collections::{BTreeMap, BTreeSet};

use kernel::{Actor, OrderId, Timestamp, VariantId};
use store::{Tx, Values, execute, for_update, in_list, rows, values_list};
use uuid::Uuid;

use super::Movement;
use crate::Error;

/// So many of a variant, for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Of what.
    pub variant: VariantId,
    /// How many, above zero.
    pub quantity: i64,
    /// For which order.
    pub order: OrderId,
}

/// A variant of which there is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// Which.
    pub variant: VariantId,
    /// How many were wanted.
    pub wanted: i64,
    /// How many are left.
    pub left: i64,
}

/// Promises stock to orders: all lines or, as [`Error::OutOfStock`] with every short one, none.
/// After the error the caller rolls back. Belongs last in its transaction: from here to the commit
/// every other buyer of the same variants waits.
pub async fn reserve(tx: &Tx, lines: &[Line], actor: Actor, now: Timestamp) -> Result<(), Error> {
    step(tx, Movement::Reserved, lines, actor, now).await
}

/// Takes a promise back: the order ended before it was shipped.
pub async fn release(tx: &Tx, lines: &[Line], actor: Actor, now: Timestamp) -> Result<(), Error> {
    step(tx, Movement::Released, lines, actor, now).await
}

/// What was promised is handed over.
pub async fn sell(tx: &Tx, lines: &[Line], actor: Actor, now: Timestamp) -> Result<(), Error> {
    step(tx, Movement::Sold, lines, actor, now).await
}

/// What was sold is back and whole.
pub async fn take_back(tx: &Tx, lines: &[Line], actor: Actor, now: Timestamp) -> Result<(), Error> {
    step(tx, Movement::Returned, lines, actor, now).await
}

/// Variants that may be sold: of a live listing of an approved producer.
const ON_SALE: &str = "FROM variants v JOIN products p ON p.id = v.product_id \
     JOIN producers m ON m.id = p.producer_id \
     WHERE v.active = 1 AND p.status = 'live' AND m.status = 'approved'";

async fn step(
    tx: &Tx,
    movement: Movement,
    lines: &[Line],
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if lines.is_empty() {
        return Ok(());
    }
    // The movements first and the guard last: the rows that everybody wants are locked as briefly
    // as can be. Where the guard refuses, the transaction is rolled back and the movements with it.
    record(tx, movement, lines, actor, now).await?;
    let wanted = by_variant(lines);
    let moved = guard(tx, movement, &wanted).await?;
    if moved.len() == wanted.len() {
        return Ok(());
    }
    let short = shorts(tx, &wanted, &moved).await?;
    Err(match movement {
        Movement::Reserved => Error::OutOfStock(short),
        // An order's own state guards these: less than it reserved is a bug, not an answer.
        other => Error::Unreadable(format!("stock cannot be {}: {short:?}", other.as_str())),
    })
}

fn by_variant(lines: &[Line]) -> BTreeMap<VariantId, i64> {
    lines.iter().fold(BTreeMap::new(), |mut sums, line| {
        let sum: &mut i64 = sums.entry(line.variant).or_default();
        *sum = sum.saturating_add(line.quantity);
        sums
    })
}

async fn record(
    tx: &Tx,
    movement: Movement,
    lines: &[Line],
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let (on_hand, reserved) = movement.deltas();
    let mut values: Values = vec![
        movement.as_str().into(),
        on_hand.into(),
        reserved.into(),
        actor.account.map(Uuid::from).into(),
        actor.capacity.as_str().into(),
        actor.mandate.map(Uuid::from).into(),
        now.0.into(),
    ];
    for line in lines {
        values.push(line.variant.uuid().into());
        values.push(line.quantity.into());
        values.push(line.order.uuid().into());
    }
    let sql = format!(
        "WITH wanted (variant, quantity, for_order) AS (VALUES {}) \
         INSERT INTO stock_movements (stock_item_id, variant_id, kind, on_hand_delta, reserved_delta, \
         order_id, account_id, capacity, mandate_id, at) \
         SELECT s.id, s.variant_id, $1, $2 * w.quantity, $3 * w.quantity, w.for_order, $4, $5, $6, $7 \
         FROM wanted w JOIN stock_items s ON s.variant_id = w.variant AND s.lot IS NULL AND s.place IS NULL",
        values_list(lines.len(), 3, 8)
    );
    execute(tx, &sql, values).await?;
    Ok(())
}

/// The guarded UPDATE; the variants that had enough.
async fn guard(
    tx: &Tx,
    movement: Movement,
    wanted: &BTreeMap<VariantId, i64>,
) -> Result<BTreeSet<VariantId>, Error> {
    let (on_hand, reserved) = movement.deltas();
    let mut values: Values = vec![on_hand.into(), reserved.into()];
    for (variant, quantity) in wanted {
        values.push(variant.uuid().into());
        values.push((*quantity).into());
    }
    let mut enough = movement
        .needs()
        .map_or(String::new(), |has| format!(" AND {has} >= w.quantity"));
    if movement == Movement::Reserved {
        // What was suspended since it was looked up is not promised any more.
        enough.push_str(" AND EXISTS (SELECT 1 ");
        enough.push_str(ON_SALE);
        enough.push_str(" AND v.id = s.variant_id)");
    }
    let sql = format!(
        "WITH wanted (variant, quantity) AS (VALUES {}), \
         locked (item) AS (SELECT id FROM stock_items WHERE variant_id IN (SELECT variant FROM wanted) \
         AND lot IS NULL AND place IS NULL ORDER BY variant_id{}) \
         UPDATE stock_items AS s SET on_hand = s.on_hand + $1 * w.quantity, \
         reserved = s.reserved + $2 * w.quantity FROM wanted w, locked l \
         WHERE s.id = l.item AND s.variant_id = w.variant{enough} RETURNING variant_id",
        values_list(wanted.len(), 2, 3),
        for_update(tx),
    );
    let moved = rows(tx, &sql, values).await?;
    moved
        .iter()
        .map(|row| Ok(VariantId(row.try_get("", "variant_id")?)))
        .collect()
}

async fn shorts(
    tx: &Tx,
    wanted: &BTreeMap<VariantId, i64>,
    moved: &BTreeSet<VariantId>,
) -> Result<Vec<Short>, Error> {
    let mut short: BTreeMap<VariantId, Short> = wanted
        .iter()
        .filter(|(variant, _)| !moved.contains(variant))
        .map(|(&variant, &wanted)| {
            let left = 0;
            (
                variant,
                Short {
                    variant,
                    wanted,
                    left,
                },
            )
        })
        .collect();
    let sql = format!(
        "SELECT variant_id, on_hand - reserved AS available FROM stock_items \
         WHERE lot IS NULL AND place IS NULL AND variant_id IN {} \
         AND variant_id IN (SELECT v.id {ON_SALE})",
        in_list(short.len(), 1)
    );
    let values = short.keys().map(|v| v.uuid().into()).collect();
    for row in rows(tx, &sql, values).await? {
        if let Some(line) = short.get_mut(&VariantId(row.try_get("", "variant_id")?)) {
            line.left = row.try_get("", "available")?;
        }
    }
    Ok(short.into_values().collect())
}
