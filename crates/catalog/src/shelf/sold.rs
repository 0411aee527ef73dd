//! Which listings' stock moved since a node last looked.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{ProductId, Timestamp};
use store::{ConnectionTrait, first, rows};
use uuid::Uuid;

use crate::Error;

/// How long a number is waited for that a later movement has left out. Numbers are handed out before
/// they are committed, and some never are.
const LATE_MS: i64 = 10_000;
/// How many movements can at most be under way at a time.
const UNDER_WAY: i64 = 5_000;

/// How far a node has read the movements of stock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SoldUntil {
    head: i64,
    /// Numbers below the head that were not there yet, and since when they are missed.
    missing: BTreeMap<i64, Timestamp>,
}

impl SoldUntil {
    /// The place behind everything that is certainly committed.
    pub async fn now(db: &impl ConnectionTrait, now: Timestamp) -> Result<Self, Error> {
        let sql = "SELECT n.newest, (SELECT MAX(m.seq) FROM stock_movements m \
                   WHERE m.seq > n.newest - $1 AND m.at <= $2) AS settled \
                   FROM (SELECT COALESCE(MAX(seq), 0) AS newest FROM stock_movements) n";
        let values = vec![UNDER_WAY.into(), (now.0 - LATE_MS).into()];
        let Some(row) = first(db, sql, values).await? else {
            return Ok(Self::default());
        };
        let newest: i64 = row.try_get("", "newest")?;
        let settled: Option<i64> = row.try_get("", "settled")?;
        Ok(Self {
            head: settled.unwrap_or((newest - UNDER_WAY).max(0)),
            missing: BTreeMap::new(),
        })
    }

    /// The listings whose stock moved since, each movement told once; this place moves behind them.
    pub async fn read(
        &mut self,
        db: &impl ConnectionTrait,
        now: Timestamp,
    ) -> Result<BTreeSet<ProductId>, Error> {
        let least = self.missing.keys().next();
        let after = least.map_or(self.head, |least| least - 1);
        let sql = "SELECT m.seq, v.product_id FROM stock_movements m \
                   JOIN variants v ON v.id = m.variant_id WHERE m.seq > $1 ORDER BY m.seq";
        let mut products = BTreeSet::new();
        for row in &rows(db, sql, vec![after.into()]).await? {
            if self.take(row.try_get("", "seq")?, now) {
                products.insert(ProductId(row.try_get::<Uuid>("", "product_id")?));
            }
        }
        self.missing.retain(|_, since| now.0 - since.0 <= LATE_MS);
        Ok(products)
    }

    /// Whether a movement is new here.
    fn take(&mut self, seq: i64, now: Timestamp) -> bool {
        if seq <= self.head {
            return self.missing.remove(&seq).is_some();
        }
        let left_out = (self.head + 1).max(seq - UNDER_WAY)..seq;
        self.missing.extend(left_out.map(|missing| (missing, now)));
        self.head = seq;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_movement_that_was_committed_late_is_told_once() {
        let now = Timestamp(1_790_000_000_000);
        let mut at = SoldUntil {
            head: 4,
            ..SoldUntil::default()
        };
        assert!(at.take(7, now), "5 and 6 are still under way");
        assert!(!at.take(7, now));
        assert!(at.take(6, now));
        assert!(!at.take(6, now));
        assert!(!at.take(4, now), "told before");
        assert_eq!(at.missing.keys().collect::<Vec<_>>(), [&5]);
    }
}
