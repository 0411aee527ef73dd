use kernel::{AccountId, Actor, Day, ProducerId, ProductId, ReviewId, RevisionId, Timestamp};
use store::{Tx, execute, first};
use uuid::Uuid;

use super::due::due_at;
use super::review::{Level, ReviewKind};
use crate::Error;

/// What is handed in for review.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// What is reviewed.
    pub kind: ReviewKind,
    /// The producer, product, certificate, document or picture.
    pub subject: Uuid,
    /// The revision, of a listing.
    pub revision: Option<RevisionId>,
    /// Whose it is.
    pub producer: ProducerId,
    /// Who prepared it.
    pub prepared_by: Option<AccountId>,
}

/// Opens a review at the level that decides on its kind. Where one of the same subject waits
/// already, that one waits for this from now on.
pub async fn open(tx: &Tx, case: Case, actor: Actor, now: Timestamp) -> Result<(), Error> {
    let level: Level = rules::value(tx, "review.decides", case.kind.as_str(), Day::of(now)).await?;
    let due = due_at(tx, level, now).await?;
    if renew(tx, case, actor, (level, due)).await? {
        return Ok(());
    }
    let sql = "INSERT INTO reviews (id, kind, subject_id, revision_id, producer_id, province_code, \
               commune_code, level, status, due_at, submitted_by, prepared_by, created_at) \
               SELECT $1, $2, $3, $4, p.id, p.province_code, p.commune_code, $6, 'pending', $7, $8, $9, $10 \
               FROM producers p WHERE p.id = $5";
    let values = vec![
        ReviewId::new(now).uuid().into(),
        case.kind.as_str().into(),
        case.subject.into(),
        case.revision.map(Uuid::from).into(),
        case.producer.uuid().into(),
        level.as_str().into(),
        due.0.into(),
        actor.account.map(Uuid::from).into(),
        case.prepared_by.map(Uuid::from).into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

async fn renew(
    tx: &Tx,
    case: Case,
    actor: Actor,
    (level, due): (Level, Timestamp),
) -> Result<bool, Error> {
    let sql = "UPDATE reviews SET revision_id = $3, level = $4, due_at = $5, submitted_by = $6, \
               prepared_by = $7, claimed_by = NULL, claimed_at = NULL \
               WHERE kind = $1 AND subject_id = $2 AND status = 'pending'";
    let values = vec![
        case.kind.as_str().into(),
        case.subject.into(),
        case.revision.map(Uuid::from).into(),
        level.as_str().into(),
        due.0.into(),
        actor.account.map(Uuid::from).into(),
        case.prepared_by.map(Uuid::from).into(),
    ];
    Ok(execute(tx, sql, values).await? > 0)
}

/// There is nothing to decide any more: the subject was taken back.
pub async fn withdraw(tx: &Tx, kind: ReviewKind, subject: Uuid) -> Result<(), Error> {
    let sql = "UPDATE reviews SET status = 'withdrawn' \
               WHERE kind = $1 AND subject_id = $2 AND status = 'pending'";
    execute(tx, sql, vec![kind.as_str().into(), subject.into()]).await?;
    Ok(())
}

/// There is nothing to decide on a text that was taken back; a review of the text on sale goes on.
pub(crate) async fn withdraw_text(tx: &Tx, product: ProductId) -> Result<(), Error> {
    let sql = "UPDATE reviews SET status = 'withdrawn' \
               WHERE kind = 'listing' AND subject_id = $1 AND status = 'pending' AND revision_id IN \
               (SELECT id FROM product_revisions WHERE product_id = $1 AND status = 'withdrawn')";
    execute(tx, sql, vec![product.uuid().into()]).await?;
    Ok(())
}

/// The listings that wait with an application have their time again from its submission on.
pub(crate) async fn renew_listings(
    tx: &Tx,
    producer: ProducerId,
    now: Timestamp,
) -> Result<(), Error> {
    let waiting = "SELECT level FROM reviews WHERE producer_id = $1 AND kind = 'listing' \
                   AND status = 'pending' ORDER BY created_at LIMIT 1";
    let Some(row) = first(tx, waiting, vec![producer.uuid().into()]).await? else {
        return Ok(());
    };
    let level = crate::words::stored(&row.try_get::<String>("", "level")?, Level::parse)?;
    let due = due_at(tx, level, now).await?;
    let sql = "UPDATE reviews SET due_at = $2 \
               WHERE producer_id = $1 AND kind = 'listing' AND status = 'pending'";
    execute(tx, sql, vec![producer.uuid().into(), due.0.into()]).await?;
    Ok(())
}
