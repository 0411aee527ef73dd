//! A new account, and its first session.

use accounts::{Form as Filled, PasswordHash, Person, Registration, SignedIn};
use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, Timestamp};
use market::App;
use web::who::Device;
use web::{Code, Problem, Query, State};

use super::page::{From, KEPT_DAYS, is_ours};
use crate::cookies::SESSION;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "register.html")]
struct Page {
    shell: Shell,
    faults: Faults,
    form: Form,
    next: String,
}

/// The empty form.
pub(super) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let next = from.next.unwrap_or_default();
    page(&state, lang, next, (Form::default(), None))
}

fn page(
    state: &State,
    lang: Lang,
    next: String,
    (form, refused): (Form, Option<&Problem>),
) -> Result<Response, Problem> {
    let title = say(lang, "register");
    let page = Page {
        shell: Shell::new(state, lang, "/register".to_owned(), title),
        faults: refused.map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        form,
        next,
    };
    personal(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

/// Opens the account and signs in.
pub(super) async fn register(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    device: Device,
    form: Form,
) -> Result<Response, Problem> {
    let next = form.text("next").to_owned();
    let signed_in = match opened(&state.app, lang, &device, &form).await {
        Ok(signed_in) => signed_in,
        Err(problem) if problem.code() == Code::Invalid => {
            return page(&state, lang, next, (form, Some(&problem)));
        }
        Err(problem) => return Err(problem),
    };
    let to = if is_ours(&next) {
        next
    } else {
        format!("/{}/account", lang.as_str())
    };
    let token = signed_in.token.reveal();
    let cookie = [(header::SET_COOKIE, SESSION.set(&state, token, KEPT_DAYS))];
    Ok((cookie, Redirect::to(&to)).into_response())
}

async fn opened(app: &App, lang: Lang, device: &Device, form: &Form) -> Result<SignedIn, Problem> {
    let filled = Filled {
        name: form.text("name"),
        email: form.filled("email"),
        phone: form.filled("phone"),
        password: form.text("password"),
    };
    let registration = Registration::parse(filled, lang, &app.accounts)?;
    let hash = accounts::hash_password(&registration.password).await?;
    let new = (&registration.person, &hash, device.label.as_str());
    Ok(store::retry(|| once(app, new, app.now())).await?)
}

async fn once(
    app: &App,
    (person, hash, device): (&Person, &PasswordHash, &str),
    now: Timestamp,
) -> Result<SignedIn, accounts::Error> {
    let codes = app.codes();
    let tx = store::write(&app.db).await?;
    let account = accounts::register(&tx, person, Some(hash), codes, now).await?;
    let signed_in = accounts::open_session(&tx, account, device, codes.settings, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(signed_in)
}
