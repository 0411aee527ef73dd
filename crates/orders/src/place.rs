//! Placing: a quote becomes a checkout with its orders, by one statement a table.

use kernel::{
    AccountId, Actor, CartId, CheckoutId, Code, Lang, LineId, OrderId, Timestamp, Vnd, words,
};
use serde_json::json;
use store::{Tx, Values, insert};
use uuid::Uuid;

use crate::deadline::{Circumstances, Deadline};
use crate::draft::Draft;
use crate::quote::{Delivery, Group, Item};
use crate::{Error, Status};

words! {
    /// How an order is paid.
    Method {
        /// Cash at the door.
        Cod = "cod",
        /// A bank transfer by QR.
        Vietqr = "vietqr",
        /// A card.
        Stripe = "stripe",
    }
}

/// A checkout to be written.
#[derive(Debug)]
pub struct Placing<'a> {
    /// Its id.
    pub checkout: CheckoutId,
    /// Its code.
    pub code: Code,
    /// The cart that it was.
    pub cart: CartId,
    /// Who buys, where they are signed in.
    pub account: Option<AccountId>,
    /// What they said.
    pub draft: &'a Draft,
    /// The language that they read.
    pub lang: Lang,
    /// Whether buyer and receiver are said to be of age.
    pub age_confirmed: bool,
    /// The year of birth that the buyer declared, where there is alcohol.
    pub birth_year: Option<i64>,
    /// Everything together.
    pub total: Vnd,
    /// The orders.
    pub orders: Vec<New<'a>>,
}

/// An order to be written.
#[derive(Debug)]
pub struct New<'a> {
    /// Its id.
    pub id: OrderId,
    /// Its code.
    pub code: Code,
    /// How it is paid.
    pub method: Method,
    /// What it holds.
    pub group: &'a Group,
    /// What its producer is charged of it.
    pub charges: Charges,
}

/// What a producer is charged of an order's total once it is completed, frozen when it is placed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Charges {
    /// The market's share.
    pub commission: Vnd,
    /// Value-added tax that is kept back.
    pub vat: Vnd,
    /// Personal income tax that is kept back.
    pub pit: Vnd,
}

/// Writes a checkout, its orders, their lines and history, and the job that tells of each:
/// five statements whatever their number. The cart's unique place in `checkouts` consumes it.
pub async fn place(
    tx: &Tx,
    placing: &Placing<'_>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    write_checkout(tx, placing, now).await.map_err(used)?;
    let orders = placing.orders.iter().map(|new| order(placing, new, now));
    insert(tx, "orders", ORDER, orders.collect()).await?;
    let mut lines = vec![];
    for new in &placing.orders {
        for (position, item) in (0i64..).zip(&new.group.items) {
            lines.push(line(new.id, position, item, now)?);
        }
    }
    insert(tx, "order_lines", LINE, lines).await?;
    let history = placing
        .orders
        .iter()
        .map(|new| first_entry((new.id, first_status(new.method)), actor, now));
    insert(
        tx,
        "order_history",
        crate::history::COLUMNS,
        history.collect(),
    )
    .await?;
    let told = placing
        .orders
        .iter()
        .map(|new| match first_status(new.method) {
            Status::AwaitingPayment => ("orders.awaiting_payment", json!({ "order": new.id })),
            _placed => ("orders.placed", json!({ "order": new.id })),
        });
    jobs::enqueue_all(tx, told.collect(), now).await?;
    Ok(())
}

/// Cash is paid at the door: the producer can begin. Other money comes first.
pub const fn first_status(method: Method) -> Status {
    match method {
        Method::Cod => Status::Placed,
        Method::Vietqr | Method::Stripe => Status::AwaitingPayment,
    }
}

fn used(err: store::Error) -> Error {
    if matches!(err, store::Error::Rule("cart_used_once")) {
        return Error::CartUsed;
    }
    Error::Store(err)
}

async fn write_checkout(
    tx: &Tx,
    placing: &Placing<'_>,
    now: Timestamp,
) -> Result<(), store::Error> {
    let columns = [
        "id",
        "code",
        "cart_id",
        "account_id",
        "total",
        "contact_name",
        "contact_phone",
        "contact_email",
        "lang",
        "age_confirmed",
        "terms_version",
        "source",
        "created_at",
    ];
    let draft = placing.draft;
    let row: Values = vec![
        placing.checkout.uuid().into(),
        placing.code.as_str().into(),
        placing.cart.uuid().into(),
        placing.account.map(Uuid::from).into(),
        placing.total.0.into(),
        draft.name.as_str().into(),
        draft.phone.as_str().into(),
        draft.email.clone().into(),
        placing.lang.as_str().into(),
        i64::from(placing.age_confirmed).into(),
        draft.terms_version.clone().into(),
        draft.source.clone().into(),
        now.0.into(),
    ];
    insert(tx, "checkouts", &columns, vec![row]).await
}

const ORDER: &[&str] = &[
    "id",
    "code",
    "checkout_id",
    "account_id",
    "producer_id",
    "producer_name",
    "producer_province",
    "producer_commune",
    "status",
    "status_at",
    "owner",
    "state_until",
    "remind_at",
    "payment_method",
    "alcohol",
    "age_confirmed_at",
    "buyer_birth_year",
    "fresh",
    "goods",
    "shipping",
    "total",
    "commission",
    "vat_withheld",
    "pit_withheld",
    "weight_g",
    "days_min",
    "days_max",
    "fulfilment",
    "recipient_name",
    "recipient_phone",
    "province_code",
    "commune_code",
    "street",
    "note",
    "inspection",
    "terms_version",
    "source",
    "lang",
    "placed_at",
    "version",
];

fn order(placing: &Placing<'_>, new: &New<'_>, now: Timestamp) -> Values {
    let (group, draft) = (new.group, placing.draft);
    let (shipping, days_min, days_max) = match group.delivery {
        Delivery::Possible(carriage) => (carriage.price, carriage.days_min, carriage.days_max),
        Delivery::NotAsked | Delivery::Impossible(_) => (Vnd::ZERO, 0, 0),
    };
    let status = first_status(new.method);
    let deadline = status.rule().deadline(
        now,
        Circumstances {
            closures: &group.seller.closures,
            fresh: group.fresh,
            days_max,
            before: Deadline::default(),
        },
    );
    vec![
        new.id.uuid().into(),
        new.code.as_str().into(),
        placing.checkout.uuid().into(),
        placing.account.map(Uuid::from).into(),
        group.seller.producer.uuid().into(),
        group.seller.name.as_str().into(),
        group.seller.place.province.as_str().into(),
        group.seller.place.commune.as_str().into(),
        status.as_str().into(),
        now.0.into(),
        status.owner().as_str().into(),
        deadline.until.map(|at| at.0).into(),
        deadline.remind_at.map(|at| at.0).into(),
        new.method.as_str().into(),
        i64::from(group.alcohol).into(),
        (group.alcohol && placing.age_confirmed)
            .then_some(now.0)
            .into(),
        placing.birth_year.filter(|_| group.alcohol).into(),
        i64::from(group.fresh).into(),
        group.goods.0.into(),
        shipping.0.into(),
        group.total.0.into(),
        new.charges.commission.0.into(),
        new.charges.vat.0.into(),
        new.charges.pit.0.into(),
        group.weight_g.into(),
        days_min.into(),
        days_max.into(),
        "ship".into(),
        draft.recipient_name.as_str().into(),
        draft.recipient_phone.as_str().into(),
        draft.place.province.as_str().into(),
        draft.place.commune.as_str().into(),
        draft.street.as_str().into(),
        draft.note.clone().into(),
        1i64.into(),
        draft.terms_version.clone().into(),
        draft.source.clone().into(),
        placing.lang.as_str().into(),
        now.0.into(),
        1i64.into(),
    ]
}

const LINE: &[&str] = &[
    "id",
    "order_id",
    "position",
    "variant_id",
    "product_id",
    "title",
    "variant_name",
    "sku",
    "unit_price",
    "total",
    "weight_g",
    "stars",
    "decision_no",
    "certificate_id",
    "ordered",
    "cancelled",
    "shipped",
    "returned",
    "refunded",
];

fn line(order: OrderId, position: i64, item: &Item, now: Timestamp) -> Result<Values, Error> {
    let star = item.star.as_ref();
    let mut values: Values = vec![
        LineId::new(now).uuid().into(),
        order.uuid().into(),
        position.into(),
        item.variant.uuid().into(),
        item.product.uuid().into(),
        item.title.as_str().into(),
        item.variant_name.as_str().into(),
        item.sku.as_str().into(),
        item.unit_price.0.into(),
        item.total()?.0.into(),
        item.weight_g.into(),
        star.map(|s| s.stars).into(),
        star.and_then(|s| s.decision_no.clone()).into(),
        star.map(|s| s.certificate.uuid()).into(),
        item.quantity.into(),
    ];
    values.extend([0i64, 0, 0, 0].map(Into::into));
    Ok(values)
}

fn first_entry((order, status): (OrderId, Status), actor: Actor, now: Timestamp) -> Values {
    crate::history::entry(order, (None, status), None, actor, now)
}
