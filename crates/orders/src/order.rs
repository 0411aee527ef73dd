//! Reading orders: whole, with lines, parcels and history.

use std::collections::BTreeMap;

use kernel::{
    AccountId, CheckoutId, Code, Cursor, Lang, Limit, LineId, MandateId, OrderId, Page, PageError,
    ParcelId, Phone, ProducerId, ProductId, Timestamp, VariantId, Vnd,
};
use store::{ConnectionTrait, Row, Values, in_list, rows};
use uuid::Uuid;

use crate::{Error, Method, Place, Reason, Status};

/// An order as it is read.
#[derive(Debug, Clone)]
pub struct Order {
    /// Which.
    pub id: OrderId,
    /// Its code.
    pub code: String,
    /// Of which checkout.
    pub checkout: CheckoutId,
    /// Whose buyer, where they were signed in.
    pub account: Option<AccountId>,
    /// Who sells.
    pub producer: ProducerId,
    /// Their name at purchase.
    pub producer_name: String,
    /// Where it stands.
    pub status: Status,
    /// Since when.
    pub status_at: Timestamp,
    /// Whose move it is, a word of [`crate::Owner`].
    pub owner: String,
    /// Until when.
    pub state_until: Option<Timestamp>,
    /// When more time was given.
    pub extended_at: Option<Timestamp>,
    /// Why it ended, where that is said.
    pub reason: Option<Reason>,
    /// How it is paid.
    pub method: Method,
    /// Whether it is alcohol.
    pub alcohol: bool,
    /// Whether it is perishable.
    pub fresh: bool,
    /// The goods alone.
    pub goods: Vnd,
    /// The delivery.
    pub shipping: Vnd,
    /// Both.
    pub total: Vnd,
    /// The days of the promised delivery, counted from the hand-over.
    pub days: (i64, i64),
    /// `ship` or `pickup`.
    pub fulfilment: String,
    /// Who receives it.
    pub recipient_name: String,
    /// Their phone.
    pub recipient_phone: String,
    /// Where.
    pub place: Place,
    /// House and street.
    pub street: String,
    /// A word to the producer.
    pub note: Option<String>,
    /// The buyer's language.
    pub lang: Lang,
    /// When.
    pub placed_at: Timestamp,
    /// Its version.
    pub version: i64,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// The boxes.
    pub parcels: Vec<Parcel>,
    /// Everything that happened.
    pub history: Vec<Entry>,
}

/// A line of an order.
#[derive(Debug, Clone)]
pub struct OrderLine {
    /// Which.
    pub id: LineId,
    /// Of what.
    pub variant: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// The product's name at purchase.
    pub title: String,
    /// The variant's name at purchase.
    pub variant_name: String,
    /// The producer's own number.
    pub sku: String,
    /// What one cost.
    pub unit_price: Vnd,
    /// What they cost.
    pub total: Vnd,
    /// The star that was true then.
    pub stars: Option<i64>,
    /// Its decision.
    pub decision_no: Option<String>,
    /// How many were ordered, cancelled, shipped, returned.
    pub counts: [i64; 4],
}

/// A box.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Which.
    pub id: ParcelId,
    /// Who carries it.
    pub carrier: String,
    /// Their number for it.
    pub tracking_code: Option<String>,
    /// The driver's phone.
    pub phone: Option<String>,
    /// What became of it.
    pub status: String,
}

/// A row of the history.
#[derive(Debug, Clone)]
pub struct Entry {
    /// From where; none at the beginning.
    pub from: Option<Status>,
    /// To where.
    pub to: Status,
    /// When.
    pub at: Timestamp,
    /// Who, where it was a person with an account.
    pub account: Option<AccountId>,
    /// In which capacity.
    pub capacity: String,
    /// Under which mandate.
    pub mandate: Option<MandateId>,
    /// Why.
    pub reason: Option<Reason>,
}

/// A checkout as it is read.
#[derive(Debug, Clone)]
pub struct Checkout {
    /// Which.
    pub id: CheckoutId,
    /// Its code.
    pub code: String,
    /// Whose, where they were signed in.
    pub account: Option<AccountId>,
    /// Everything together.
    pub total: Vnd,
    /// Its orders.
    pub orders: Vec<Order>,
}

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

/// One order.
pub async fn order(db: &impl ConnectionTrait, id: OrderId) -> Result<Order, Error> {
    let found = load(db, "id = $1", vec![id.uuid().into()]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
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
        None => (i64::MAX, Uuid::max()),
        Some(cursor) => place(cursor).map_err(|_foreign| Error::NotFound)?,
    };
    let clause = format!(
        "{column} = $1 AND (CAST($2 AS TEXT) IS NULL OR status = $2) AND (placed_at < $3 OR (placed_at = $3 AND id < $4)) \
         ORDER BY placed_at DESC, id DESC LIMIT $5"
    );
    let values = vec![
        id.into(),
        status.map(|s| s.as_str().to_owned()).into(),
        at.into(),
        last.into(),
        i64::try_from(limit.overfetch()).unwrap_or(101).into(),
    ];
    let found = load(db, &clause, values).await?;
    Ok(Page::from_overfetch(found, limit, |order| {
        Cursor::new([order.placed_at.0.to_string(), order.id.to_string()])
    }))
}

fn place(cursor: &str) -> Result<(i64, Uuid), PageError> {
    let [at, id] = Cursor::fields::<2>(cursor)?;
    let at = at.parse().map_err(|_text| PageError::Cursor)?;
    let id: OrderId = id.parse().map_err(|_text| PageError::Cursor)?;
    Ok((at, id.uuid()))
}

/// Orders with everything that hangs on them: four queries whatever their number.
async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: Values,
) -> Result<Vec<Order>, Error> {
    let sql = format!("SELECT * FROM orders WHERE {clause}");
    let mut orders = rows(db, &sql, values)
        .await?
        .iter()
        .map(order_of)
        .collect::<Result<Vec<Order>, Error>>()?;
    if orders.is_empty() {
        return Ok(orders);
    }
    let ids: Values = orders.iter().map(|o| o.id.uuid().into()).collect();
    let list = in_list(orders.len(), 1);
    let lines = format!("SELECT * FROM order_lines WHERE order_id IN {list} ORDER BY position");
    let mut lines = grouped(&rows(db, &lines, ids.clone()).await?, line_of)?;
    let history = format!("SELECT * FROM order_history WHERE order_id IN {list} ORDER BY seq");
    let mut history = grouped(&rows(db, &history, ids.clone()).await?, entry_of)?;
    let parcels = format!(
        "SELECT po.order_id, p.id, p.carrier, p.tracking_code, p.phone, p.status FROM parcel_orders po \
         JOIN parcels p ON p.id = po.parcel_id WHERE po.order_id IN {list} ORDER BY p.id"
    );
    let mut parcels = grouped(&rows(db, &parcels, ids).await?, parcel_of)?;
    for order in &mut orders {
        order.lines = lines.remove(&order.id).unwrap_or_default();
        order.history = history.remove(&order.id).unwrap_or_default();
        order.parcels = parcels.remove(&order.id).unwrap_or_default();
    }
    Ok(orders)
}

fn grouped<T>(
    rows: &[Row],
    read: impl Fn(&Row) -> Result<T, Error>,
) -> Result<BTreeMap<OrderId, Vec<T>>, Error> {
    let mut groups: BTreeMap<OrderId, Vec<T>> = BTreeMap::new();
    for row in rows {
        let order = OrderId(row.try_get("", "order_id")?);
        groups.entry(order).or_default().push(read(row)?);
    }
    Ok(groups)
}

fn order_of(row: &Row) -> Result<Order, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let number = |column: &str| row.try_get::<i64>("", column);
    let instant = |column: &str| row.try_get::<Option<i64>>("", column);
    let method = text("payment_method")?;
    Ok(Order {
        id: OrderId(row.try_get("", "id")?),
        code: text("code")?,
        checkout: CheckoutId(row.try_get("", "checkout_id")?),
        account: row
            .try_get::<Option<Uuid>>("", "account_id")?
            .map(AccountId),
        producer: ProducerId(row.try_get("", "producer_id")?),
        producer_name: text("producer_name")?,
        status: status(text("status")?)?,
        status_at: Timestamp(number("status_at")?),
        owner: text("owner")?,
        state_until: instant("state_until")?.map(Timestamp),
        extended_at: instant("extended_at")?.map(Timestamp),
        reason: reason(row)?,
        method: Method::parse(&method).ok_or(Error::Unreadable(method))?,
        alcohol: number("alcohol")? == 1,
        fresh: number("fresh")? == 1,
        goods: Vnd(number("goods")?),
        shipping: Vnd(number("shipping")?),
        total: Vnd(number("total")?),
        days: (number("days_min")?, number("days_max")?),
        fulfilment: text("fulfilment")?,
        recipient_name: text("recipient_name")?,
        recipient_phone: text("recipient_phone")?,
        place: Place {
            province: text("province_code")?,
            commune: text("commune_code")?,
        },
        street: text("street")?,
        note: row.try_get("", "note")?,
        lang: Lang::from_tag(&text("lang")?),
        placed_at: Timestamp(number("placed_at")?),
        version: number("version")?,
        lines: vec![],
        parcels: vec![],
        history: vec![],
    })
}

pub(crate) fn status(word: String) -> Result<Status, Error> {
    Status::parse(&word).ok_or(Error::Unreadable(word))
}

fn reason(row: &Row) -> Result<Option<Reason>, Error> {
    let word: Option<String> = row.try_get("", "reason_code")?;
    Ok(word.as_deref().and_then(Reason::parse))
}

fn line_of(row: &Row) -> Result<OrderLine, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let number = |column: &str| row.try_get::<i64>("", column);
    Ok(OrderLine {
        id: LineId(row.try_get("", "id")?),
        variant: VariantId(row.try_get("", "variant_id")?),
        product: ProductId(row.try_get("", "product_id")?),
        title: text("title")?,
        variant_name: text("variant_name")?,
        sku: text("sku")?,
        unit_price: Vnd(number("unit_price")?),
        total: Vnd(number("total")?),
        stars: row.try_get("", "stars")?,
        decision_no: row.try_get("", "decision_no")?,
        counts: [
            number("ordered")?,
            number("cancelled")?,
            number("shipped")?,
            number("returned")?,
        ],
    })
}

fn entry_of(row: &Row) -> Result<Entry, Error> {
    let from: Option<String> = row.try_get("", "from_status")?;
    Ok(Entry {
        from: from.map(status).transpose()?,
        to: status(row.try_get("", "to_status")?)?,
        at: Timestamp(row.try_get("", "at")?),
        account: row
            .try_get::<Option<Uuid>>("", "account_id")?
            .map(AccountId),
        capacity: row.try_get("", "capacity")?,
        mandate: row
            .try_get::<Option<Uuid>>("", "mandate_id")?
            .map(MandateId),
        reason: reason(row)?,
    })
}

fn parcel_of(row: &Row) -> Result<Parcel, Error> {
    Ok(Parcel {
        id: ParcelId(row.try_get("", "id")?),
        carrier: row.try_get("", "carrier")?,
        tracking_code: row.try_get("", "tracking_code")?,
        phone: row.try_get("", "phone")?,
        status: row.try_get("", "status")?,
    })
}
