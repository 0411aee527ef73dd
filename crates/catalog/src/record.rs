//! What the catalogue writes into the audit log.

use audit::Entry;
use kernel::{Actor, ProducerId, ProductId, ReviewId, Timestamp};
use serde_json::{Value, json};
use store::Tx;

use crate::Error;

pub(crate) async fn producer(
    tx: &Tx,
    actor: Actor,
    action: &str,
    id: ProducerId,
    now: Timestamp,
) -> Result<(), Error> {
    entry(
        tx,
        actor,
        action,
        ("producer", id.to_string(), json!({})),
        now,
    )
    .await
}

pub(crate) async fn product(
    tx: &Tx,
    actor: Actor,
    action: &str,
    id: ProductId,
    now: Timestamp,
) -> Result<(), Error> {
    entry(
        tx,
        actor,
        action,
        ("product", id.to_string(), json!({})),
        now,
    )
    .await
}

pub(crate) async fn review(
    tx: &Tx,
    actor: Actor,
    action: &str,
    (id, detail): (ReviewId, Value),
    now: Timestamp,
) -> Result<(), Error> {
    entry(tx, actor, action, ("review", id.to_string(), detail), now).await
}

pub(crate) async fn entry(
    tx: &Tx,
    actor: Actor,
    action: &str,
    (subject_kind, subject_id, detail): (&str, String, Value),
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
