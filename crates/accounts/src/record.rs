//! What accounts write into the record of who did what.

use audit::Entry;
use kernel::{AccountId, Actor, ProducerId, Timestamp};
use serde_json::Value;
use store::Tx;

use crate::Error;

/// Something was done to an account.
pub(crate) async fn of_account(
    tx: &Tx,
    account: AccountId,
    done: (&str, Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    write(tx, ("account", account.to_string()), done, actor, now).await
}

/// Something was done to a producer's people.
pub(crate) async fn of_producer(
    tx: &Tx,
    producer: ProducerId,
    done: (&str, Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    write(tx, ("producer", producer.to_string()), done, actor, now).await
}

async fn write(
    tx: &Tx,
    (subject_kind, subject_id): (&str, String),
    (action, detail): (&str, Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = Entry {
        actor,
        action,
        subject_kind,
        subject_id,
        detail,
    };
    Ok(audit::record(tx, entry, now).await?)
}
