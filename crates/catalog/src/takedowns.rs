//! Orders of authorities: recorded with the time that the law gives, carried out, and alarmed of
//! when they are not. What is taken down never comes back, and its address says so.

use kernel::{Actor, AuthorityOrderId, Day, HOUR_MS, ProductId, Timestamp, mint};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, first, insert, rows};
use uuid::Uuid;

use crate::products::{self, ProductEvent};
use crate::text::{line, none_of, paragraphs, required, within};
use crate::{Error, Fault, Wrong, feed, record};

/// An order that came is written down within so many days.
const MOST_DAYS_AGO: i64 = 90;

/// The job that puts a taken-down listing's pictures where no public address leads.
pub const WITHHOLD: &str = "catalog.withhold_pictures";

/// An order as it was received.
#[derive(Debug, Clone)]
pub struct Received {
    /// Which listing.
    pub product: ProductId,
    /// Who orders it, as written.
    pub authority: String,
    /// The letter's number.
    pub number: String,
    /// What else it says.
    pub note: String,
    /// When it came.
    pub received_at: Timestamp,
}

/// An authority's order.
#[derive(Debug, Clone)]
pub struct AuthorityOrder {
    /// Which.
    pub id: AuthorityOrderId,
    /// Which listing.
    pub product: ProductId,
    /// The listing's name.
    pub product_name: String,
    /// Who orders it.
    pub authority: String,
    /// The letter's number.
    pub number: String,
    /// What else it says.
    pub note: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Until when it must be carried out.
    pub due_at: Timestamp,
    /// When the alarm went off.
    pub alarmed_at: Option<Timestamp>,
    /// When it was carried out.
    pub done_at: Option<Timestamp>,
}

/// Records an order; its clock runs from when it came.
pub async fn receive(
    tx: &Tx,
    order: Received,
    actor: Actor,
    now: Timestamp,
) -> Result<AuthorityOrderId, Error> {
    let order = checked(tx, order, now).await?;
    let hours: i64 = rules::value(tx, "takedown.hours", "*", Day::of(now)).await?;
    let id = AuthorityOrderId::new(now);
    let columns = [
        "id",
        "product_id",
        "authority",
        "number",
        "note",
        "received_at",
        "due_at",
        "recorded_by",
    ];
    let row = vec![
        id.uuid().into(),
        order.product.uuid().into(),
        order.authority.into(),
        order.number.into(),
        order.note.into(),
        order.received_at.0.into(),
        order
            .received_at
            .plus_ms(hours.saturating_mul(HOUR_MS))
            .0
            .into(),
        actor.account.map(Uuid::from).into(),
    ];
    insert(tx, "authority_orders", &columns, vec![row])
        .await
        .map_err(twice)?;
    let what = (
        "authority_order",
        id.to_string(),
        json!({ "product": order.product }),
    );
    record::entry(tx, actor, "catalog.receive_takedown", what, now).await?;
    let payload = json!({ "authority_order": id });
    jobs::enqueue(tx, "catalog.takedown_due", &payload, now).await?;
    Ok(id)
}

fn twice(err: store::Error) -> Error {
    if matches!(err, store::Error::Rule("authority_order_once")) {
        return Error::Invalid(vec![Fault::new("/number", Wrong::Duplicate)]);
    }
    Error::Store(err)
}

async fn checked(tx: &Tx, order: Received, now: Timestamp) -> Result<Received, Error> {
    let order = Received {
        authority: line(&order.authority),
        number: line(&order.number),
        note: paragraphs(&order.note),
        ..order
    };
    let mut faults = vec![];
    required(&mut faults, "/authority", &order.authority, 200);
    required(&mut faults, "/number", &order.number, 60);
    within(&mut faults, "/note", &order.note, 2_000);
    // What is written down later than that is not an order that came, but a slip of the pen.
    let oldest = now.plus_ms(-MOST_DAYS_AGO * kernel::DAY_MS);
    if order.received_at > now || order.received_at < oldest {
        faults.push(Fault::new("/received_at", Wrong::OutsideTerm));
    }
    let known = "SELECT id FROM products WHERE id = $1";
    if first(tx, known, vec![order.product.uuid().into()])
        .await?
        .is_none()
    {
        faults.push(Fault::new("/product", Wrong::Unknown));
    }
    none_of(faults)?;
    Ok(order)
}

/// Carries an order out: the listing is taken down for good with its pictures, and its open orders
/// are cancelled. Said again, it holds. Ends with the feed.
pub async fn carry_out(
    tx: &Tx,
    id: AuthorityOrderId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let order = find(tx, id).await?;
    let product = products::locked(tx, order.product).await?;
    let sql =
        "UPDATE authority_orders SET done_at = $2, done_by = $3 WHERE id = $1 AND done_at IS NULL";
    let by = actor.account.map(Uuid::from);
    if execute(tx, sql, vec![id.uuid().into(), now.0.into(), by.into()]).await? == 0 {
        return Ok(());
    }
    let to = product.status.apply(ProductEvent::TakeDown)?;
    let sql = "UPDATE products SET status = $2, version = version + 1 WHERE id = $1";
    execute(tx, sql, vec![product.id.uuid().into(), to.as_str().into()]).await?;
    cancel_orders(tx, (&order, product.status.as_str()), actor, now).await?;
    jobs::enqueue(tx, WITHHOLD, &json!({ "product": product.id }), now).await?;
    let what = (
        "product",
        product.id.to_string(),
        json!({ "authority_order": id }),
    );
    record::entry(tx, actor, "catalog.take_down", what, now).await?;
    feed::changed(tx, &[product.id], now).await
}

/// The open orders end as they do when an official takes a listing off sale.
async fn cancel_orders(
    tx: &Tx,
    (order, before): (&AuthorityOrder, &str),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let id = mint(now);
    let columns = [
        "id",
        "subject_kind",
        "subject_id",
        "reason_code",
        "note",
        "basis",
        "open_orders",
        "status_before",
        "effective_at",
        "by_account",
    ];
    let row = vec![
        id.into(),
        "product".into(),
        order.product.uuid().into(),
        "authority_order".into(),
        order.note.as_str().into(),
        format!("{}, {}", order.number, order.authority).into(),
        "cancel".into(),
        before.into(),
        now.0.into(),
        actor.account.map(Uuid::from).into(),
    ];
    insert(tx, "suspensions", &columns, vec![row]).await?;
    let payload = json!({ "suspension": id });
    Ok(jobs::enqueue(tx, "market.cancel_suspended", &payload, now).await?)
}

/// Alarms of the orders whose time has passed, each once; how many.
pub async fn alarm(db: &store::Db, now: Timestamp) -> Result<usize, Error> {
    let due = "SELECT id FROM authority_orders WHERE done_at IS NULL AND alarmed_at IS NULL AND due_at <= $1 LIMIT 1";
    if first(db.read(), due, vec![now.0.into()]).await?.is_none() {
        return Ok(0);
    }
    let tx = store::write(db).await?;
    let sql = "UPDATE authority_orders SET alarmed_at = $1 WHERE done_at IS NULL AND alarmed_at IS NULL \
        AND due_at <= $1 RETURNING id";
    let mut alarms = vec![];
    for row in rows(&tx, sql, vec![now.0.into()]).await? {
        let id = AuthorityOrderId(row.try_get("", "id")?);
        alarms.push(("catalog.takedown_overdue", json!({ "authority_order": id })));
    }
    let count = alarms.len();
    jobs::enqueue_all(&tx, alarms, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(count)
}

/// An order.
pub async fn find(
    db: &impl ConnectionTrait,
    id: AuthorityOrderId,
) -> Result<AuthorityOrder, Error> {
    let sql = format!("{SELECT} WHERE a.id = $1");
    let row = first(db, &sql, vec![id.uuid().into()]).await?;
    read(&row.ok_or(Error::NotFound)?)
}

/// The orders that wait, then the newest that were carried out; at most 100.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<AuthorityOrder>, Error> {
    let sql = format!(
        "{SELECT} ORDER BY CASE WHEN a.done_at IS NULL THEN 0 ELSE 1 END, a.due_at DESC, a.id LIMIT 100"
    );
    rows(db, &sql, vec![]).await?.iter().map(read).collect()
}

const SELECT: &str =
    "SELECT a.*, p.name FROM authority_orders a JOIN products p ON p.id = a.product_id";

fn read(row: &Row) -> Result<AuthorityOrder, Error> {
    let instant = |column: &str| row.try_get::<Option<i64>>("", column);
    Ok(AuthorityOrder {
        id: AuthorityOrderId(row.try_get("", "id")?),
        product: ProductId(row.try_get("", "product_id")?),
        product_name: row.try_get("", "name")?,
        authority: row.try_get("", "authority")?,
        number: row.try_get("", "number")?,
        note: row.try_get("", "note")?,
        received_at: Timestamp(row.try_get("", "received_at")?),
        due_at: Timestamp(row.try_get("", "due_at")?),
        alarmed_at: instant("alarmed_at")?.map(Timestamp),
        done_at: instant("done_at")?.map(Timestamp),
    })
}
