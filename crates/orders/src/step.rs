//! A step of an order: locked, applied, written with its history and its event.

use kernel::{
    AccountId, Actor, CheckoutId, Closures, Day, OrderId, ProducerId, Timestamp, VariantId, Vnd,
};
use serde_json::json;
use store::{Row, Tx, Values, execute, insert, rows};
use uuid::Uuid;

use crate::deadline::{Circumstances, Deadline, Rule};
use crate::{Charges, Error, Event, Method, Owner, Refused, Status, Stock, Transition, apply};

/// What a step needs to know of an order, locked until the transaction ends.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Which.
    pub id: OrderId,
    /// Of which checkout.
    pub checkout: CheckoutId,
    /// Whose buyer, where they were signed in.
    pub account: Option<AccountId>,
    /// Who sells.
    pub producer: ProducerId,
    /// Where it stands.
    pub status: Status,
    /// Whose move it is.
    pub owner: Owner,
    /// How it is paid.
    pub method: Method,
    /// Until when, and when its owner is reminded.
    pub deadline: Deadline,
    /// Whether the first deadline has passed: the buyer was asked, or may step back.
    pub overdue: bool,
    /// Whether more time was given.
    pub extended: bool,
    /// Whether the goods are fresh.
    pub fresh: bool,
    /// The last day of the promised delivery.
    pub days_max: i64,
    /// On which day it was placed.
    pub placed_on: Day,
    /// Goods and delivery.
    pub total: Vnd,
    /// The delivery.
    pub shipping: Vnd,
    /// What its producer is charged of it.
    pub charges: Charges,
    /// What was ordered.
    pub lines: Vec<(VariantId, i64)>,
}

/// Reads an order for a step and locks it. With a producer, another's order is not there.
pub async fn lock(
    tx: &Tx,
    order: OrderId,
    producer: Option<ProducerId>,
) -> Result<Standing, Error> {
    let sql = format!(
        "SELECT o.checkout_id, o.account_id, o.producer_id, o.status, o.owner, o.payment_method, o.state_until, o.remind_at, o.asked_buyer_at, \
         o.extended_at, o.fresh, o.days_max, o.placed_at, o.total, o.shipping, o.commission, o.vat_withheld, o.pit_withheld, \
         l.variant_id, l.ordered \
         FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.id = $1 ORDER BY l.position{}",
        store::for_update(tx)
    );
    let found = rows(tx, &sql, vec![order.uuid().into()]).await?;
    let row = found.first().ok_or(Error::NotFound)?;
    let mut standing = standing(order, row)?;
    if producer.is_some_and(|own| own != standing.producer) {
        return Err(Error::NotFound);
    }
    for row in &found {
        let variant = VariantId(row.try_get("", "variant_id")?);
        standing.lines.push((variant, row.try_get("", "ordered")?));
    }
    Ok(standing)
}

fn standing(id: OrderId, row: &Row) -> Result<Standing, Error> {
    let status: String = row.try_get("", "status")?;
    let owner: String = row.try_get("", "owner")?;
    let method: String = row.try_get("", "payment_method")?;
    let instant = |column: &str| row.try_get::<Option<i64>>("", column);
    Ok(Standing {
        id,
        checkout: CheckoutId(row.try_get("", "checkout_id")?),
        account: row
            .try_get::<Option<Uuid>>("", "account_id")?
            .map(AccountId),
        producer: ProducerId(row.try_get("", "producer_id")?),
        status: Status::parse(&status).ok_or(Error::Unreadable(status))?,
        owner: Owner::parse(&owner).ok_or(Error::Unreadable(owner))?,
        method: Method::parse(&method).ok_or(Error::Unreadable(method))?,
        deadline: Deadline {
            until: instant("state_until")?.map(Timestamp),
            remind_at: instant("remind_at")?.map(Timestamp),
        },
        overdue: instant("asked_buyer_at")?.is_some(),
        extended: instant("extended_at")?.is_some(),
        fresh: instant("fresh")? == Some(1),
        days_max: row.try_get("", "days_max")?,
        placed_on: Day::of(Timestamp(row.try_get("", "placed_at")?)),
        total: Vnd(row.try_get("", "total")?),
        shipping: Vnd(row.try_get("", "shipping")?),
        charges: Charges {
            commission: Vnd(row.try_get("", "commission")?),
            vat: Vnd(row.try_get("", "vat_withheld")?),
            pit: Vnd(row.try_get("", "pit_withheld")?),
        },
        lines: vec![],
    })
}

/// Takes a step: five statements at most. What its stock and its money do is the caller's.
pub async fn advance(
    tx: &Tx,
    standing: &Standing,
    event: Event,
    (closures, actor): (&Closures, Actor),
    now: Timestamp,
) -> Result<Transition, Error> {
    let transition = apply(standing.status, event)?;
    if transition.to == Status::Completed {
        no_open_case(tx, standing.id).await?;
    }
    write(tx, standing, event, transition, (closures, now)).await?;
    let step = (Some(standing.status), transition.to);
    let entry = crate::history::entry(standing.id, step, transition.reason, actor, now);
    insert(tx, "order_history", crate::history::COLUMNS, vec![entry]).await?;
    let record = audit::Entry {
        actor,
        action: &format!("orders.{}", event.as_str()),
        subject_kind: "order",
        subject_id: standing.id.to_string(),
        detail: json!({ "to": transition.to.as_str(), "reason": transition.reason.map(crate::Reason::as_str) }),
    };
    audit::record_if_mandated(tx, record, now).await?;
    count_lines(tx, standing.id, transition.stock).await?;
    crate::parcel::follow(tx, standing, event, transition.to, now).await?;
    let kind = format!("orders.{}", transition.to);
    let payload = match transition.reason {
        Some(reason) => json!({ "order": standing.id, "reason": reason }),
        None => json!({ "order": standing.id }),
    };
    jobs::enqueue(tx, &kind, &payload, now).await?;
    Ok(transition)
}

async fn no_open_case(tx: &Tx, order: OrderId) -> Result<(), Error> {
    let sql = "SELECT id FROM cases WHERE order_id = $1 AND status <> 'closed' LIMIT 1";
    match store::first(tx, sql, vec![order.uuid().into()]).await? {
        Some(_case) => Err(Error::CaseOpen),
        None => Ok(()),
    }
}

/// The second guard: the row changes only where it still stands where it stood.
async fn write(
    tx: &Tx,
    standing: &Standing,
    event: Event,
    transition: Transition,
    (closures, now): (&Closures, Timestamp),
) -> Result<(), Error> {
    let rule = transition.to.rule();
    let deadline = rule.deadline(
        now,
        Circumstances {
            closures,
            fresh: standing.fresh,
            days_max: standing.days_max,
            before: standing.deadline,
        },
    );
    let anew = if rule == Rule::Keep {
        ""
    } else {
        ", reminded_at = NULL, asked_buyer_at = NULL"
    };
    let sql = format!(
        "UPDATE orders SET status = $3, status_at = $4, owner = $5, state_until = $6, remind_at = $7, \
         reason_code = $8, version = version + 1{anew} WHERE id = $1 AND status = $2"
    );
    let values: Values = vec![
        standing.id.uuid().into(),
        standing.status.as_str().into(),
        transition.to.as_str().into(),
        now.0.into(),
        transition.to.owner().as_str().into(),
        deadline.until.map(|at| at.0).into(),
        deadline.remind_at.map(|at| at.0).into(),
        transition.reason.map(crate::Reason::as_str).into(),
    ];
    if execute(tx, &sql, values).await? == 0 {
        return Err(Refused {
            from: standing.status,
            step: event.as_str(),
        }
        .into());
    }
    Ok(())
}

async fn count_lines(tx: &Tx, order: OrderId, stock: Stock) -> Result<(), Error> {
    let count = match stock {
        Stock::Keep => return Ok(()),
        Stock::Release => "cancelled = ordered",
        Stock::Reserve => "cancelled = 0",
        Stock::Sell => "shipped = ordered - cancelled",
        Stock::TakeBack => "returned = shipped",
    };
    let sql = format!("UPDATE order_lines SET {count} WHERE order_id = $1");
    execute(tx, &sql, vec![order.uuid().into()]).await?;
    Ok(())
}
