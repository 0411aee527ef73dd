use kernel::{CertificateId, Day, ProductId, Timestamp};
use store::{Tx, insert, rows};

use super::settle::{self, News};
use crate::{Error, feed, reviews};

/// The reminder that says: it has ended.
const ENDED: i64 = -1;

/// Tells of every certificate that has passed its last day since the last time, its extension's
/// where it has one, and has the listing looked at again that carries it. Its star went at midnight
/// by itself. How many there were; ends with the feed. The caller sees to it that one node does this
/// at a time.
pub async fn lapse(tx: &Tx, now: Timestamp) -> Result<usize, Error> {
    let sql = "SELECT c.id, c.product_id FROM certificates c WHERE c.state IN ('verified', 'extended') \
               AND c.expires_on < $1 AND (c.extended_until IS NULL OR c.extended_until < $1) \
               AND NOT EXISTS (SELECT 1 FROM certificate_reminders r \
               WHERE r.certificate_id = c.id AND r.days = $2)";
    let today = Day::of(now).to_string();
    let ended = rows(tx, sql, vec![today.into(), ENDED.into()]).await?;
    let (mut marks, mut changed) = (vec![], vec![]);
    for row in &ended {
        let id = CertificateId(row.try_get("", "id")?);
        marks.push(vec![id.uuid().into(), ENDED.into(), now.0.into()]);
        settle::tell(tx, News::Lapsed, (id, None), now).await?;
        let carried: Option<uuid::Uuid> = row.try_get("", "product_id")?;
        if let Some(product) = carried.map(ProductId)
            && reviews::look_again(tx, product, now).await?
        {
            changed.push(product);
        }
    }
    let columns = ["certificate_id", "days", "at"];
    insert(tx, "certificate_reminders", &columns, marks).await?;
    feed::changed(tx, &changed, now).await?;
    Ok(ended.len())
}

/// It runs on: when it ends at last, people are told again.
pub(super) async fn runs_on(tx: &Tx, id: CertificateId) -> Result<(), Error> {
    let sql = "DELETE FROM certificate_reminders WHERE certificate_id = $1 AND days = $2";
    store::execute(tx, sql, vec![id.uuid().into(), ENDED.into()]).await?;
    Ok(())
}
