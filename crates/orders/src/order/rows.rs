//! Rows as orders.

use std::collections::BTreeMap;

use kernel::{
    AccountId, CheckoutId, Lang, LineId, MandateId, OrderId, ParcelId, ProducerId, ProductId,
    Timestamp, VariantId, Vnd,
};
use store::{ConnectionTrait, Row, Values, in_list, rows};
use uuid::Uuid;

use super::{Entry, Order, OrderLine, Parcel};
use crate::{Error, Method, Place, Reason, Status};

/// Orders with everything that hangs on them: four queries whatever their number.
pub(super) async fn load(
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
        overdue: instant("asked_buyer_at")?.is_some(),
        reason: reason(row)?,
        method: Method::parse(&method).ok_or(Error::Unreadable(method))?,
        alcohol: number("alcohol")? == 1,
        age_confirmed_at: instant("age_confirmed_at")?.map(Timestamp),
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
