use kernel::{Actor, Day, DocumentId, ProducerId, ProductId, Timestamp};
use serde_json::json;
use store::{Tx, execute, rows};

use super::find::day;
use super::needed::{Goods, substitutes, unverified};
use crate::{Error, feed, products};

/// Queues a notice for each verified document that comes near its last day, once for each of the
/// days that the rule names.
pub async fn remind(tx: &Tx, now: Timestamp) -> Result<(), Error> {
    let today = Day::of(now);
    let mut days: Vec<i64> = rules::value(tx, "document.notice_days", "*", today).await?;
    days.sort_unstable();
    let most = days.last().copied().unwrap_or(0);
    let sql = "SELECT id, expires_on, reminded_days FROM documents WHERE state = 'verified' \
        AND expires_on >= $1 AND expires_on <= $2";
    let near = vec![
        today.to_string().into(),
        today.plus_days(most).to_string().into(),
    ];
    for row in rows(tx, sql, near).await? {
        let Some(last) = day(&row, "expires_on")? else {
            continue;
        };
        let left = today.days_until(last);
        let reminded: Option<i64> = row.try_get("", "reminded_days")?;
        let due = days.iter().copied().find(|day| left <= *day);
        let Some(due) = due.filter(|due| reminded.is_none_or(|last| *due < last)) else {
            continue;
        };
        let id = DocumentId(row.try_get("", "id")?);
        let sql = "UPDATE documents SET reminded_days = $2 WHERE id = $1";
        execute(tx, sql, vec![id.uuid().into(), due.into()]).await?;
        let payload = json!({ "document": id });
        jobs::enqueue(tx, "catalog.document_expiring", &payload, now).await?;
    }
    Ok(())
}

/// What has passed its last day lapses, with a warning; once the rule's days have passed too, every
/// listing that needs it pauses. Ends with the feed.
pub async fn lapse(tx: &Tx, now: Timestamp) -> Result<(), Error> {
    let today = Day::of(now);
    let sql = "UPDATE documents SET state = 'lapsed' WHERE state IN ('verified', 'submitted') \
        AND expires_on < $1 RETURNING id";
    for row in rows(tx, sql, vec![today.to_string().into()]).await? {
        let payload = json!({ "document": DocumentId(row.try_get("", "id")?) });
        jobs::enqueue(tx, "catalog.document_lapsed", &payload, now).await?;
    }
    let grace: i64 = rules::value(tx, "document.pause_after_days", "*", today).await?;
    let sql = "SELECT DISTINCT d.id AS document_id, d.kind, p.id, p.producer_id, r.set_no, r.abv_permille FROM documents d \
        JOIN products p ON p.producer_id = d.producer_id AND p.status = 'live' \
        JOIN product_revisions r ON r.id = p.live_revision \
        WHERE d.state = 'lapsed' AND d.expires_on < $1 AND (d.product_id IS NULL OR d.product_id = p.id)";
    let before = today.plus_days(-grace).to_string();
    let substitutes = substitutes(tx, today).await?;
    let mut paused = vec![];
    for row in rows(tx, sql, vec![before.into()]).await? {
        let product = ProductId(row.try_get("", "id")?);
        let goods = Goods {
            product,
            set: row.try_get("", "set_no")?,
            abv_permille: row.try_get("", "abv_permille")?,
        };
        let producer = ProducerId(row.try_get("", "producer_id")?);
        let kind: String = row.try_get("", "kind")?;
        let lacks = unverified(tx, (producer, goods), today).await?;
        let stood_for = |lacking: &String| {
            let mut pairs = substitutes.iter();
            pairs.any(|(of, instead_of)| of.as_str() == kind && instead_of.as_str() == lacking)
        };
        let missed = lacks.contains(&kind) || lacks.iter().any(stood_for);
        let why = (Actor::SYSTEM, "catalog.pause_unlicensed");
        if missed && products::take_off_sale(tx, product, why, now).await? {
            paused.push(product);
            let document = DocumentId(row.try_get("", "document_id")?);
            let payload = json!({ "document": document });
            jobs::enqueue(tx, "catalog.document_paused", &payload, now).await?;
        }
    }
    feed::changed(tx, &paused, now).await
}
