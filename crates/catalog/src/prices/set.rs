use kernel::{Actor, Day, ProducerId, ProductId, Timestamp, VariantId, Vnd};
use serde_json::json;
use store::{Tx, execute, first, for_update};

use super::RANGE;
use crate::{Error, Fault, Wrong, feed, record};

/// The price that the producer asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// For one.
    pub price: Vnd,
    /// Said again, after a move that looked like a slip.
    pub confirmed: bool,
}

/// Sets the price of one piece from now on. Ends with the feed where the product is live.
pub async fn set(
    tx: &Tx,
    (producer, variant): (ProducerId, VariantId),
    asked: Asked,
    actor: Actor,
    now: Timestamp,
) -> Result<Vnd, Error> {
    let wrong = |wrong| Err(Error::Invalid(vec![Fault::new("/price", wrong)]));
    if asked.price < RANGE.0 || asked.price > RANGE.1 {
        return wrong(Wrong::OutOfRange(RANGE.0.0, RANGE.1.0));
    }
    let (product, live) = lock(tx, producer, variant).await?;
    let old = current(tx, variant, now).await?;
    if old == Some(asked.price) {
        return Ok(asked.price);
    }
    let limit: i64 = rules::value(tx, "price.review_above_percent", "*", Day::of(now)).await?;
    let moved = old.map_or(0, |old| percent(old, asked.price));
    if moved > limit && !asked.confirmed {
        return wrong(Wrong::PriceJump(moved));
    }
    let close = "UPDATE variant_prices SET until_at = $2 \
                 WHERE variant_id = $1 AND min_quantity = 1 AND until_at IS NULL";
    execute(tx, close, vec![variant.uuid().into(), now.0.into()]).await?;
    super::open(tx, &[(variant, asked.price)], actor, now).await?;
    let detail = json!({ "variant": variant, "from": old, "to": asked.price });
    let what = ("product", product.to_string(), detail);
    record::entry(tx, actor, "catalog.set_price", what, now).await?;
    if live {
        feed::changed(tx, &[product], now).await?;
    }
    Ok(asked.price)
}

/// By how many per cent of the old price it moves, rounded up.
fn percent(old: Vnd, new: Vnd) -> i64 {
    let moved = (new.0 - old.0).abs().saturating_mul(100);
    moved / old.0.max(1) + i64::from(moved % old.0.max(1) != 0)
}

async fn lock(
    tx: &Tx,
    producer: ProducerId,
    variant: VariantId,
) -> Result<(ProductId, bool), Error> {
    let sql = format!(
        "SELECT p.id, p.status, v.active FROM variants v JOIN products p ON p.id = v.product_id \
         WHERE v.id = $1 AND p.producer_id = $2{}",
        for_update(tx)
    );
    let owned = vec![variant.uuid().into(), producer.uuid().into()];
    let row = first(tx, &sql, owned).await?.ok_or(Error::NotFound)?;
    let live =
        row.try_get::<String>("", "status")? == "live" && row.try_get::<i64>("", "active")? == 1;
    Ok((ProductId(row.try_get("", "id")?), live))
}

async fn current(tx: &Tx, variant: VariantId, now: Timestamp) -> Result<Option<Vnd>, Error> {
    let sql = "SELECT price FROM variant_prices WHERE variant_id = $1 AND min_quantity = 1 \
               AND from_at <= $2 AND (until_at IS NULL OR until_at > $2) ORDER BY from_at DESC";
    let row = first(tx, sql, vec![variant.uuid().into(), now.0.into()]).await?;
    Ok(row
        .map(|row| row.try_get("", "price"))
        .transpose()?
        .map(Vnd))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, shop};

    #[tokio::test]
    async fn a_move_by_more_than_half_asks_again_and_the_old_price_stays_in_the_history() {
        let shop = shop(1, 5).await;
        let variant = shop.variants[0];
        let mut said = vec![];
        for (price, confirmed) in [(140_000, false), (14_000, false), (14_000, true)] {
            let asked = Asked {
                price: Vnd(price),
                confirmed,
            };
            let later = NOW.plus_hours(1 + i64::try_from(said.len()).unwrap());
            let tx = store::write(&shop.db).await.unwrap();
            let whose = (shop.producer, variant);
            match set(&tx, whose, asked, Actor::SYSTEM, later).await {
                Ok(price) => said.push(price.0),
                Err(Error::Invalid(faults)) => {
                    assert_eq!(faults, [Fault::new("/price", Wrong::PriceJump(90))]);
                    said.push(0);
                }
                Err(other) => panic!("{other}"),
            }
            tx.commit().await.unwrap();
        }
        assert_eq!(said, [140_000, 0, 14_000]);
        for (hours, price) in [(0, 100_000), (1, 140_000), (2, 140_000), (3, 14_000)] {
            let offers = crate::offers(shop.db.read(), &[variant], NOW.plus_hours(hours)).await;
            assert_eq!(offers.unwrap()[&variant].price_for(1), Some(Vnd(price)));
        }
    }

    #[test]
    fn a_move_counts_against_the_old_price() {
        for (old, new, moved) in [
            (100_000, 150_000, 50),
            (100_000, 150_001, 51),
            (100_000, 50_000, 50),
            (100_000, 10_000, 90),
            (65_000, 65_000, 0),
        ] {
            assert_eq!(percent(Vnd(old), Vnd(new)), moved, "{old} to {new}");
        }
    }
}
