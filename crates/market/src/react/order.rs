use kernel::{AccountId, CheckoutId, Lang, OrderId, ProducerId, Timestamp, Vnd};
use notifications::{Item, Message, Notice, OrderFacts, OrderStep, Recipient, Side, TransferFacts};
use store::{ConnectionTrait, Row};
use uuid::Uuid;

use super::{Error, people};
use crate::App;

/// An order with its two sides.
struct Told {
    facts: OrderFacts,
    buyer: Recipient,
    producer: ProducerId,
}

/// A step of an order, to those who are told of it.
pub(super) async fn notices(
    app: &App,
    key: &str,
    order: OrderId,
    step: OrderStep,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    if of_money(step) && !is_told(db, order, step).await? {
        return Ok(vec![]);
    }
    let told = find(db, order, step).await?;
    let mut notices = vec![];
    for side in step.sides() {
        let to = match side {
            Side::Buyer => vec![buyer(db, &told.buyer).await?],
            Side::Producer => people::producer(db, told.producer).await?,
            // The operator alone: an official never sees whose order it is.
            Side::Official => people::accounts(db, accounts::admins(db).await?).await?,
        };
        notices.extend(to.into_iter().map(|to| Notice {
            event: key.to_owned(),
            to,
            producer: (*side == Side::Producer).then_some(told.producer),
            message: Message::Order {
                step,
                to: *side,
                order: Box::new(told.facts.clone()),
            },
        }));
    }
    Ok(notices)
}

/// A buyer who left no address with the order is written to at their account's.
async fn buyer(db: &impl ConnectionTrait, given: &Recipient) -> Result<Recipient, Error> {
    let mut to = given.clone();
    if to.email.is_none() {
        let own = people::accounts(db, to.account).await?;
        to.email = own.into_iter().find_map(|person| person.email);
    }
    Ok(to)
}

async fn find(db: &impl ConnectionTrait, id: OrderId, step: OrderStep) -> Result<Told, Error> {
    let sql = "SELECT o.id, o.code, o.checkout_id, o.account_id, o.producer_id, o.producer_name, \
               o.status, o.state_until, o.reason_code, o.payment_method, o.goods, o.shipping, o.total, \
               o.recipient_name, o.recipient_phone, o.province_code, o.commune_code, o.street, o.lang, \
               c.contact_name, c.contact_phone, c.contact_email \
               FROM orders o JOIN checkouts c ON c.id = o.checkout_id WHERE o.id = $1";
    let row = store::first(db, sql, vec![id.uuid().into()]).await?;
    let mut told = read(&row.ok_or(Error::Missing("order"))?, step)?;
    told.facts.lines = lines(db, id).await?;
    if asks_for_money(step) {
        told.facts.transfer = transfer(db, id).await?;
    }
    if matches!(step, OrderStep::Shipped | OrderStep::AskBuyer) {
        parcel(db, id, &mut told.facts).await?;
    }
    Ok(told)
}

/// Whether a step asks its buyer to send money.
const fn asks_for_money(step: OrderStep) -> bool {
    matches!(
        step,
        OrderStep::AwaitingPayment
            | OrderStep::PaymentReminder
            | OrderStep::PartlyPaid
            | OrderStep::PaymentMissing
    )
}

/// Whether a step is one of its payment rather than of the order.
const fn of_money(step: OrderStep) -> bool {
    asks_for_money(step)
        || matches!(
            step,
            OrderStep::PaymentReported | OrderStep::PaymentUnchecked
        )
}

/// Whether it is told by this order: orders that share a payment tell once. Of what is said to be on
/// the market's account no producer is told, for none can look there.
async fn is_told(
    db: &impl ConnectionTrait,
    order: OrderId,
    step: OrderStep,
) -> Result<bool, Error> {
    let payments = payments::of_orders(db, &[order]).await?;
    let Some(payment) = payments.into_iter().next() else {
        return Ok(true);
    };
    let markets = payment.custody == payments::Custody::Market;
    let hidden = markets && step == OrderStep::PaymentReported;
    Ok(!hidden && (payment.shares.len() == 1 || payment.asked_by() == Some(order)))
}

/// What has yet to be sent for an order, and where to.
async fn transfer(db: &impl ConnectionTrait, id: OrderId) -> Result<Option<TransferFacts>, Error> {
    let payments = payments::of_orders(db, &[id]).await?;
    Ok(payments.into_iter().find_map(|payment| {
        let amount = payment.remaining();
        let to = payment.pay_to.filter(|_| amount > Vnd::ZERO)?;
        Some(TransferFacts {
            amount,
            bank: reference::bank(&to.bank_bin).map_or_else(String::new, |b| b.short.to_owned()),
            account: to.account,
            account_name: to.account_name,
            text: payment.reference,
            to_market: payment.custody == payments::Custody::Market,
        })
    }))
}

fn read(row: &Row, step: OrderStep) -> Result<Told, store::Error> {
    let status: String = row.try_get("", "status")?;
    let until: Option<i64> = row.try_get("", "state_until")?;
    let account: Option<Uuid> = row.try_get("", "account_id")?;
    Ok(Told {
        facts: OrderFacts {
            id: OrderId(row.try_get("", "id")?),
            checkout: CheckoutId(row.try_get("", "checkout_id")?),
            code: row.try_get("", "code")?,
            producer: row.try_get("", "producer_name")?,
            recipient: recipient(row)?,
            lines: vec![],
            goods: Vnd(row.try_get("", "goods")?),
            shipping: Vnd(row.try_get("", "shipping")?),
            total: Vnd(row.try_get("", "total")?),
            transfer: None,
            payment_method: row.try_get("", "payment_method")?,
            deadline: until.filter(|_| still_in(step, &status)).map(Timestamp),
            reason: row.try_get("", "reason_code")?,
            carrier: None,
            tracking_code: None,
            parcel_phone: None,
        },
        buyer: Recipient {
            account: account.map(AccountId),
            name: Some(row.try_get("", "contact_name")?),
            email: row.try_get("", "contact_email")?,
            phone: Some(row.try_get("", "contact_phone")?),
            lang: Lang::from_tag(&row.try_get::<String>("", "lang")?),
        },
        producer: ProducerId(row.try_get("", "producer_id")?),
    })
}

/// Whether an order still is where the step brought it: its deadline is then the step's own.
fn still_in(step: OrderStep, status: &str) -> bool {
    match step {
        OrderStep::AwaitingPayment
        | OrderStep::PaymentReminder
        | OrderStep::PaymentReported
        | OrderStep::PaymentMissing => status == "awaiting_payment",
        OrderStep::Placed => status == "placed",
        OrderStep::Reminder => matches!(status, "placed" | "accepted" | "packed"),
        OrderStep::Extended => matches!(status, "placed" | "accepted" | "packed"),
        OrderStep::Accepted => matches!(status, "accepted" | "packed"),
        OrderStep::Shipped | OrderStep::AskBuyer => status == "shipped",
        OrderStep::Delivered => status == "delivered",
        OrderStep::DeliveryFailed => status == "delivery_failed",
        // Nothing ends by itself once some of the money is there.
        OrderStep::PartlyPaid
        | OrderStep::PaymentUnchecked
        | OrderStep::Declined
        | OrderStep::Completed
        | OrderStep::Cancelled
        | OrderStep::Expired
        | OrderStep::Returned
        | OrderStep::Lost => false,
    }
}

/// `Trần Thị Bích, 0912345678, thôn 3, Xã Thiên Cầm, Tỉnh Hà Tĩnh`
fn recipient(row: &Row) -> Result<String, store::Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let commune = reference::commune(&text("commune_code")?).map(|c| c.name.to_owned());
    let province = reference::province(&text("province_code")?).map(|p| p.name.to_owned());
    let parts = [
        text("recipient_name")?,
        text("recipient_phone")?,
        text("street")?,
    ];
    let parts: Vec<String> = parts.into_iter().chain(commune).chain(province).collect();
    Ok(parts.join(", "))
}

async fn lines(db: &impl ConnectionTrait, id: OrderId) -> Result<Vec<Item>, Error> {
    let sql = "SELECT title, variant_name, ordered, total FROM order_lines \
               WHERE order_id = $1 ORDER BY position";
    let rows = store::rows(db, sql, vec![id.uuid().into()]).await?;
    let line = |row: &Row| -> Result<Item, store::Error> {
        let (title, variant): (String, String) =
            (row.try_get("", "title")?, row.try_get("", "variant_name")?);
        Ok(Item {
            name: if variant.is_empty() {
                title
            } else {
                format!("{title}, {variant}")
            },
            quantity: row.try_get("", "ordered")?,
            total: Vnd(row.try_get("", "total")?),
        })
    };
    Ok(rows.iter().map(line).collect::<Result<_, _>>()?)
}

/// The newest parcel of an order.
async fn parcel(
    db: &impl ConnectionTrait,
    id: OrderId,
    facts: &mut OrderFacts,
) -> Result<(), Error> {
    let sql = "SELECT p.carrier, p.tracking_code, p.phone FROM parcels p \
               JOIN parcel_orders po ON po.parcel_id = p.id WHERE po.order_id = $1 \
               ORDER BY p.created_at DESC, p.id DESC LIMIT 1";
    if let Some(row) = store::first(db, sql, vec![id.uuid().into()]).await? {
        let column = |name: &str| {
            row.try_get::<Option<String>>("", name)
                .map_err(store::Error::from)
        };
        facts.carrier = column("carrier")?;
        facts.tracking_code = column("tracking_code")?;
        facts.parcel_phone = column("phone")?;
    }
    Ok(())
}
