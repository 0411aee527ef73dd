//! The rows of pictures; their files are `media`'s.

use kernel::{Actor, PictureId, ProducerId, ProductId, Timestamp};
use store::{ConnectionTrait, Tx, first, insert, rows};
use uuid::Uuid;

use crate::Error;
use crate::products::{self, Product};
use crate::revisions::{Draft, MAX_PICTURES, Patch, newest};
use crate::text::line;

/// A picture of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its id, which names its files.
    pub id: PictureId,
    /// Pixels across, of the largest size kept.
    pub width: i64,
    /// Pixels down.
    pub height: i64,
    /// What it shows, for who cannot see it.
    pub alt: String,
}

/// The pictures of a product, in the order in which they came.
pub async fn of_product(
    db: &impl ConnectionTrait,
    product: ProductId,
) -> Result<Vec<Picture>, Error> {
    let sql =
        "SELECT id, width, height, alt FROM pictures WHERE product_id = $1 ORDER BY position, id";
    rows(db, sql, vec![product.uuid().into()])
        .await?
        .iter()
        .map(|row| {
            Ok(Picture {
                id: PictureId(row.try_get("", "id")?),
                width: row.try_get("", "width")?,
                height: row.try_get("", "height")?,
                alt: row.try_get("", "alt")?,
            })
        })
        .collect()
}

/// Whether a picture belonged to a listing that an authority had taken down.
pub async fn is_taken_down(db: &impl ConnectionTrait, id: PictureId) -> Result<bool, Error> {
    let sql = "SELECT 1 AS one FROM pictures i JOIN products p ON p.id = i.product_id \
        WHERE i.id = $1 AND p.status = 'taken_down'";
    Ok(first(db, sql, vec![id.uuid().into()]).await?.is_some())
}

/// Whether a product of this producer takes another picture: asked before the costly work.
pub async fn admits_another(
    db: &impl ConnectionTrait,
    (producer, product): (ProducerId, ProductId),
) -> Result<(), Error> {
    let product = products::find(db, producer, product).await?;
    room(&newest(db, &product).await?.body.pictures)?;
    let sql = "SELECT COUNT(*) AS n FROM pictures WHERE product_id = $1";
    let row = first(db, sql, vec![product.id.uuid().into()]).await?;
    let kept: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    // Pictures of older revisions stay; a shop that changes them daily is asked to stop some day.
    if kept >= 20 * limit() {
        return Err(Error::TooManyPictures { max: limit() });
    }
    Ok(())
}

/// Adds a picture whose files lie there already, as the last of the draft's pictures.
pub async fn add(
    tx: &Tx,
    (producer, product): (ProducerId, ProductId),
    picture: Picture,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let owner = products::owned(tx, producer, product).await?;
    let mut order = Draft::from(&newest(tx, &owner).await?.body).pictures;
    room(&order)?;
    let id = picture.id;
    write(tx, &owner, (picture, order.len()), (actor, now)).await?;
    order.push(id);
    let patch = Patch {
        pictures: Some(order),
        ..Patch::default()
    };
    products::edit(tx, (producer, product), owner.version, patch, (actor, now)).await
}

async fn write(
    tx: &Tx,
    product: &Product,
    (picture, position): (Picture, usize),
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let alt: String = line(&picture.alt).chars().take(200).collect();
    let row = vec![
        picture.id.uuid().into(),
        product.producer.uuid().into(),
        product.id.uuid().into(),
        i64::try_from(position).unwrap_or(i64::MAX).into(),
        picture.width.into(),
        picture.height.into(),
        alt.into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
    ];
    let columns = [
        "id",
        "producer_id",
        "product_id",
        "position",
        "width",
        "height",
        "alt",
        "created_by",
        "created_at",
    ];
    Ok(insert(tx, "pictures", &columns, vec![row]).await?)
}

fn room(pictures: &[PictureId]) -> Result<(), Error> {
    if pictures.len() >= MAX_PICTURES {
        return Err(Error::TooManyPictures { max: limit() });
    }
    Ok(())
}

fn limit() -> i64 {
    i64::try_from(MAX_PICTURES).unwrap_or(i64::MAX)
}
