//! Which orders: by id, by code and phone, a page of them.

use std::collections::BTreeMap;

use kernel::{
    AccountId, CheckoutId, Code, Cursor, Limit, OrderId, Page, Phone, ProducerId, Timestamp, Vnd,
};
use store::{ConnectionTrait, Row, rows};
use uuid::Uuid;

use super::rows::load;
use super::{Checkout, Order};
use crate::{Error, Status};

/// A checkout with its orders.
pub async fn checkout(db: &impl ConnectionTrait, id: CheckoutId) -> Result<Checkout, Error> {
    let sql = "SELECT code, account_id, total FROM checkouts WHERE id = $1";
    let row = store::first(db, sql, vec![id.uuid().into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(Checkout {
        id,
        code: row.try_get("", "code")?,
        account: row
            .try_get::<Option<Uuid>>("", "account_id")?
            .map(AccountId),
        total: Vnd(row.try_get("", "total")?),
        orders: load(db, "checkout_id = $1 ORDER BY id", vec![id.uuid().into()]).await?,
    })
}

/// How the buyer of a checkout can be told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Whose, where they were signed in.
    pub account: Option<AccountId>,
    /// The address that they left.
    pub email: Option<String>,
    /// Their phone; empty of who was erased.
    pub phone: String,
}

/// How the buyer of a checkout can be told of it.
pub async fn contact(db: &impl ConnectionTrait, id: CheckoutId) -> Result<Contact, Error> {
    let sql = "SELECT account_id, contact_email, contact_phone FROM checkouts WHERE id = $1";
    let row = store::first(db, sql, vec![id.uuid().into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let email: Option<String> = row.try_get("", "contact_email")?;
    Ok(Contact {
        account: row
            .try_get::<Option<Uuid>>("", "account_id")?
            .map(AccountId),
        email: email.filter(|email| !email.is_empty()),
        phone: row.try_get("", "contact_phone")?,
    })
}

/// The codes of some orders.
pub async fn codes(
    db: &impl ConnectionTrait,
    orders: &[OrderId],
) -> Result<BTreeMap<OrderId, String>, Error> {
    let mut codes = BTreeMap::new();
    for some in orders.chunks(1_000) {
        let sql = format!(
            "SELECT id, code FROM orders WHERE id IN {}",
            store::in_list(some.len(), 1)
        );
        let values = some.iter().map(|order| order.uuid().into()).collect();
        for row in rows(db, &sql, values).await? {
            codes.insert(OrderId(row.try_get("", "id")?), row.try_get("", "code")?);
        }
    }
    Ok(codes)
}

/// One order.
pub async fn order(db: &impl ConnectionTrait, id: OrderId) -> Result<Order, Error> {
    let found = load(db, "id = $1", vec![id.uuid().into()]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The order that bears a code.
pub async fn by_code(db: &impl ConnectionTrait, code: &Code) -> Result<OrderId, Error> {
    let sql = "SELECT id FROM orders WHERE code = $1";
    let row = store::first(db, sql, vec![code.as_str().into()]).await?;
    Ok(OrderId(row.ok_or(Error::NotFound)?.try_get("", "id")?))
}

/// The order or the first order of the checkout with this code, where the phone is its buyer's or
/// receiver's.
pub async fn track(db: &impl ConnectionTrait, code: &Code, phone: &Phone) -> Result<Order, Error> {
    let clause = "(code = $1 OR checkout_id IN (SELECT id FROM checkouts WHERE code = $1)) AND (recipient_phone = $2 \
        OR checkout_id IN (SELECT id FROM checkouts WHERE contact_phone = $2)) ORDER BY id LIMIT 1";
    let values = vec![code.as_str().into(), phone.as_str().into()];
    let found = load(db, clause, values).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The orders of which a phone is the buyer's or the receiver's, the newest hundred.
pub async fn orders_of_phone(
    db: &impl ConnectionTrait,
    phone: &Phone,
) -> Result<Vec<Order>, Error> {
    let clause = "recipient_phone = $1 OR checkout_id IN (SELECT id FROM checkouts WHERE contact_phone = $1) \
        ORDER BY id DESC LIMIT 100";
    load(db, clause, vec![phone.as_str().into()]).await
}

/// The orders in a carrier's boxes of this number.
pub async fn of_tracking(
    db: &impl ConnectionTrait,
    carrier: &str,
    code: &str,
) -> Result<Vec<OrderId>, Error> {
    let sql = "SELECT DISTINCT po.order_id FROM parcels p JOIN parcel_orders po ON po.parcel_id = p.id \
        WHERE p.carrier = $1 AND UPPER(p.tracking_code) = $2 ORDER BY po.order_id LIMIT 10";
    let found = rows(db, sql, vec![carrier.into(), code.into()]).await?;
    let id = |row: &Row| Ok(OrderId(row.try_get("", "order_id")?));
    found.iter().map(id).collect()
}

/// Whose orders are listed.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// A buyer's.
    Buyer(AccountId),
    /// A producer's.
    Producer(ProducerId),
}

/// Orders, the newest first.
pub async fn list_orders(
    db: &impl ConnectionTrait,
    whose: Whose,
    status: Option<Status>,
    (limit, after): (Limit, Option<&str>),
) -> Result<Page<Order>, Error> {
    let (column, id) = match whose {
        Whose::Buyer(account) => ("account_id", account.uuid()),
        Whose::Producer(producer) => ("producer_id", producer.uuid()),
    };
    let (at, last) = match after {
        None => (Timestamp(i64::MAX), OrderId(Uuid::max())),
        Some(cursor) => Cursor::place(cursor)?,
    };
    let clause = format!(
        "{column} = $1 AND (CAST($2 AS TEXT) IS NULL OR status = $2) AND (placed_at < $3 OR (placed_at = $3 AND id < $4)) \
         ORDER BY placed_at DESC, id DESC LIMIT $5"
    );
    let values = vec![
        id.into(),
        status.map(|s| s.as_str().to_owned()).into(),
        at.0.into(),
        last.uuid().into(),
        i64::try_from(limit.overfetch()).unwrap_or(101).into(),
    ];
    let found = load(db, &clause, values).await?;
    Ok(Page::from_overfetch(found, limit, |order| {
        Cursor::at(order.placed_at, order.id)
    }))
}
