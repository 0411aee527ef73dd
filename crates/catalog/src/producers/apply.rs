use kernel::{Actor, ProducerId, Timestamp};
use store::{Tx, insert};
use uuid::Uuid;

use super::profile::Profile;
use super::status::ProducerStatus;
use crate::Error;

const COLUMNS: [&str; 19] = [
    "id",
    "name",
    "name_sort",
    "name_folded",
    "entity_type",
    "representative",
    "phone",
    "province_code",
    "commune_code",
    "street",
    "tax_id",
    "story",
    "status",
    "missed_orders",
    "created_by",
    "created_at",
    "sample",
    "version",
    "email",
];

/// Opens an application, a draft; the caller makes the applicant its owner in the same
/// transaction.
pub async fn apply(
    tx: &Tx,
    profile: Profile,
    actor: Actor,
    now: Timestamp,
) -> Result<ProducerId, Error> {
    let profile = profile.checked()?;
    let id = ProducerId::new(now);
    let mut row = profile.row(id);
    row.extend([
        ProducerStatus::Draft.as_str().into(),
        0i64.into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
        0i64.into(),
        1i64.into(),
        None::<String>.into(),
    ]);
    insert(tx, "producers", &COLUMNS, vec![row]).await?;
    crate::record::producer(tx, actor, "catalog.apply", id, now).await?;
    Ok(id)
}
