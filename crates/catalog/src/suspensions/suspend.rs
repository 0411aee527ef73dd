use kernel::{Timestamp, mint};
use serde_json::json;
use store::{Tx, insert};
use uuid::Uuid;

use super::subject::{OpenOrders, Subject, standing, write};
use crate::reviews::Official;
use crate::text::{none_of, paragraphs, within};
use crate::{Error, Fault, Wrong, feed, record};

/// An official's order to take something off sale.
#[derive(Debug, Clone)]
pub struct Order {
    /// Why, as a code: lower case letters, digits and underscores.
    pub reason_code: String,
    /// Why, in words.
    pub note: String,
    /// What becomes of the orders that are open.
    pub open_orders: OpenOrders,
}

/// Takes a listing, or all of a producer's, off sale. What is off sale already stays as it is.
/// Cancelling the open orders is a job, for they may be many.
pub async fn suspend(
    tx: &Tx,
    subject: Subject,
    order: Order,
    official: &Official,
    now: Timestamp,
) -> Result<(), Error> {
    let order = checked(order)?;
    let was = standing(tx, subject, official).await?;
    let to = was.suspended()?;
    if to == was {
        return Ok(());
    }
    write(tx, subject, was, to).await?;
    let id = mint(now);
    let row = vec![
        id.into(),
        subject.kind().into(),
        subject.uuid().into(),
        order.reason_code.as_str().into(),
        order.note.into(),
        order.open_orders.as_str().into(),
        was.as_str().into(),
        now.0.into(),
        official.actor.account.map(Uuid::from).into(),
    ];
    let columns = [
        "id",
        "subject_kind",
        "subject_id",
        "reason_code",
        "note",
        "open_orders",
        "status_before",
        "effective_at",
        "by_account",
    ];
    insert(tx, "suspensions", &columns, vec![row]).await?;
    if order.open_orders == OpenOrders::Cancel {
        let payload = json!({"suspension": id});
        jobs::enqueue(tx, "market.cancel_suspended", &payload, now).await?;
    }
    let detail = json!({"reason": order.reason_code, "open_orders": order.open_orders});
    let what = (subject.kind(), subject.to_string(), detail);
    record::entry(tx, official.actor, "catalog.suspend", what, now).await?;
    feed::changed(tx, &subject.listings(tx).await?, now).await
}

fn checked(order: Order) -> Result<Order, Error> {
    let mut faults = vec![];
    let code = &order.reason_code;
    if code.is_empty()
        || code.len() > 40
        || !code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    {
        faults.push(Fault::new("/reason_code", Wrong::Malformed));
    }
    let note = paragraphs(&order.note);
    within(&mut faults, "/note", &note, 2_000);
    none_of(faults)?;
    Ok(Order { note, ..order })
}
