use kernel::{Actor, ProducerId, Timestamp, text};
use store::{Tx, execute};

use super::find::{Producer, locked};
use super::profile::{Checked, Patch};
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
    let Checked {
        profile,
        province_code,
    } = patch.on(was.profile).checked()?;
    let sql = "UPDATE producers SET name = $2, name_sort = $3, name_folded = $4, entity_type = $5, \
               representative = $6, phone = $7, province_code = $8, commune_code = $9, street = $10, \
               tax_id = $11, story = $12, version = version + 1 WHERE id = $1 AND status = $13";
    let values = vec![
        id.uuid().into(),
        profile.name.as_str().into(),
        text::sort_key(&profile.name).into(),
        text::fold(&profile.name).into(),
        profile.entity_type.as_str().into(),
        profile.representative.into(),
        profile.phone.into(),
        province_code.into(),
        profile.commune_code.into(),
        profile.street.into(),
        profile.tax_id.into(),
        profile.story.into(),
        was.status.as_str().into(),
    ];
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
