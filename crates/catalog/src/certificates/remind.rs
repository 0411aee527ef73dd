use kernel::{CertificateId, Day, Timestamp};
use serde_json::json;
use store::{Db, execute, rows};

use crate::Error;

/// Queues a notice for every verified certificate that comes near its last day, once for each of
/// the days that the rules name (210 before it, 180 …). Who was away for days hears the nearest
/// one alone. How many were queued.
pub async fn remind(db: &Db, now: Timestamp) -> Result<usize, Error> {
    let today = Day::of(now);
    let mut days: Vec<i64> = rules::value(db.read(), "certificate.notice_days", "*", today).await?;
    days.sort_unstable();
    let Some(most) = days.last().copied() else {
        return Ok(0);
    };
    let sql = "SELECT c.id, c.expires_on, \
               (SELECT MIN(r.days) FROM certificate_reminders r WHERE r.certificate_id = c.id) AS reminded \
               FROM certificates c WHERE c.state IN ('verified', 'extended') AND c.product_id IS NOT NULL \
               AND c.expires_on >= $1 AND c.expires_on <= $2";
    let near = vec![
        today.to_string().into(),
        today.plus_days(most).to_string().into(),
    ];
    let mut queued = 0;
    for row in rows(db.read(), sql, near).await? {
        let expires: String = row.try_get("", "expires_on")?;
        let Ok(expires) = expires.parse::<Day>() else {
            continue;
        };
        let left = today.days_until(expires);
        let reminded: Option<i64> = row.try_get("", "reminded")?;
        let due = days.iter().copied().find(|day| left <= *day);
        if let Some(day) = due.filter(|day| reminded.is_none_or(|last| *day < last)) {
            let id = CertificateId(row.try_get("", "id")?);
            queued += usize::from(queue(db, id, day, now).await?);
        }
    }
    Ok(queued)
}

/// Another node may have been faster: then nothing is queued.
async fn queue(db: &Db, id: CertificateId, days: i64, now: Timestamp) -> Result<bool, Error> {
    let tx = store::write(db).await?;
    let sql = "INSERT INTO certificate_reminders (certificate_id, days, at) VALUES ($1, $2, $3) \
               ON CONFLICT (certificate_id, days) DO NOTHING";
    let values = vec![id.uuid().into(), days.into(), now.0.into()];
    if execute(&tx, sql, values).await? == 0 {
        return Ok(false);
    }
    let payload = json!({"certificate": id, "days": days});
    jobs::enqueue(&tx, "catalog.certificate_expiring", &payload, now).await?;
    tx.commit().await?;
    Ok(true)
}
