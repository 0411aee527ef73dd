use accounts::MemberRole;
use catalog::producers::{self, Profile};
use kernel::{AccountId, Actor, Capacity, ProducerId, Timestamp};
use store::Db;

use crate::Error;

/// Opens a producer's application; who applies becomes its owner.
pub async fn apply(
    db: &Db,
    profile: &Profile,
    applicant: AccountId,
    now: Timestamp,
) -> Result<ProducerId, Error> {
    store::retry(|| once(db, profile.clone(), applicant, now)).await
}

async fn once(
    db: &Db,
    profile: Profile,
    applicant: AccountId,
    now: Timestamp,
) -> Result<ProducerId, Error> {
    let actor = Actor::new(applicant, Capacity::Member);
    let tx = store::write(db).await?;
    let producer = producers::apply(&tx, profile, actor, now).await?;
    let owner = (applicant, MemberRole::Owner);
    accounts::add_member(&tx, producer, owner, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(producer)
}
