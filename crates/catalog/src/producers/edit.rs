use kernel::{Actor, ProducerId, Timestamp};
use store::{Tx, execute};

use super::find::{Producer, locked};
use super::profile::Patch;
use crate::Error;

/// Changes an application while it is a draft or changes were asked for. `expected` is the version
/// that the caller read, where it says so.
pub async fn edit(
    tx: &Tx,
    id: ProducerId,
    patch: Patch,
    expected: Option<i64>,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let was = locked(tx, id).await?;
    may_change(&was, expected)?;
    let profile = patch.on(was.profile).checked()?;
    let sql = "UPDATE producers SET name = $2, name_sort = $3, name_folded = $4, entity_type = $5, \
               representative = $6, phone = $7, province_code = $8, commune_code = $9, street = $10, \
               tax_id = $11, story = $12, version = version + 1 WHERE id = $1 AND status = $13";
    let mut values = profile.row(id);
    values.push(was.status.as_str().into());
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    crate::record::producer(tx, actor, "catalog.edit_application", id, now).await
}

fn may_change(was: &Producer, expected: Option<i64>) -> Result<(), Error> {
    if !was.status.is_open() {
        return Err(Error::State {
            what: "producer",
            status: was.status.as_str(),
            step: "edit",
        });
    }
    if expected.is_some_and(|version| version != was.version) {
        return Err(Error::Stale);
    }
    Ok(())
}
