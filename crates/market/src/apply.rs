use accounts::MemberRole;
use catalog::producers::{self, Profile};
use kernel::{AccountId, Actor, Capacity, ProducerId, Timestamp};
use store::Db;

use crate::Error;
use crate::once::{self, Key};

/// Opens a producer's application; who applies becomes its owner. Asked again under the same key,
/// it answers with the same producer.
pub async fn apply(
    db: &Db,
    profile: &Profile,
    (applicant, key): (AccountId, Option<&Key>),
    now: Timestamp,
) -> Result<ProducerId, Error> {
    let first = || store::retry(|| opened(db, profile.clone(), (applicant, key), now));
    once::or_again(db, key, first).await
}

async fn opened(
    db: &Db,
    profile: Profile,
    (applicant, key): (AccountId, Option<&Key>),
    now: Timestamp,
) -> Result<ProducerId, Error> {
    let actor = Actor::new(applicant, Capacity::Member);
    let tx = store::write(db).await?;
    let producer = producers::apply(&tx, profile, actor, now).await?;
    let owner = (applicant, MemberRole::Owner);
    accounts::add_member(&tx, producer, owner, actor, now).await?;
    if let Some(key) = key {
        once::answer(&tx, key, &producer.to_string(), now).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(producer)
}
