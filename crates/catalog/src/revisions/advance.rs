use kernel::{Actor, ProductId, RevisionId, Timestamp};
use store::{Tx, execute, first};
use uuid::Uuid;

use super::body::RevisionBody;
use super::status::{RevisionEvent, RevisionStatus};
use crate::Error;
use crate::words::stored;

/// Moves a revision on; its text.
pub(crate) async fn advance(
    tx: &Tx,
    id: RevisionId,
    event: RevisionEvent,
    now: Timestamp,
) -> Result<RevisionBody, Error> {
    let sql = "SELECT status, body FROM product_revisions WHERE id = $1";
    let row = first(tx, sql, vec![id.uuid().into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let from = stored(&row.try_get::<String>("", "status")?, RevisionStatus::parse)?;
    let to = from.apply(event)?;
    let sql = "UPDATE product_revisions SET status = $2, version = version + 1, \
               decided_at = COALESCE(decided_at, $4) WHERE id = $1 AND status = $3";
    let values = vec![
        id.uuid().into(),
        to.as_str().into(),
        from.as_str().into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    RevisionBody::from_json(&row.try_get::<String>("", "body")?)
}

/// Hands a draft in.
pub(crate) async fn submit(
    tx: &Tx,
    id: RevisionId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE product_revisions SET status = 'submitted', submitted_by = $2, \
               submitted_at = $3, version = version + 1 WHERE id = $1 AND status = 'draft'";
    let values = vec![
        id.uuid().into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}

/// What waited or was sent back gives way to what is handed in now.
pub(crate) async fn supersede_waiting(tx: &Tx, product: ProductId) -> Result<(), Error> {
    let waiting = "'submitted', 'changes_requested'";
    end(tx, product, RevisionStatus::Superseded, waiting).await?;
    Ok(())
}

/// The producer takes back what is not on sale. How many texts that were.
pub(crate) async fn withdraw_open(tx: &Tx, product: ProductId) -> Result<u64, Error> {
    let open = "'draft', 'submitted', 'changes_requested'";
    end(tx, product, RevisionStatus::Withdrawn, open).await
}

async fn end(
    tx: &Tx,
    product: ProductId,
    to: RevisionStatus,
    from: &'static str,
) -> Result<u64, Error> {
    let sql = format!(
        "UPDATE product_revisions SET status = $2, version = version + 1 \
         WHERE product_id = $1 AND status IN ({from})"
    );
    Ok(execute(tx, &sql, vec![product.uuid().into(), to.as_str().into()]).await?)
}
