use kernel::{Actor, ProductId, RevisionId, Timestamp};
use store::{Tx, execute, insert};
use uuid::Uuid;

use super::body::RevisionBody;
use super::status::RevisionStatus;
use crate::Error;

/// Which revision a text is written into.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    /// The draft that there is.
    Same(RevisionId),
    /// A new draft with this number.
    New(i64),
}

/// Writes the text of a draft. Whoever wrote it last prepared it.
pub(crate) async fn write_draft(
    tx: &Tx,
    product: ProductId,
    number: Number,
    body: &RevisionBody,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let prepared_by = actor.account.map(Uuid::from);
    let number = match number {
        Number::New(number) => number,
        Number::Same(id) => {
            let sql = "UPDATE product_revisions SET set_no = $2, abv_permille = $3, body = $4, \
                       prepared_by = $5, version = version + 1 WHERE id = $1 AND status = 'draft'";
            let values = vec![
                id.uuid().into(),
                body.set.into(),
                body.abv_permille.into(),
                body.to_json().into(),
                prepared_by.into(),
            ];
            return match execute(tx, sql, values).await? {
                0 => Err(Error::Stale),
                _one => Ok(()),
            };
        }
    };
    let row = vec![
        RevisionId::new(now).uuid().into(),
        product.uuid().into(),
        number.into(),
        RevisionStatus::Draft.as_str().into(),
        body.set.into(),
        body.abv_permille.into(),
        body.to_json().into(),
        prepared_by.into(),
        now.0.into(),
        1i64.into(),
    ];
    let columns = [
        "id",
        "product_id",
        "number",
        "status",
        "set_no",
        "abv_permille",
        "body",
        "prepared_by",
        "created_at",
        "version",
    ];
    Ok(insert(tx, "product_revisions", &columns, vec![row]).await?)
}
