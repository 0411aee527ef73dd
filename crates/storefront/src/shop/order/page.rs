use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Timestamp};
use orders::{Entry, Method, Order, OrderLine, Parcel, Status};
use web::{Problem, State};

use super::Held;
use super::case::CaseShown;
use super::pay::PayShown;
use super::refund::RefundShown;
use crate::clock::moment;
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::shop::by_card;
use crate::shop::producer::place;
use crate::shop::purchase::status;
use crate::shop::quote::{days, method};
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "shop/order.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows a button or a word of its own"
)]
struct Page {
    shell: Shell,
    id: kernel::OrderId,
    token: String,
    facts: Facts,
    cases: Vec<CaseShown>,
    refunds: Vec<RefundShown>,
    pay: Option<PayShown>,
    /// Where a card pays for it, while that is waited for.
    card: Option<String>,
    banks: &'static [reference::Bank],
    /// What could not be done.
    refused: Option<String>,
    cancellable: bool,
    receivable: bool,
    disputable: bool,
    ended: bool,
    /// Whether the buyer hears of it.
    reachable: bool,
    /// Whether nobody's account holds it.
    guest: bool,
    /// The way to all orders of the purchase.
    purchase: String,
}

/// What an order's page says, to its buyer and to who tracks it.
pub(crate) struct Facts {
    pub(crate) code: String,
    pub(crate) seller: String,
    pub(crate) status: String,
    /// Whose move it is until when, and what follows.
    pub(crate) clock: Option<String>,
    pub(crate) lines: Vec<(String, String)>,
    pub(crate) goods: String,
    pub(crate) shipping: String,
    pub(crate) days: String,
    pub(crate) total: String,
    pub(crate) method: String,
    pub(crate) recipient: String,
    pub(crate) address: String,
    pub(crate) note: Option<String>,
    pub(crate) parcels: Vec<String>,
    pub(crate) history: Vec<(String, String)>,
}

impl Facts {
    /// What is said of an order to its producer.
    pub(crate) fn to_producer(order: &Order, lang: Lang) -> Self {
        Self {
            clock: clock(order, "desk-clock", lang),
            ..Self::of(order, true, lang)
        }
    }

    /// What is said of an order to its buyer; its street and note only to who may know them.
    pub(crate) fn of(order: &Order, whole: bool, lang: Lang) -> Self {
        let place = place(&order.place.commune, &order.place.province);
        let street = if whole { order.street.as_str() } else { "***" };
        Self {
            code: order.code.clone(),
            seller: order.producer_name.clone(),
            status: status(order, lang),
            clock: clock(order, "clock", lang),
            lines: order.lines.iter().map(line).collect(),
            goods: dong(order.goods),
            shipping: dong(order.shipping),
            days: days(order.days.0, order.days.1, lang),
            total: dong(order.total),
            method: method(order.method, lang),
            recipient: format!("{}, {}", order.recipient_name, order.recipient_phone),
            address: format!("{street}, {place}"),
            note: order.note.clone().filter(|_| whole),
            parcels: order.parcels.iter().map(|p| parcel(p, lang)).collect(),
            history: order.history.iter().map(|e| entry(e, lang)).collect(),
        }
    }
}

fn line(line: &OrderLine) -> (String, String) {
    let [quantity, ..] = line.counts;
    let name = format!("{quantity} × {}, {}", line.title, line.variant_name);
    (name, dong(line.total))
}

fn parcel(parcel: &Parcel, lang: Lang) -> String {
    let carrier = match parcel.carrier.as_str() {
        "self" => say(lang, "desk-carrier-self"),
        "coach" => say(lang, "desk-carrier-coach"),
        named => named.to_owned(),
    };
    let parts = [
        Some(carrier),
        parcel.tracking_code.clone(),
        parcel.phone.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

fn entry(entry: &Entry, lang: Lang) -> (String, String) {
    let by = match entry.capacity.as_str() {
        "self" => "by-buyer",
        "member" | "mandate" => "by-seller",
        "official" => "by-official",
        "admin" => "by-market",
        _ => "by-clock",
    };
    let word = |word: &str| word.replace('_', "-");
    let mut said = say(lang, &format!("status-{}", word(entry.to.as_str())));
    if let Some(reason) = entry.reason {
        let why = say(lang, &format!("reason-{}", word(reason.as_str())));
        said = format!("{said}: {why}");
    }
    (moment(entry.at), format!("{said} ({})", say(lang, by)))
}

/// Whose move it is until when, in words that begin with a key: the buyer reads others than the
/// producer.
fn clock(order: &Order, words: &str, lang: Lang) -> Option<String> {
    if order.status.is_end() {
        return None;
    }
    let held = order.status == orders::Status::AwaitingPayment && order.owner != "buyer";
    let Some(until) = order.state_until else {
        let key = if held { "unchecked" } else { "still" };
        return Some(say(lang, &format!("{words}-{key}")));
    };
    let key = if held {
        "reported".to_owned()
    } else {
        order.status.as_str().replace('_', "-")
    };
    let until = [("until", moment(until))];
    Some(say_with(lang, &format!("{words}-{key}"), &until))
}

/// What could not be done: the fields that are wrong, else the whole.
pub(crate) fn told(problem: &Problem, lang: Lang) -> String {
    let faults: Vec<String> = problem.faults(lang).into_iter().map(|f| f.1).collect();
    if faults.is_empty() {
        problem.words(lang).1
    } else {
        faults.join(" ")
    }
}

/// Where a card pays for an order that waits for it.
fn card(state: &State, lang: Lang, held: &Held) -> Option<String> {
    let (order, cards) = (&held.order, state.app.cards.as_ref());
    let waits = order.method == Method::Stripe && order.status == Status::AwaitingPayment;
    let way = by_card::way(order.checkout, &held.token);
    cards
        .filter(|_| waits)
        .map(|_| format!("/{}{way}", lang.as_str()))
}

/// The page of an order, with what could not be done.
pub(super) async fn page(
    state: &State,
    lang: Lang,
    held: &Held,
    refused: Option<&Problem>,
) -> Result<Response, Problem> {
    let (order, token) = (&held.order, &held.token);
    let db = state.app.db.read();
    let cases = orders::cases_of(db, order.id).await?;
    let now: Timestamp = state.app.now();
    let path = format!("/orders/{}?token={token}", order.id);
    let title = say_with(lang, "order", &[("code", order.code.clone())]);
    let open = cases.iter().any(|case| case.closed_at.is_none());
    let page = Page {
        shell: Shell::new(state, lang, path, title),
        id: order.id,
        token: token.clone(),
        facts: Facts::of(order, true, lang),
        pay: PayShown::of(state, lang, held).await?,
        card: card(state, lang, held),
        refunds: RefundShown::all(state, order.id, lang).await?,
        banks: reference::banks(),
        refused: refused.map(|problem| told(problem, lang)),
        cancellable: order.can_be_cancelled(now),
        receivable: order.can_be_received() && !open,
        disputable: order.can_be_disputed() && !open,
        ended: order.status.is_end(),
        reachable: order.status.is_end() || market::reachable(&state.app, order.checkout).await?,
        guest: order.account.is_none(),
        purchase: format!(
            "/{}/checkouts/{}?token={token}",
            lang.as_str(),
            order.checkout
        ),
        cases: cases.iter().map(|case| CaseShown::of(case, lang)).collect(),
    };
    let status = refused.map_or(StatusCode::OK, Problem::http_status);
    personal(status, &page)
}
