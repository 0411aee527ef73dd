use kernel::{Closures, Day, ProducerId, Timestamp};
use store::{ConnectionTrait, rows};

use crate::Error;

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
