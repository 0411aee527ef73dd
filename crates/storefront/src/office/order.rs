//! One order's money: what came for it, what of that is owed back or was sent, and giving more of it
//! back. For who runs the market; its buyer's name, phone and street are not there.

mod give;

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, LineId, OrderId, Vnd, random, text};
use orders::{Method, Order, OrderLine, Parcel, Status};
use payments::Refund;
use web::who::Admin;
use web::{Path, Problem, State};

use super::desk::{Desk, desk, moment, shown_with};
use super::money;
use crate::forms::{Faults, Form};
use crate::money::dong;
use crate::shell::Shell;
use crate::words::{say, say_with};

pub(crate) use give::give;

/// Why something is given back, in the words that are kept.
const REASONS: [&str; 6] = [
    "missing",
    "damaged",
    "late_delivery",
    "not_arrived",
    "agreed",
    "goodwill",
];

#[derive(Template)]
#[template(path = "office/order.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    id: OrderId,
    /// Its state, its seller, when it was placed.
    head: Vec<String>,
    /// What came, what is owed back or was sent, what is left.
    sums: Vec<(String, String)>,
    lines: Vec<Line>,
    delivery: String,
    parcels: Vec<String>,
    refunds: Vec<Given>,
    /// Whether anything can be given back.
    open: bool,
    /// The word of this form: sent twice, it gives back once.
    key: String,
    ways: Vec<Pick>,
    /// Whether the delivery may be given back, and is.
    shipping: Option<bool>,
    reasons: Vec<Pick>,
    typed: Form,
    faults: Faults,
}

struct Line {
    id: LineId,
    name: String,
    said: String,
    /// So many are not paid back yet.
    most: i64,
    typed: String,
}

/// What is owed back, or was sent.
struct Given {
    amount: String,
    said: String,
    reason: Option<String>,
}

/// One of several words to choose from.
struct Pick {
    value: &'static str,
    name: String,
    here: bool,
}

/// The order that bears a code; where none does, that is said on the page where it was typed.
pub(crate) async fn seek(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let found = match kernel::Code::parse(query.text("order")) {
        Some(code) => orders::by_code(state.app.db.read(), &code).await,
        None => Err(orders::Error::NotFound),
    };
    match found {
        Ok(order) => Ok(Redirect::to(&address(lang, order)).into_response()),
        Err(orders::Error::NotFound) => money::no_order(&state, lang, &admin, query).await,
        Err(other) => Err(other.into()),
    }
}

/// An order with its money.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path(id): Path<OrderId>,
) -> Result<Response, Problem> {
    let empty = (Form::default(), Faults::default());
    page(&state, lang, &admin, id, (StatusCode::OK, empty)).await
}

async fn page(
    state: &State,
    lang: Lang,
    admin: &Admin,
    id: OrderId,
    (status, (typed, faults)): (StatusCode, (Form, Faults)),
) -> Result<Response, Problem> {
    let db = state.app.db.read();
    let order = orders::order(db, id).await?;
    let (came, back) = payments::taken(db, id).await?;
    let (counted, delivery_back) = orders::paid_back(db, id).await?;
    let refunds = payments::refunds_of(db, id).await?;
    let (mut shell, desk) = desk(state, lang, &admin.session, ("/money", "office-order"));
    shell.path = format!("/office/orders/{id}");
    shell.title = say_with(lang, "order", &[("code", order.code.clone())]);
    let new = || text::hex(&random::bytes::<16>());
    let page = Page {
        id,
        head: head(&order, lang),
        sums: sums((came, back), lang),
        lines: lines(&order, &counted, &typed, lang),
        delivery: delivery(&order, delivery_back, lang),
        parcels: order.parcels.iter().map(parcel).collect(),
        refunds: refunds.iter().map(|one| Given::of(one, lang)).collect(),
        open: came > back || takes_cash(&order, came),
        key: typed.filled("key").map_or_else(new, str::to_owned),
        ways: picks(&give::WAYS, "office-refund", typed.text("what"), lang),
        shipping: (order.shipping > Vnd::ZERO && !delivery_back)
            .then(|| typed.filled("shipping").is_some()),
        reasons: picks(&REASONS, "office-refund-why", typed.text("reason"), lang),
        typed,
        faults,
        shell,
        desk,
    };
    shown_with(status, &page)
}

/// Whether the cash of an order that arrived is still to be written down, which giving back does.
fn takes_cash(order: &Order, came: Vnd) -> bool {
    let arrived = matches!(order.status, Status::Delivered | Status::Completed);
    arrived && order.method == Method::Cod && came == Vnd::ZERO
}

fn head(order: &Order, lang: Lang) -> Vec<String> {
    let status = order.status.as_str().replace('_', "-");
    vec![
        say(lang, &format!("status-{status}")),
        order.producer_name.clone(),
        moment(order.placed_at),
    ]
}

fn sums((came, back): (Vnd, Vnd), lang: Lang) -> Vec<(String, String)> {
    let left = Vnd(came.0.saturating_sub(back.0));
    [("came", came), ("back", back), ("left", left)]
        .map(|(key, sum)| (say(lang, &format!("office-order-{key}")), dong(sum)))
        .to_vec()
}

fn lines(order: &Order, counted: &BTreeMap<LineId, i64>, typed: &Form, lang: Lang) -> Vec<Line> {
    let of = |line: &OrderLine| {
        let back = counted.get(&line.id).copied().unwrap_or_default();
        let ordered = line.counts.first().copied().unwrap_or_default();
        let counts = [
            ("count", ordered.to_string()),
            ("price", dong(line.unit_price)),
            ("back", back.to_string()),
        ];
        Line {
            id: line.id,
            name: format!("{}, {}", line.title, line.variant_name),
            said: say_with(lang, "office-order-line", &counts),
            most: ordered.saturating_sub(back),
            typed: typed
                .filled(&format!("q-{}", line.id))
                .unwrap_or("0")
                .to_owned(),
        }
    };
    order.lines.iter().map(of).collect()
}

fn delivery(order: &Order, back: bool, lang: Lang) -> String {
    let key = if back {
        "office-order-delivery-back"
    } else {
        "office-order-delivery-paid"
    };
    say_with(lang, key, &[("amount", dong(order.shipping))])
}

/// Who carries a box, and their number for it; nobody's phone.
fn parcel(parcel: &Parcel) -> String {
    let number = parcel.tracking_code.iter().cloned();
    let known = std::iter::once(parcel.carrier.clone()).chain(number);
    known.collect::<Vec<_>>().join(" · ")
}

fn picks(words: &[&'static str], of: &str, chosen: &str, lang: Lang) -> Vec<Pick> {
    let pick = |word: &&'static str| Pick {
        value: word,
        name: say(lang, &format!("{of}-{}", word.replace('_', "-"))),
        here: *word == chosen,
    };
    words.iter().map(pick).collect()
}

impl Given {
    fn of(refund: &Refund, lang: Lang) -> Self {
        let why = REASONS.iter().find(|word| **word == refund.reason);
        let until = [("until", moment(refund.due_at))];
        let stands = format!("office-refund-{}", refund.status.as_str());
        Self {
            amount: dong(refund.amount),
            said: format!(
                "{} · {}",
                say_with(lang, &stands, &until),
                say(lang, &format!("office-refund-by-{}", refund.payer.as_str()))
            ),
            reason: why.map(|word| {
                say(
                    lang,
                    &format!("office-refund-why-{}", word.replace('_', "-")),
                )
            }),
        }
    }
}

fn address(lang: Lang, order: OrderId) -> String {
    format!("/{}/office/orders/{order}", lang.as_str())
}
