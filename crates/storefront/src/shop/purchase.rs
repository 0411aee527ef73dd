//! A purchase as its buyer finds it again: the checkout with its orders.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{AccountId, CheckoutId, Lang, Vnd};
use orders::{Checkout, Order, opens};
use payments::{Custody, Payment, Status};
use web::who::MaybeSession;
use web::{Code, Path, Problem, State};

use super::basket::account;
use super::by_card;
use crate::clock::moment;
use crate::forms::Form;
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "shop/purchase.html")]
struct Page {
    shell: Shell,
    code: String,
    total: String,
    orders: Vec<Row>,
    /// Where a card pays what is still to be paid, and how much that is.
    card: Option<(String, String)>,
    transfers: Vec<Transfer>,
}

/// A transfer that is waited for: one for an order, or one for several.
struct Transfer {
    /// To whom and until when, or that its buyer has paid.
    said: String,
    /// How much, where it is still asked for.
    amount: Option<String>,
    /// The order where its code is.
    to: String,
    /// That order's own code.
    code: String,
}

struct Row {
    to: String,
    name: String,
    said: String,
}

/// A checkout with the ways to its orders.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    caller: MaybeSession,
    Path(id): Path<CheckoutId>,
) -> Result<Response, Problem> {
    let token = token(query.as_deref())?;
    let mut checkout = orders::checkout(state.app.db.read(), id).await?;
    may_read(&state, &caller, (checkout.account, id), &token)?;
    let card = to_pay(&state, id).await?;
    if card.is_none() {
        checkout = orders::checkout(state.app.db.read(), id).await?;
    }
    let card = card.map(|amount| {
        let way = by_card::way(id, &token);
        (format!("/{}{way}", lang.as_str()), dong(amount))
    });
    let row = |order: &Order| Row {
        to: address(lang, order, &token),
        name: order.producer_name.clone(),
        said: format!(
            "{} · {} · {}",
            order.code,
            status(order, lang),
            dong(order.total)
        ),
    };
    let path = format!("/checkouts/{id}?token={token}");
    let page = Page {
        shell: Shell::new(&state, lang, path, say(lang, "purchase")),
        code: checkout.code.clone(),
        total: dong(checkout.total),
        orders: checkout.orders.iter().map(row).collect(),
        transfers: transfers(&state, lang, &checkout, &token).await?,
        card,
    };
    personal(StatusCode::OK, &page)
}

/// The transfers of a checkout that are waited for.
async fn transfers(
    state: &State,
    lang: Lang,
    checkout: &Checkout,
    token: &str,
) -> Result<Vec<Transfer>, Problem> {
    let payments = payments::of_checkout(state.app.db.read(), checkout.id).await?;
    let open = payments.iter().filter(|one| one.vietqr().is_some());
    let shown = open.filter_map(|payment| {
        let asked = payment.asked_by();
        let order = checkout.orders.iter().find(|one| Some(one.id) == asked)?;
        Some(Transfer {
            said: asked_for(payment, order, lang),
            amount: (payment.status != Status::Reported).then(|| dong(payment.remaining())),
            to: address(lang, order, token),
            code: order.code.clone(),
        })
    });
    Ok(shown.collect())
}

fn asked_for(payment: &Payment, order: &Order, lang: Lang) -> String {
    let to_market = payment.custody == Custody::Market;
    if payment.status == Status::Reported {
        let key = if to_market {
            "pay-reported-market"
        } else {
            "pay-reported"
        };
        return say(lang, key);
    }
    let until = payment.due_at.or(order.state_until).map(moment);
    let named = [
        ("name", order.producer_name.clone()),
        ("until", until.unwrap_or_default()),
    ];
    let key = if to_market {
        "transfer-waits-market"
    } else {
        "transfer-waits"
    };
    say_with(lang, key, &named)
}

/// What a card has yet to pay of a checkout, read again where somebody looks.
async fn to_pay(state: &State, id: CheckoutId) -> Result<Option<Vnd>, Problem> {
    let db = state.app.db.read();
    let waits = |payments: Vec<Payment>| payments.into_iter().find(by_card::waits_for_card);
    let Some(payment) = waits(payments::of_checkout(db, id).await?) else {
        return Ok(None);
    };
    if !market::cards::glance(&state.app, &payment, state.app.now()).await {
        return Ok(Some(payment.remaining()));
    }
    let after = waits(payments::of_checkout(db, id).await?);
    Ok(after.map(|payment| payment.remaining()))
}

/// Where an order's page lies, with the token that opens it.
pub(super) fn address(lang: Lang, order: &Order, token: &str) -> String {
    let bare = format!("/{}/orders/{}", lang.as_str(), order.id);
    if token.is_empty() {
        bare
    } else {
        format!("{bare}?token={token}")
    }
}

/// What people call the state of an order.
pub(super) fn status(order: &Order, lang: Lang) -> String {
    say(
        lang,
        &format!("status-{}", order.status.as_str().replace('_', "-")),
    )
}

/// The token of an address.
pub(super) fn token(query: Option<&str>) -> Result<String, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    Ok(query.text("token").to_owned())
}

/// Whether the reader owns a checkout or holds its token; else it is not there.
pub(super) fn may_read(
    state: &State,
    caller: &MaybeSession,
    whose: (Option<AccountId>, CheckoutId),
    token: &str,
) -> Result<(), Problem> {
    if opens(&state.app.secret, whose, account(caller), Some(token)) {
        Ok(())
    } else {
        Err(Problem::new(Code::NotFound))
    }
}
