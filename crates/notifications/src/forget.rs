use kernel::{AccountId, OrderId, Timestamp};
use serde_json::Value;
use store::{Tx, Values, execute, rows};
use uuid::Uuid;

use crate::Error;

/// Forgets what a person was told and where, and who receives their orders in what others were
/// told of them. The rows stay, so that nobody is told twice; what waits to be sent to the person
/// is not sent any more.
pub async fn forget(
    tx: &Tx,
    account: AccountId,
    orders: &[OrderId],
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE deliveries SET address = '', status = CASE WHEN status = 'waiting' THEN 'skipped' ELSE status END, \
        settled_at = COALESCE(settled_at, $2) WHERE notice_id IN (SELECT id FROM notices WHERE account_id = $1)";
    execute(tx, sql, vec![account.uuid().into(), now.0.into()]).await?;
    let sql = "UPDATE notices SET params = '{}' WHERE account_id = $1";
    execute(tx, sql, vec![account.uuid().into()]).await?;
    for orders in orders.chunks(500) {
        forget_recipients(tx, orders).await?;
    }
    Ok(())
}

async fn forget_recipients(tx: &Tx, orders: &[OrderId]) -> Result<(), Error> {
    let sql = format!(
        "SELECT id, params FROM notices WHERE params <> '{{}}' AND order_id IN {}",
        store::in_list(orders.len(), 1)
    );
    let ids: Values = orders.iter().map(|order| order.uuid().into()).collect();
    for row in rows(tx, &sql, ids).await? {
        let id: Uuid = row.try_get("", "id").map_err(store::Error::from)?;
        let params: String = row.try_get("", "params").map_err(store::Error::from)?;
        let mut params: Value = serde_json::from_str(&params)?;
        let Some(recipient) = params.pointer_mut("/message/order/recipient") else {
            continue;
        };
        *recipient = Value::from("");
        let sql = "UPDATE notices SET params = $2 WHERE id = $1";
        execute(tx, sql, vec![id.into(), params.to_string().into()]).await?;
    }
    Ok(())
}
