//! The days on which a producer is closed: its clocks stand still.

use kernel::{Actor, Closures, Day, ProducerId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Tx, execute, insert, rows};

use crate::{Error, Fault, Wrong};

/// So many days a producer may be closed, said at one time.
const MOST: usize = 60;
/// So far ahead.
const WITHIN_DAYS: i64 = 366;

/// The days from today on which a producer is closed.
pub async fn closures(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    now: Timestamp,
) -> Result<Closures, Error> {
    let sql = "SELECT closed_on FROM closure_days WHERE producer_id = $1 AND closed_on >= $2";
    let values = vec![producer.uuid().into(), Day::of(now).to_string().into()];
    let mut closures = Closures::new();
    for row in rows(db, sql, values).await? {
        let day: String = row.try_get("", "closed_on")?;
        closures.extend(day.parse::<Day>().ok());
    }
    Ok(closures)
}

/// Says on which days from tomorrow on a producer is closed: these and no others. A deadline that
/// runs already stays where it is: nobody moves an order's by closing after it came.
pub async fn close_on(
    tx: &Tx,
    producer: ProducerId,
    days: &Closures,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let today = Day::of(now);
    let last = today.plus_days(WITHIN_DAYS);
    if days.len() > MOST || days.iter().any(|day| *day <= today || *day > last) {
        return Err(Error::Invalid(vec![Fault::new("/days", Wrong::NotAllowed)]));
    }
    let sql = "DELETE FROM closure_days WHERE producer_id = $1 AND closed_on > $2";
    let values = vec![producer.uuid().into(), today.to_string().into()];
    execute(tx, sql, values).await?;
    let row = |day: &Day| vec![producer.uuid().into(), day.to_string().into()];
    let rows = days.iter().map(row).collect();
    insert(tx, "closure_days", &["producer_id", "closed_on"], rows).await?;
    let entry = audit::Entry {
        actor,
        action: "catalog.close_on",
        subject_kind: "producer",
        subject_id: producer.to_string(),
        detail: json!({ "days": days }),
    };
    Ok(audit::record(tx, entry, now).await?)
}
