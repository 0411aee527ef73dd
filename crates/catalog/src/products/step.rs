use kernel::{Actor, Day, ProducerId, ProductId, Timestamp};
use store::{Tx, execute, first};

use super::find::owned;
use super::status::ProductEvent;
use crate::documents::{self, Goods};
use crate::reviews::{self, ReviewKind};
use crate::revisions::{self, RevisionBody};
use crate::text::none_of;
use crate::{Error, feed, record};

/// Takes a listing off sale for a while.
pub async fn pause(
    tx: &Tx,
    product: (ProducerId, ProductId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    step(tx, product, ProductEvent::Pause, (actor, now)).await
}

/// Puts it back on sale.
pub async fn resume(
    tx: &Tx,
    product: (ProducerId, ProductId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    may_be_sold(tx, product, now).await?;
    step(tx, product, ProductEvent::Resume, (actor, now)).await
}

/// Takes a listing off sale that its producer may not go on selling as it is. Whether it was on
/// sale; then the caller tells the feed.
pub(crate) async fn take_off_sale(
    tx: &Tx,
    product: ProductId,
    (actor, action): (Actor, &str),
    now: Timestamp,
) -> Result<bool, Error> {
    let sql = "UPDATE products SET status = 'paused', version = version + 1 WHERE id = $1 AND status = 'live'";
    if execute(tx, sql, vec![product.uuid().into()]).await? == 0 {
        return Ok(false);
    }
    record::product(tx, actor, action, product, now).await?;
    Ok(true)
}

/// What paused for want of a paper goes on once the paper is verified, and what claims stars in its
/// text once it holds them or claims them no more.
async fn may_be_sold(
    tx: &Tx,
    (producer, id): (ProducerId, ProductId),
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "SELECT r.set_no, r.abv_permille, r.body FROM products p JOIN product_revisions r ON r.id = p.live_revision \
        WHERE p.id = $1 AND p.producer_id = $2";
    let ids = vec![id.uuid().into(), producer.uuid().into()];
    let Some(row) = first(tx, sql, ids).await? else {
        return Ok(());
    };
    let goods = Goods {
        product: id,
        set: row.try_get("", "set_no")?,
        abv_permille: row.try_get("", "abv_permille")?,
    };
    let today = Day::of(now);
    let lacking = documents::unverified(tx, (producer, goods), today).await?;
    if !lacking.is_empty() {
        return Err(Error::PapersUnverified(lacking));
    }
    let body = RevisionBody::from_json(&row.try_get::<String>("", "body")?)?;
    let stars = revisions::stars(tx, id, today).await?;
    let may_stay: bool = rules::value(tx, "listing.unstarred_allowed", "*", today).await?;
    if !may_stay && stars.is_none() {
        return Err(Error::Unstarred);
    }
    none_of(revisions::false_claims(&body, stars))
}

/// Ends a listing for good; what waited for an official is taken back.
pub async fn retire(
    tx: &Tx,
    product: (ProducerId, ProductId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let (_, id) = product;
    owned(tx, product.0, id)
        .await?
        .status
        .apply(ProductEvent::Retire)?;
    revisions::withdraw_open(tx, id).await?;
    reviews::withdraw(tx, ReviewKind::Listing, id.uuid()).await?;
    step(tx, product, ProductEvent::Retire, (actor, now)).await
}

async fn step(
    tx: &Tx,
    (producer, id): (ProducerId, ProductId),
    event: ProductEvent,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let product = owned(tx, producer, id).await?;
    let to = product.status.apply(event)?;
    if to == product.status {
        return Ok(());
    }
    let sql =
        "UPDATE products SET status = $2, version = version + 1 WHERE id = $1 AND status = $3";
    let values = vec![
        id.uuid().into(),
        to.as_str().into(),
        product.status.as_str().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    let action = match event {
        ProductEvent::Pause => "catalog.pause",
        ProductEvent::Resume => "catalog.resume",
        _ => "catalog.retire",
    };
    record::product(tx, actor, action, id, now).await?;
    feed::changed(tx, &[id], now).await
}
