//! A producer's face: the picture that is shown, and the one that an official has yet to look at.
//!
//! It goes the way of its story and of every other picture that buyers see: with the application it
//! is decided in the same sitting; later a new one waits under a review of its own while the old one
//! is shown. The subject of that review is the picture, so that a decision can only be about the
//! one that was looked at. Taking it away asks nobody.

use kernel::{Actor, PictureId, ProducerId, ProductId, Timestamp};
use store::{ConnectionTrait, Row, Tx, execute, first, insert};
use uuid::Uuid;

use crate::producers::{self, ProducerStatus};
use crate::reviews::{self, Case, ReviewKind};
use crate::{Error, record};

/// So many pictures of a producer are kept, shown or not.
const MOST_KEPT: i64 = 100;

/// A producer's face.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Portrait {
    /// What everybody sees.
    pub shown: Option<PictureId>,
    /// What waits for an official, or for the application to be decided.
    pub waiting: Option<PictureId>,
}

pub(crate) fn read(row: &Row) -> Result<Portrait, Error> {
    let picture = |column: &str| -> Result<Option<PictureId>, Error> {
        Ok(row.try_get::<Option<Uuid>>("", column)?.map(PictureId))
    };
    Ok(Portrait {
        shown: picture("portrait")?,
        waiting: picture("portrait_waiting")?,
    })
}

/// Whether a producer may hand in a picture: asked before the costly work.
pub async fn admits_another(db: &impl ConnectionTrait, id: ProducerId) -> Result<(), Error> {
    may_change(producers::find(db, id).await?.status)?;
    let sql = "SELECT COUNT(*) AS n FROM pictures WHERE producer_id = $1 AND product_id IS NULL";
    let row = first(db, sql, vec![id.uuid().into()]).await?;
    let kept: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    if kept >= MOST_KEPT {
        return Err(Error::TooManyPictures { max: MOST_KEPT });
    }
    Ok(())
}

/// Hands in a picture, by its id and its sides, whose files lie there already. One that waited is
/// taken back.
pub async fn hand_in(
    tx: &Tx,
    id: ProducerId,
    (picture, width, height): (PictureId, i64, i64),
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let was = producers::locked(tx, id).await?;
    may_change(was.status)?;
    let columns = [
        "id",
        "producer_id",
        "position",
        "width",
        "height",
        "alt",
        "created_by",
        "created_at",
    ];
    let row = vec![
        picture.uuid().into(),
        id.uuid().into(),
        0i64.into(),
        width.into(),
        height.into(),
        "".into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
    ];
    insert(tx, "pictures", &columns, vec![row]).await?;
    let sql = "UPDATE producers SET portrait_waiting = $2, version = version + 1 WHERE id = $1";
    execute(tx, sql, vec![id.uuid().into(), picture.uuid().into()]).await?;
    if was.status == ProducerStatus::Approved {
        withdraw(tx, was.portrait.waiting).await?;
        let case = Case {
            kind: ReviewKind::Portrait,
            subject: picture.uuid(),
            revision: None,
            producer: id,
            prepared_by: actor.account,
        };
        reviews::open(tx, case, actor, now).await?;
    }
    record::producer(tx, actor, "catalog.hand_in_portrait", id, now).await
}

/// Takes away the picture that is shown and the one that waits; where there is none it stays so.
pub async fn remove(
    tx: &Tx,
    id: ProducerId,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let was = producers::locked(tx, id).await?.portrait;
    if was == Portrait::default() {
        return Ok(());
    }
    let sql = "UPDATE producers SET portrait = NULL, portrait_waiting = NULL, version = version + 1 \
               WHERE id = $1";
    execute(tx, sql, vec![id.uuid().into()]).await?;
    withdraw(tx, was.waiting).await?;
    record::producer(tx, actor, "catalog.remove_portrait", id, now).await?;
    if was.shown.is_some() {
        producers::listings_changed(tx, id, now).await?;
    }
    Ok(())
}

/// While an official reads an application it stands still; who was refused sells nothing.
fn may_change(status: ProducerStatus) -> Result<(), Error> {
    if status.is_open() || status == ProducerStatus::Approved {
        return Ok(());
    }
    Err(Error::State {
        what: "producer",
        status: status.as_str(),
        step: "edit",
    })
}

async fn withdraw(tx: &Tx, waited: Option<PictureId>) -> Result<(), Error> {
    match waited {
        Some(picture) => reviews::withdraw(tx, ReviewKind::Portrait, picture.uuid()).await,
        None => Ok(()),
    }
}

/// What waited with an application is shown from its approval on.
pub(crate) async fn show_waiting(tx: &Tx, id: ProducerId) -> Result<(), Error> {
    let sql = "UPDATE producers SET portrait = portrait_waiting, portrait_waiting = NULL \
               WHERE id = $1 AND portrait_waiting IS NOT NULL";
    execute(tx, sql, vec![id.uuid().into()]).await?;
    Ok(())
}

/// What was looked at is shown, or waits no longer. The listings beside which it is shown.
pub(crate) async fn decided(
    tx: &Tx,
    (id, picture): (ProducerId, PictureId),
    shown: bool,
) -> Result<Vec<ProductId>, Error> {
    let sql = if shown {
        "UPDATE producers SET portrait = portrait_waiting, portrait_waiting = NULL, \
         version = version + 1 WHERE id = $1 AND portrait_waiting = $2"
    } else {
        "UPDATE producers SET portrait_waiting = NULL, version = version + 1 \
         WHERE id = $1 AND portrait_waiting = $2"
    };
    if execute(tx, sql, vec![id.uuid().into(), picture.uuid().into()]).await? == 0 {
        return Err(Error::Stale);
    }
    if shown {
        producers::listings(tx, id).await
    } else {
        Ok(vec![])
    }
}
