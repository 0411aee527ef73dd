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
use web::{Code, Problem, State};

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
    /// Whether the phone that was typed pays no cash at the door, which is lifted here.
    barred: bool,
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
    page(&state, lang, &admin, Shown::default())
}

/// What a page shows beside its form.
#[derive(Default)]
struct Shown {
    status: StatusCode,
    filled: Filled,
    found: Option<Found>,
    barred: bool,
    done: Option<String>,
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
        Ok(found) => Shown {
            filled: Filled::of(form),
            barred: found.refuses_cash,
            found: Some(view(found, lang)),
            ..Shown::default()
        },
        Err(problem) => Shown {
            status: problem.http_status(),
            filled: Filled::refused(form, &problem, lang),
            ..Shown::default()
        },
    };
    page(&state, lang, &admin, shown)
}

/// Lets a phone that refused too many boxes pay cash at the door again. Who runs the market has typed
/// it themselves; the record knows it by a key alone.
pub(crate) async fn lift(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    form: Form,
) -> Result<Response, Problem> {
    let shown = match lifted(&state, &admin, &form).await {
        Ok(()) => Shown {
            done: Some(say(lang, "office-cash-lifted")),
            ..Shown::default()
        },
        Err(problem) if problem.code() == Code::Invalid => Shown {
            status: problem.http_status(),
            filled: Filled::refused(form, &problem, lang),
            barred: true,
            ..Shown::default()
        },
        Err(problem) => return Err(problem),
    };
    page(&state, lang, &admin, shown)
}

async fn lifted(state: &State, admin: &Admin, form: &Form) -> Result<(), Problem> {
    let (app, phone) = (&state.app, phone(form)?);
    let note = web::remittances::note(form.text("note"))?;
    market::lift_cash(app, (&phone, &note), admin.actor, app.now()).await?;
    Ok(())
}

fn phone(form: &Form) -> Result<Phone, Problem> {
    Phone::parse(form.text("phone")).map_err(|_none| Problem::field("/phone", "phone"))
}

async fn sought(state: &State, admin: &Admin, form: &Form) -> Result<Sought, Problem> {
    let phone = phone(form)?;
    let purpose = Purpose::parse(form.text("purpose"));
    let purpose = purpose.ok_or_else(|| Problem::field("/purpose", "required"))?;
    let app = &state.app;
    Ok(market::seek(app, &phone, purpose, admin.actor, app.now()).await?)
}

fn page(state: &State, lang: Lang, admin: &Admin, shown: Shown) -> Result<Response, Problem> {
    let (shell, mut desk) = desk(state, lang, &admin.session, ("/people", "office-people"));
    desk.done = shown.done;
    let purpose = |purpose: Purpose| {
        let key = format!("office-purpose-{}", purpose.as_str());
        (purpose.as_str(), say(lang, &key))
    };
    let page = Page {
        purposes: Purpose::ALL.map(purpose).to_vec(),
        filled: shown.filled,
        found: shown.found,
        barred: shown.barred,
        shell,
        desk,
    };
    shown_with(shown.status, &page)
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
