//! A purchase as its buyer finds it again: the checkout with its orders.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{AccountId, CheckoutId, Lang};
use orders::{Order, opens};
use web::who::MaybeSession;
use web::{Code, Path, Problem, State};

use super::basket::account;
use crate::forms::Form;
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "shop/purchase.html")]
struct Page {
    shell: Shell,
    code: String,
    total: String,
    orders: Vec<Row>,
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
    let checkout = orders::checkout(state.app.db.read(), id).await?;
    may_read(&state, &caller, (checkout.account, id), &token)?;
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
    };
    personal(StatusCode::OK, &page)
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
