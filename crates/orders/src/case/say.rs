//! What every step of a case shares: its deadline, its history and its event.

use kernel::{Actor, CaseId, Day, HOUR_MS, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Tx, insert};
use uuid::Uuid;

use super::machine::{CaseKind, CaseStatus, Remedy};
use crate::Error;

/// One row of a case's history.
pub(crate) struct Entry {
    pub(crate) from: Option<CaseStatus>,
    pub(crate) to: CaseStatus,
    pub(crate) remedy: Option<Remedy>,
    pub(crate) actor: Actor,
}

/// Until when a case may wait somewhere, by the rule that holds for its kind today.
pub(crate) async fn until(
    db: &impl ConnectionTrait,
    status: CaseStatus,
    kind: CaseKind,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let Some(rule) = status.rule() else {
        return Ok(None);
    };
    let hours: i64 = rules::value(db, rule, kind.as_str(), Day::of(now)).await?;
    Ok(Some(now.plus_ms(hours.saturating_mul(HOUR_MS))))
}

/// Writes the history's row and the job that tells of it.
pub(crate) async fn record(
    tx: &Tx,
    case: CaseId,
    entry: &Entry,
    now: Timestamp,
) -> Result<(), Error> {
    let columns = [
        "case_id",
        "from_status",
        "to_status",
        "at",
        "account_id",
        "capacity",
        "mandate_id",
        "remedy",
    ];
    let row = vec![
        case.uuid().into(),
        entry.from.map(CaseStatus::as_str).into(),
        entry.to.as_str().into(),
        now.0.into(),
        entry.actor.account.map(Uuid::from).into(),
        entry.actor.capacity.as_str().into(),
        entry.actor.mandate.map(Uuid::from).into(),
        entry.remedy.map(Remedy::as_str).into(),
    ];
    insert(tx, "case_history", &columns, vec![row]).await?;
    let done = audit::Entry {
        actor: entry.actor,
        action: "orders.case",
        subject_kind: "case",
        subject_id: case.to_string(),
        detail: json!({ "to": entry.to.as_str(), "remedy": entry.remedy.map(Remedy::as_str) }),
    };
    audit::record_if_mandated(tx, done, now).await?;
    let kind = format!("orders.case_{}", entry.to);
    Ok(jobs::enqueue(tx, &kind, &json!({ "case": case }), now).await?)
}
