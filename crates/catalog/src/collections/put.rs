use kernel::{CollectionId, Day, ProductId, Timestamp};
use store::{Tx, execute, first, insert};

use super::read::in_area;
use super::write::recorded;
use crate::reviews::Official;
use crate::{Error, Fault, Wrong, certificates, feed};

/// Puts a product of the official's area at the end of a collection. It is on sale, and its star
/// holds. One that is in it already stays where it is.
pub async fn put(
    tx: &Tx,
    official: &Official,
    (id, product): (CollectionId, ProductId),
    now: Timestamp,
) -> Result<(), Error> {
    let collection = in_area(tx, official, id).await?;
    must_fit(tx, official, product, Day::of(now)).await?;
    if collection
        .products
        .iter()
        .any(|member| member.id == product)
    {
        return Ok(());
    }
    let sql = "SELECT CAST(COALESCE(MAX(position), 0) + 1 AS BIGINT) AS next FROM collection_products WHERE collection_id = $1";
    let row = first(tx, sql, vec![id.uuid().into()])
        .await?
        .ok_or(Error::NotFound)?;
    let next: i64 = row.try_get("", "next")?;
    let columns = ["collection_id", "product_id", "position"];
    let row = vec![id.uuid().into(), product.uuid().into(), next.into()];
    insert(tx, "collection_products", &columns, vec![row]).await?;
    recorded(tx, official.actor, ("catalog.put_into_collection", id), now).await?;
    feed::changed(tx, &[product], now).await
}

async fn must_fit(
    tx: &Tx,
    official: &Official,
    product: ProductId,
    today: Day,
) -> Result<(), Error> {
    let sql = "SELECT r.province_code, r.commune_code FROM products p JOIN producers r ON r.id = p.producer_id \
               WHERE p.id = $1 AND p.status = 'live'";
    let row = first(tx, sql, vec![product.uuid().into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let place: (String, String) = (
        row.try_get("", "province_code")?,
        row.try_get("", "commune_code")?,
    );
    if official.level(&place.0, &place.1).is_none() {
        return Err(Error::NotFound);
    }
    let held = certificates::of_product(tx, product).await?;
    if certificates::standing(&held, today).stars().is_none() {
        return Err(Error::Invalid(vec![Fault::new(
            "/product",
            Wrong::NotAllowed,
        )]));
    }
    Ok(())
}

/// Takes a product out of a collection of the official's area.
pub async fn take(
    tx: &Tx,
    official: &Official,
    (id, product): (CollectionId, ProductId),
    now: Timestamp,
) -> Result<(), Error> {
    in_area(tx, official, id).await?;
    let sql = "DELETE FROM collection_products WHERE collection_id = $1 AND product_id = $2";
    if execute(tx, sql, vec![id.uuid().into(), product.uuid().into()]).await? == 0 {
        return Ok(());
    }
    recorded(
        tx,
        official.actor,
        ("catalog.take_from_collection", id),
        now,
    )
    .await?;
    feed::changed(tx, &[product], now).await
}
