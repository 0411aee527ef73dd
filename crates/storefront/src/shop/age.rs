//! The declaration of age, with which the pages of alcohol begin. A cookie remembers it.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Lang;
use web::{Code, Problem, State};

use crate::cookies::AGE;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::say;

/// How long a browser keeps it: as long as the declaration holds.
const DAYS: i64 = 365;

#[derive(Template)]
#[template(path = "shop/age.html")]
struct Page {
    shell: Shell,
    /// Where one goes on, behind the language.
    to: String,
    who: String,
    year: String,
    faults: Faults,
}

/// Whether the reader has declared their age.
pub(super) async fn declared(state: &State, headers: &HeaderMap) -> Result<bool, Problem> {
    let token = AGE.read(state, headers);
    Ok(orders::declared(state.app.db.read(), token, state.app.now()).await?)
}

/// The question, before a page that needs the answer.
pub(super) fn asked(state: &State, lang: Lang, to: &str) -> Result<Response, Problem> {
    let page = page(state, lang, to, &Form::default());
    personal(StatusCode::FORBIDDEN, &page)
}

fn page(state: &State, lang: Lang, to: &str, form: &Form) -> Page {
    Page {
        shell: Shell::new(state, lang, "/age".to_owned(), say(lang, "age")),
        to: to.to_owned(),
        who: form.text("name").to_owned(),
        year: form.text("birth_year").to_owned(),
        faults: Faults::default(),
    }
}

/// The empty form.
pub(crate) async fn ask(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let page = page(&state, lang, onward(&query), &Form::default());
    personal(StatusCode::OK, &page)
}

/// Notes the declaration and goes on.
pub(crate) async fn declare(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    form: Form,
) -> Result<Response, Problem> {
    let year = form.text("birth_year").parse().unwrap_or(0);
    let said = say_age(&state, form.text("name"), year).await;
    match said.map_err(Problem::from) {
        Ok(token) => {
            let kept = AGE.set(&state, &token, DAYS);
            let to = Redirect::to(&format!("/{}{}", lang.as_str(), onward(&form)));
            Ok(([(header::SET_COOKIE, kept)], to).into_response())
        }
        Err(problem) if problem.code() == Code::Invalid => {
            let mut page = page(&state, lang, onward(&form), &form);
            page.faults.join(&problem, lang);
            personal(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(problem) => Err(problem),
    }
}

async fn say_age(state: &State, name: &str, year: i64) -> Result<String, orders::Error> {
    let tx = store::write(&state.app.db).await?;
    let token = orders::declare_age(&tx, name, year, state.app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(token)
}

/// Only a page of this shop is gone on to.
fn onward(form: &Form) -> &str {
    let to = form.filled("to").unwrap_or("/alcohol");
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    if own { to } else { "/alcohol" }
}
