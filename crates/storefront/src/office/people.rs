use accounts::Account;
use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Phone};
use market::{Purpose, Sought};
use orders::Order;
use web::who::Admin;
use web::{Problem, State};

use super::desk::{Desk, desk, moment, shown_with};
use super::form::Filled;
use crate::forms::Form;
use crate::money::dong;
use crate::shell::Shell;
use crate::words::say;

#[derive(Template)]
#[template(path = "office/people.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    filled: Filled,
    purposes: Vec<(&'static str, String)>,
    /// What was found; none before one looked.
    found: Option<Found>,
}

struct Found {
    accounts: Vec<Person>,
    orders: Vec<OrderView>,
}

struct Person {
    name: String,
    roles: String,
    id: String,
}

struct OrderView {
    code: String,
    said: String,
    producer: String,
    recipient: String,
}

/// The search by phone, not asked yet.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
) -> Result<Response, Problem> {
    page(
        &state,
        lang,
        &admin,
        (StatusCode::OK, Filled::default(), None),
    )
}

/// Looks for somebody by their phone; who looked and why is recorded. A POST, so that no number
/// stands in an address.
pub(crate) async fn seek(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    form: Form,
) -> Result<Response, Problem> {
    let shown = match sought(&state, &admin, &form).await {
        Ok(found) => (StatusCode::OK, Filled::of(form), Some(view(found, lang))),
        Err(problem) => {
            let status = problem.http_status();
            (status, Filled::refused(form, &problem, lang), None)
        }
    };
    page(&state, lang, &admin, shown)
}

async fn sought(state: &State, admin: &Admin, form: &Form) -> Result<Sought, Problem> {
    let phone =
        Phone::parse(form.text("phone")).map_err(|_none| Problem::field("/phone", "phone"))?;
    let purpose = Purpose::parse(form.text("purpose"));
    let purpose = purpose.ok_or_else(|| Problem::field("/purpose", "required"))?;
    let app = &state.app;
    Ok(market::seek(&app.db, &phone, purpose, admin.actor, app.now()).await?)
}

fn page(
    state: &State,
    lang: Lang,
    admin: &Admin,
    (status, filled, found): (StatusCode, Filled, Option<Found>),
) -> Result<Response, Problem> {
    let (shell, desk) = desk(state, lang, &admin.session, ("/people", "office-people"));
    let purpose = |purpose: Purpose| {
        let key = format!("office-purpose-{}", purpose.as_str());
        (purpose.as_str(), say(lang, &key))
    };
    let page = Page {
        purposes: Purpose::ALL.map(purpose).to_vec(),
        filled,
        found,
        shell,
        desk,
    };
    shown_with(status, &page)
}

fn view(found: Sought, lang: Lang) -> Found {
    Found {
        accounts: found.accounts.into_iter().map(person).collect(),
        orders: found
            .orders
            .into_iter()
            .map(|one| order(one, lang))
            .collect(),
    }
}

fn person(account: Account) -> Person {
    Person {
        roles: account.roles().join(", "),
        id: account.id.to_string(),
        name: account.name,
    }
}

fn order(order: Order, lang: Lang) -> OrderView {
    let status = order.status.as_str().replace('_', "-");
    let status = say(lang, &format!("status-{status}"));
    OrderView {
        said: format!(
            "{status} · {} · {}",
            dong(order.total),
            moment(order.placed_at)
        ),
        code: order.code,
        producer: order.producer_name,
        recipient: order.recipient_name,
    }
}
