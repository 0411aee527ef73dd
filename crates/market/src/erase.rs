use kernel::{AccountId, OrderId, Timestamp};
use store::{Tx, Values, execute, first, rows};

use crate::{App, Error};

/// Erases a person, as they may demand: all that names them goes from accounts, orders and notices
/// in one transaction. What the law orders kept stays under a number without a name: orders with
/// their sums, codes and histories, payments, refunds, consents, the audit log. Nobody is erased
/// while an order is under way, a case is open or money is owed to them: who has to deliver or to
/// pay must know to whom. Whether it was done.
pub async fn erase_person(app: &App, account: AccountId, now: Timestamp) -> Result<bool, Error> {
    let tx = store::write(&app.db).await?;
    if something_open(&tx, account).await? {
        return Ok(false);
    }
    for sql in GONE {
        let dated = sql.contains("$2");
        let at = dated.then(|| now.0.into());
        let values: Values = std::iter::once(account.uuid().into()).chain(at).collect();
        execute(&tx, sql, values).await?;
    }
    let orders = orders_of(&tx, account).await?;
    notifications::forget(&tx, account, &orders, now).await?;
    accounts::erase(&tx, account, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(true)
}

async fn orders_of(tx: &Tx, account: AccountId) -> Result<Vec<OrderId>, store::Error> {
    let sql = "SELECT id FROM orders WHERE account_id = $1";
    let found = rows(tx, sql, vec![account.uuid().into()]).await?;
    let ids = found.iter().map(|row| Ok(OrderId(row.try_get("", "id")?)));
    ids.collect()
}

async fn something_open(tx: &Tx, account: AccountId) -> Result<bool, store::Error> {
    let sql = "SELECT 1 AS one FROM orders o WHERE o.account_id = $1 AND (o.status NOT IN \
        ('completed', 'cancelled', 'declined', 'expired', 'returned', 'lost') \
        OR EXISTS (SELECT 1 FROM cases c WHERE c.order_id = o.id AND c.status <> 'closed') \
        OR EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id AND r.status IN ('due', 'failed'))) LIMIT 1";
    Ok(first(tx, sql, vec![account.uuid().into()]).await?.is_some())
}

/// What a buyer wrote and where they live; what lies in their carts; links that act for them.
const GONE: [&str; 6] = [
    "UPDATE orders SET recipient_name = '', recipient_phone = '', street = '', note = NULL, buyer_birth_year = NULL WHERE account_id = $1",
    "UPDATE checkouts SET contact_name = '', contact_phone = '', contact_email = NULL WHERE account_id = $1",
    "UPDATE cases SET note = NULL WHERE order_id IN (SELECT id FROM orders WHERE account_id = $1)",
    "DELETE FROM cart_lines WHERE cart_id IN (SELECT id FROM carts WHERE account_id = $1 AND used_at IS NULL)",
    "DELETE FROM carts WHERE account_id = $1 AND used_at IS NULL AND id NOT IN (SELECT cart_id FROM checkouts)",
    "UPDATE one_tap_links SET used_at = COALESCE(used_at, $2) WHERE account_id = $1",
];
