use kernel::{CertificateId, Day, Timestamp};
use serde_json::json;
use store::{Row, Tx, insert, rows};

use crate::Error;

/// Queues a notice for every verified certificate that comes near its last day, once for each of
/// the days that the rules name (210 before it, 180 …). Who was away for days hears the nearest
/// one alone. How many were queued. The caller sees to it that one node does this at a time.
pub async fn remind(tx: &Tx, now: Timestamp) -> Result<usize, Error> {
    let today = Day::of(now);
    let mut days: Vec<i64> = rules::value(tx, "certificate.notice_days", "*", today).await?;
    days.sort_unstable();
    let Some(most) = days.last().copied() else {
        return Ok(0);
    };
    let sql = "SELECT c.id, c.expires_on, \
               (SELECT MIN(r.days) FROM certificate_reminders r WHERE r.certificate_id = c.id) AS reminded \
               FROM certificates c WHERE c.state IN ('verified', 'extended') \
               AND c.expires_on >= $1 AND c.expires_on <= $2";
    let near = vec![
        today.to_string().into(),
        today.plus_days(most).to_string().into(),
    ];
    let (mut reminders, mut notices) = (vec![], vec![]);
    for row in rows(tx, sql, near).await? {
        let id = CertificateId(row.try_get("", "id")?);
        if let Some(day) = due(&row, &days, today)? {
            reminders.push(vec![id.uuid().into(), day.into(), now.0.into()]);
            notices.push((
                "catalog.certificate_expiring",
                json!({"certificate": id, "days": day}),
            ));
        }
    }
    let queued = notices.len();
    let columns = ["certificate_id", "days", "at"];
    insert(tx, "certificate_reminders", &columns, reminders).await?;
    jobs::enqueue_all(tx, notices, now).await?;
    Ok(queued)
}

/// The nearest of the days that is reached, where its notice has not gone out.
fn due(row: &Row, days: &[i64], today: Day) -> Result<Option<i64>, Error> {
    let expires: String = row.try_get("", "expires_on")?;
    let Ok(expires) = expires.parse::<Day>() else {
        return Ok(None);
    };
    let left = today.days_until(expires);
    let reminded: Option<i64> = row.try_get("", "reminded")?;
    let due = days.iter().copied().find(|day| left <= *day);
    Ok(due.filter(|day| reminded.is_none_or(|last| *day < last)))
}
