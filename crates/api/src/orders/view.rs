use std::collections::BTreeMap;

use kernel::{
    AccountId, CheckoutId, LineId, MandateId, OrderId, Page, ParcelId, ProducerId, ProductId,
    Timestamp, VariantId, Vnd,
};
use market::PlacedPayment;
use orders::{Checkout, Entry, Order, OrderLine, Parcel, Reason, Status};
use payments::Payment;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Problem, State};

use crate::schema::Money;

/// For whom an order is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Its buyer, or who holds the token.
    Buyer,
    /// Who knows code and phone: the street is masked.
    Tracker,
    /// A member of its producer: sees who of them did what.
    Producer,
}

/// Who sells.
#[derive(Serialize, ToSchema)]
pub(crate) struct Seller {
    #[schema(value_type = String)]
    pub(crate) id: ProducerId,
    pub(crate) name: String,
}

/// The days of the promised delivery, counted from the hand-over.
#[derive(Serialize, ToSchema)]
pub(crate) struct Days {
    min: i64,
    max: i64,
}

impl Days {
    pub(crate) const fn new(min: i64, max: i64) -> Self {
        Self { min, max }
    }
}

/// An order.
#[derive(Serialize, ToSchema)]
#[schema(as = Order)]
pub(crate) struct OrderView {
    #[schema(value_type = String)]
    id: OrderId,
    code: String,
    #[schema(value_type = String)]
    checkout: CheckoutId,
    producer: Seller,
    #[schema(value_type = String)]
    status: Status,
    #[schema(value_type = String, format = DateTime)]
    status_at: Timestamp,
    /// Why it ended, where that is said.
    #[schema(value_type = Option<String>)]
    reason_code: Option<Reason>,
    deadline: DeadlineView,
    #[schema(value_type = String, format = DateTime)]
    placed_at: Timestamp,
    lines: Vec<LineView>,
    #[schema(value_type = Money)]
    goods: Vnd,
    #[schema(value_type = Money)]
    shipping: Vnd,
    #[schema(value_type = Money)]
    total: Vnd,
    #[schema(value_type = String)]
    payment_method: orders::Method,
    payments: Vec<PaymentView>,
    alcohol: bool,
    fulfilment: String,
    delivery_days: Days,
    recipient: RecipientView,
    address: AddressView,
    note: Option<String>,
    parcels: Vec<ParcelView>,
    history: Vec<EntryView>,
}

/// Until when the state lasts, and whose move it is.
#[derive(Serialize, ToSchema)]
struct DeadlineView {
    #[schema(value_type = Option<String>, format = DateTime)]
    state_until: Option<Timestamp>,
    owner: String,
    /// Whether more time was given.
    extended: bool,
}

/// A line of an order.
#[derive(Serialize, ToSchema)]
struct LineView {
    #[schema(value_type = String)]
    id: LineId,
    #[schema(value_type = String)]
    variant: VariantId,
    #[schema(value_type = String)]
    product: ProductId,
    name: String,
    variant_name: String,
    sku: String,
    quantity: i64,
    #[schema(value_type = Money)]
    price: Vnd,
    #[schema(value_type = Money)]
    total: Vnd,
    /// The star that was true at purchase.
    stars: Option<i64>,
    decision_no: Option<String>,
    cancelled: i64,
    shipped: i64,
    returned: i64,
}

/// A payment.
#[derive(Serialize, ToSchema)]
#[schema(as = Payment)]
pub(crate) struct PaymentView {
    id: String,
    method: String,
    status: String,
    custody: String,
    #[schema(value_type = Money)]
    amount: Vnd,
    #[schema(value_type = Money)]
    received: Vnd,
    #[schema(value_type = Money)]
    remaining: Vnd,
    reference: String,
    #[schema(value_type = Vec<String>)]
    orders: Vec<OrderId>,
}

#[derive(Serialize, ToSchema)]
struct RecipientView {
    name: String,
    phone: String,
}

#[derive(Serialize, ToSchema)]
struct AddressView {
    province_code: String,
    commune_code: String,
    street: String,
}

/// A box.
#[derive(Serialize, ToSchema)]
struct ParcelView {
    #[schema(value_type = String)]
    id: ParcelId,
    carrier: String,
    tracking_code: Option<String>,
    phone: Option<String>,
    status: String,
}

/// A row of the history.
#[derive(Serialize, ToSchema)]
struct EntryView {
    #[schema(value_type = Option<String>)]
    from: Option<Status>,
    #[schema(value_type = String)]
    to: Status,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: ByView,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Reason>,
}

/// Who did it.
#[derive(Serialize, ToSchema)]
struct ByView {
    /// `buyer`, `producer`, `official`, `admin` or `system`.
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// To the producer: `member` or `mandate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<String>,
    /// To the producer: under which mandate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    mandate: Option<MandateId>,
}

/// A checkout.
#[derive(Serialize, ToSchema)]
#[schema(as = Checkout)]
pub(crate) struct CheckoutView {
    #[schema(value_type = String)]
    id: CheckoutId,
    code: String,
    token: String,
    #[schema(value_type = Money)]
    total: Vnd,
    payments: Vec<PaymentView>,
    orders: Vec<CheckoutOrder>,
}

/// An order of a checkout.
#[derive(Serialize, ToSchema)]
struct CheckoutOrder {
    #[schema(value_type = String)]
    id: OrderId,
    code: String,
    producer: Seller,
    #[schema(value_type = String)]
    status: Status,
    #[schema(value_type = Money)]
    total: Vnd,
}

impl CheckoutView {
    pub(crate) fn of(checkout: &Checkout, payments: &[Payment], token: String) -> Self {
        Self {
            id: checkout.id,
            code: checkout.code.clone(),
            token,
            total: checkout.total,
            payments: payments.iter().map(payment).collect(),
            orders: checkout.orders.iter().map(of_checkout).collect(),
        }
    }
}

fn of_checkout(order: &Order) -> CheckoutOrder {
    CheckoutOrder {
        id: order.id,
        code: order.code.clone(),
        producer: seller(order),
        status: order.status,
        total: order.total,
    }
}

/// One order as somebody may see it.
pub(crate) async fn view(
    state: &State,
    order: &Order,
    reader: Reader,
) -> Result<OrderView, Problem> {
    let db = state.app.db.read();
    let payments = payments::of_orders(db, &[order.id]).await?;
    let names = names(state, std::slice::from_ref(order), reader).await?;
    Ok(shown(order, &payments, &names, reader))
}

/// A page of orders as somebody may see them.
pub(crate) async fn views(
    state: &State,
    page: Page<Order>,
    reader: Reader,
) -> Result<Page<OrderView>, Problem> {
    let ids: Vec<OrderId> = page.data.iter().map(|order| order.id).collect();
    let payments = payments::of_orders(state.app.db.read(), &ids).await?;
    let names = names(state, &page.data, reader).await?;
    Ok(page.map(|order| shown(&order, &payments, &names, reader)))
}

/// The names of who did what: a producer sees its own people's, a buyer nobody's.
async fn names(
    state: &State,
    orders: &[Order],
    reader: Reader,
) -> Result<BTreeMap<AccountId, String>, Problem> {
    if reader != Reader::Producer {
        return Ok(BTreeMap::new());
    }
    let entries = orders.iter().flat_map(|order| &order.history);
    let mut people: Vec<AccountId> = entries
        .filter(|e| matches!(e.capacity.as_str(), "member" | "mandate"))
        .filter_map(|e| e.account)
        .collect();
    people.sort_unstable();
    people.dedup();
    let names = accounts::names(state.app.db.read(), &people).await?;
    Ok(names.into_iter().collect())
}

fn shown(
    order: &Order,
    payments: &[Payment],
    names: &BTreeMap<AccountId, String>,
    reader: Reader,
) -> OrderView {
    let own = payments.iter().filter(|p| p.orders.contains(&order.id));
    OrderView {
        id: order.id,
        code: order.code.clone(),
        checkout: order.checkout,
        producer: seller(order),
        status: order.status,
        status_at: order.status_at,
        reason_code: order.reason,
        deadline: DeadlineView {
            state_until: order.state_until,
            owner: order.owner.clone(),
            extended: order.extended_at.is_some(),
        },
        placed_at: order.placed_at,
        lines: order.lines.iter().map(line).collect(),
        goods: order.goods,
        shipping: order.shipping,
        total: order.total,
        payment_method: order.method,
        payments: own.map(payment).collect(),
        alcohol: order.alcohol,
        fulfilment: order.fulfilment.clone(),
        delivery_days: Days::new(order.days.0, order.days.1),
        recipient: RecipientView {
            name: order.recipient_name.clone(),
            phone: order.recipient_phone.clone(),
        },
        address: AddressView {
            province_code: order.place.province.clone(),
            commune_code: order.place.commune.clone(),
            street: street(order, reader),
        },
        note: order.note.clone().filter(|_| reader != Reader::Tracker),
        parcels: order.parcels.iter().map(parcel).collect(),
        history: order
            .history
            .iter()
            .map(|e| entry(e, names, reader))
            .collect(),
    }
}

/// Who knows code and phone alone may be anybody who saw the label.
fn street(order: &Order, reader: Reader) -> String {
    match reader {
        Reader::Buyer | Reader::Producer => order.street.clone(),
        Reader::Tracker => "***".to_owned(),
    }
}

fn seller(order: &Order) -> Seller {
    Seller {
        id: order.producer,
        name: order.producer_name.clone(),
    }
}

fn line(line: &OrderLine) -> LineView {
    let [quantity, cancelled, shipped, returned] = line.counts;
    LineView {
        id: line.id,
        variant: line.variant,
        product: line.product,
        name: line.title.clone(),
        variant_name: line.variant_name.clone(),
        sku: line.sku.clone(),
        quantity,
        price: line.unit_price,
        total: line.total,
        stars: line.stars,
        decision_no: line.decision_no.clone(),
        cancelled,
        shipped,
        returned,
    }
}

fn payment(payment: &Payment) -> PaymentView {
    let placed = PlacedPayment::from(payment);
    PaymentView {
        id: placed.id.to_string(),
        method: placed.method,
        status: placed.status,
        custody: placed.custody,
        amount: placed.amount,
        received: placed.received,
        remaining: placed.remaining,
        reference: placed.reference,
        orders: placed.orders,
    }
}

fn parcel(parcel: &Parcel) -> ParcelView {
    ParcelView {
        id: parcel.id,
        carrier: parcel.carrier.clone(),
        tracking_code: parcel.tracking_code.clone(),
        phone: parcel.phone.clone(),
        status: parcel.status.clone(),
    }
}

fn entry(entry: &Entry, names: &BTreeMap<AccountId, String>, reader: Reader) -> EntryView {
    let role = match entry.capacity.as_str() {
        "self" => "buyer",
        "member" | "mandate" => "producer",
        "official" => "official",
        "admin" => "admin",
        _ => "system",
    };
    let own = reader == Reader::Producer && role == "producer";
    let name = entry.account.and_then(|account| names.get(&account));
    EntryView {
        from: entry.from,
        to: entry.to,
        at: entry.at,
        by: ByView {
            role,
            name: name.cloned(),
            capacity: own.then(|| entry.capacity.clone()),
            mandate: entry.mandate.filter(|_| own),
        },
        reason: entry.reason,
    }
}
