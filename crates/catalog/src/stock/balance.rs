use std::collections::BTreeMap;

use kernel::VariantId;
use store::{ConnectionTrait, rows};

use crate::Error;

/// What a variant's stock says, and what its movements say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// On hand.
    pub on_hand: i64,
    /// Promised.
    pub reserved: i64,
    /// The sum of what moved on hand.
    pub moved_on_hand: i64,
    /// The sum of what moved in promises.
    pub moved_reserved: i64,
}

impl Balance {
    /// Whether the movements explain the numbers.
    pub const fn holds(&self) -> bool {
        self.on_hand == self.moved_on_hand && self.reserved == self.moved_reserved
    }
}

/// How many variants have stock, or the first whose movements do not explain it. The database goes
/// through them one by one: nothing is gathered here or there.
pub async fn look_through(db: &impl ConnectionTrait) -> Result<Result<i64, VariantId>, Error> {
    let sql = "SELECT s.variant_id AS id FROM stock_items s WHERE s.on_hand <> COALESCE((SELECT SUM(m.on_hand_delta) \
        FROM stock_movements m WHERE m.variant_id = s.variant_id AND m.stock_item_id = s.id), 0) \
        OR s.reserved <> COALESCE((SELECT SUM(m.reserved_delta) \
        FROM stock_movements m WHERE m.variant_id = s.variant_id AND m.stock_item_id = s.id), 0) LIMIT 1";
    if let Some(row) = store::first(db, sql, vec![]).await? {
        return Ok(Err(VariantId(row.try_get("", "id")?)));
    }
    let counted = store::first(db, "SELECT COUNT(*) AS n FROM stock_items", vec![]).await?;
    let n = counted.map(|row| row.try_get("", "n")).transpose()?;
    Ok(Ok(n.unwrap_or(0)))
}

/// The balances of all variants.
pub async fn balances(db: &impl ConnectionTrait) -> Result<BTreeMap<VariantId, Balance>, Error> {
    let sql = "SELECT s.variant_id, s.on_hand, s.reserved, m.on_hand AS moved_on_hand, m.reserved AS moved_reserved \
        FROM (SELECT variant_id, CAST(SUM(on_hand) AS BIGINT) AS on_hand, CAST(SUM(reserved) AS BIGINT) AS reserved \
        FROM stock_items GROUP BY variant_id) s \
        LEFT JOIN (SELECT variant_id, CAST(SUM(on_hand_delta) AS BIGINT) AS on_hand, \
        CAST(SUM(reserved_delta) AS BIGINT) AS reserved FROM stock_movements GROUP BY variant_id) m \
        ON m.variant_id = s.variant_id";
    let mut balances = BTreeMap::new();
    for row in rows(db, sql, vec![]).await? {
        let number = |column: &str| row.try_get::<Option<i64>>("", column);
        let balance = Balance {
            on_hand: number("on_hand")?.unwrap_or(0),
            reserved: number("reserved")?.unwrap_or(0),
            moved_on_hand: number("moved_on_hand")?.unwrap_or(0),
            moved_reserved: number("moved_reserved")?.unwrap_or(0),
        };
        balances.insert(VariantId(row.try_get("", "variant_id")?), balance);
    }
    Ok(balances)
}
