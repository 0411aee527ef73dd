//! An order as somebody may see it.

use std::collections::BTreeMap;

use kernel::{AccountId, OrderId, Page};
use market::PlacedPayment;
use orders::{Checkout, Entry, Order, OrderLine, Parcel};
use payments::Payment;
use web::{Problem, State};

use super::shapes::{
    AddressView, ByView, CardKeysView, CheckoutOrder, CheckoutView, Days, DeadlineView, EntryView,
    LineView, OrderView, ParcelView, PaymentView, RecipientView, Seller,
};

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

impl CheckoutView {
    pub(crate) async fn of(
        state: &State,
        checkout: &Checkout,
        payments: &[Payment],
    ) -> Result<Self, Problem> {
        let mut views = vec![];
        for payment in payments {
            let mut view = shown_payment(payment, market::Qr::drawn(payment)?);
            view.stripe = card_keys(state, payment).await?;
            views.push(view);
        }
        Ok(Self {
            id: checkout.id,
            code: checkout.code.clone(),
            token: orders::token(&state.app.secret, checkout.id),
            total: checkout.total,
            payments: views,
            orders: checkout.orders.iter().map(of_checkout).collect(),
        })
    }
}

async fn card_keys(state: &State, payment: &Payment) -> Result<Option<CardKeysView>, Problem> {
    let keys = market::cards::CardKeys::of(&state.app, payment).await?;
    Ok(keys.map(Into::into))
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
    let mut view = shown(order, &payments, &names, reader);
    if reader == Reader::Buyer {
        for (shown, payment) in view.payments.iter_mut().zip(&payments) {
            shown.qr = market::Qr::drawn(payment)?.map(Into::into);
            shown.stripe = card_keys(state, payment).await?;
        }
    }
    Ok(view)
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
    let own = payments
        .iter()
        .filter(|payment| payment.orders().contains(&order.id))
        // What its buyer pays to others is nobody else's business.
        .map(|payment| match reader {
            Reader::Buyer => payment.clone(),
            Reader::Tracker | Reader::Producer => payment.seen_by(order.id),
        });
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
        payments: own.map(|payment| shown_payment(&payment, None)).collect(),
        alcohol: order.alcohol,
        age_confirmed_at: order.age_confirmed_at,
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

/// A payment; in a list nobody pays, and no code is drawn.
fn shown_payment(payment: &Payment, qr: Option<market::Qr>) -> PaymentView {
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
        qr: qr.map(Into::into),
        stripe: None,
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
