//! An order by its code and a phone: it is read, and nothing can be done with it.

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Code, Lang, Phone};
use orders::Order;
use web::{Problem, State};

use super::order::Facts;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "shop/tracking.html")]
struct Page {
    shell: Shell,
    code: String,
    phone: String,
    facts: Option<Facts>,
    faults: Faults,
}

/// The empty form.
pub(crate) async fn ask(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
) -> Result<Response, Problem> {
    page(&state, lang, &Form::default(), None, Faults::default())
}

/// The order, where code and phone belong together.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    form: Form,
) -> Result<Response, Problem> {
    let found = find(&state, &form).await?;
    let faults = match found {
        Some(_) => Faults::default(),
        None => Faults::whole(say(lang, "tracking-none")),
    };
    let facts = found.map(|order| Facts::of(&order, false, lang));
    page(&state, lang, &form, facts, faults)
}

async fn find(state: &State, form: &Form) -> Result<Option<Order>, Problem> {
    let known = (
        Code::parse(form.text("code")),
        Phone::parse(form.text("phone")),
    );
    let (Some(code), Ok(phone)) = known else {
        return Ok(None);
    };
    match orders::track(state.app.db.read(), &code, &phone).await {
        Ok(order) => Ok(Some(order)),
        Err(orders::Error::NotFound) => Ok(None),
        Err(err) => Err(err.into()),
    }
}

fn page(
    state: &State,
    lang: Lang,
    form: &Form,
    facts: Option<Facts>,
    faults: Faults,
) -> Result<Response, Problem> {
    let status = if faults.none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = Page {
        shell: Shell::new(state, lang, "/tracking".to_owned(), say(lang, "tracking")),
        code: form.text("code").to_owned(),
        phone: form.text("phone").to_owned(),
        facts,
        faults,
    };
    personal(status, &page)
}
