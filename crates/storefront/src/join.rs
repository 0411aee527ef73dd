//! An invitation is accepted with the digits that came by mail or text.

use accounts::{Attempt, Joiner, Owner, Password, PasswordHash, Proof};
use askama::Template;
use axum::extract::State as Node;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use kernel::Lang;
use web::who::{Device, MaybeSession};
use web::{Code, Problem, State};

use crate::cookies::SESSION;
use crate::desk::desk;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::say;

/// How long a browser keeps the session that an invitation opens.
const KEPT_DAYS: i64 = 90;

#[derive(Template)]
#[template(path = "join.html")]
struct Page {
    shell: Shell,
    faults: Faults,
    form: Form,
    /// Nobody is signed in: an account may have to be made.
    nobody: bool,
}

/// The page behind `/{lang}` where one joins a producer: with an account, or without one yet.
pub(crate) fn routes() -> Router<State> {
    Router::new().route("/invitation", get(show).post(join))
}

/// The page where one enters the digits.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    MaybeSession(session): MaybeSession,
) -> Result<Response, Problem> {
    page(&state, lang, session.is_none(), (Form::default(), None))
}

fn page(
    state: &State,
    lang: Lang,
    nobody: bool,
    (form, refused): (Form, Option<&Problem>),
) -> Result<Response, Problem> {
    let page = Page {
        shell: Shell::new(state, lang, "/invitation".to_owned(), say(lang, "join")),
        faults: refused.map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        form,
        nobody,
    };
    personal(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

/// Joins, and goes to the desk of the producer.
pub(crate) async fn join(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    MaybeSession(session): MaybeSession,
    device: Device,
    form: Form,
) -> Result<Response, Problem> {
    let who = session.map(|session| session.account);
    match joined(&state, lang, who, (&device, &form)).await {
        Ok((to, Some(token))) => {
            let cookie = [(header::SET_COOKIE, SESSION.set(&state, &token, KEPT_DAYS))];
            Ok((cookie, Redirect::to(&to)).into_response())
        }
        Ok((to, None)) => Ok(Redirect::to(&to).into_response()),
        Err(problem) if problem.code() != Code::Internal => {
            page(&state, lang, who.is_none(), (form, Some(&problem)))
        }
        Err(problem) => Err(problem),
    }
}

/// Where the desk is, and the token of a new session where nobody was signed in.
async fn joined(
    state: &State,
    lang: Lang,
    who: Option<kernel::AccountId>,
    (device, form): (&Device, &Form),
) -> Result<(String, Option<String>), Problem> {
    let app = &state.app;
    let joiner = match who {
        Some(account) => Joiner::Account(account),
        None => Joiner::Nobody {
            name: form.filled("name"),
            password: password(state, form).await?,
            lang,
        },
    };
    let code: String = form.text("code").split_whitespace().collect();
    let source = device.address.map(|address| address.to_string());
    let attempt = Attempt {
        login: form.text("login"),
        proof: Proof::Code(&code),
        device: &device.label,
        source: source.as_deref(),
    };
    let member = accounts::join(&app.db, attempt, joiner, app.codes(), app.now()).await?;
    let token = member.signed_in.map(|session| session.token);
    Ok((
        desk(lang, member.producer),
        token.map(|token| token.reveal().to_owned()),
    ))
}

async fn password(state: &State, form: &Form) -> Result<Option<PasswordHash>, Problem> {
    let Some(text) = form.filled("password") else {
        return Ok(None);
    };
    let words = [form.text("name"), form.text("login")];
    let owner = Owner {
        words: &words,
        admin: false,
    };
    let password =
        Password::parse(text, owner, &state.app.accounts).map_err(accounts::Error::from)?;
    Ok(Some(accounts::hash_password(&password).await?))
}
