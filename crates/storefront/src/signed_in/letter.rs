//! What the letters of an account lead to: that an e-mail address is proven, and a new password.
//! A letter's link only opens a page; what it does stands behind a button, for programs that look at
//! links press none.

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Lang;
use web::{Code, Path, Problem, State};

use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "letter.html")]
struct Page {
    shell: Shell,
    /// What it is about, or what was done.
    said: String,
    faults: Faults,
    /// What is asked for, until it is done.
    asks: Asks,
    typed: String,
}

/// What a page of a letter asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Login,
    Password,
    Press,
    Nothing,
}

fn page(state: &State, lang: Lang, path: &str, (words, asks): (&str, Asks)) -> Page {
    let title = say(lang, words);
    Page {
        shell: Shell::new(state, lang, path.to_owned(), title),
        said: say(lang, &format!("{words}-about")),
        faults: Faults::default(),
        asks,
        typed: String::new(),
    }
}

/// Where one asks for a way to a new password.
pub(super) async fn forgotten(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
) -> Result<Response, Problem> {
    let asked = page(&state, lang, "/password-resets", ("forgotten", Asks::Login));
    personal(StatusCode::OK, &asked)
}

/// Sends the letter; answered alike whether the login is known or not.
pub(super) async fn ask(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    form: Form,
) -> Result<Response, Problem> {
    let app = &state.app;
    accounts::ask_for_reset(&app.db, form.text("login"), app.codes(), app.now()).await?;
    let mut asked = page(
        &state,
        lang,
        "/password-resets",
        ("forgotten", Asks::Nothing),
    );
    asked.said = say(lang, "forgotten-sent");
    personal(StatusCode::OK, &asked)
}

/// Where the new password is typed.
pub(super) async fn renew(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let path = format!("/password-resets/{code}");
    personal(
        StatusCode::OK,
        &page(&state, lang, &path, ("new-password", Asks::Password)),
    )
}

/// Sets it.
pub(super) async fn set(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let (app, path) = (&state.app, format!("/password-resets/{code}"));
    let new = (code.as_str(), form.text("password"));
    let set = accounts::set_password(&app.db, new, &app.accounts, app.now()).await;
    ended(
        &state,
        lang,
        (&path, "new-password", Asks::Password),
        set.map_err(Problem::from),
    )
}

/// Where an address is proven by a button.
pub(super) async fn proof(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let path = format!("/contact-proofs/{code}");
    personal(
        StatusCode::OK,
        &page(&state, lang, &path, ("prove", Asks::Press)),
    )
}

/// Proves it.
pub(super) async fn prove(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let path = format!("/contact-proofs/{code}");
    let proven = proven(&state, &code).await;
    ended(&state, lang, (&path, "prove", Asks::Press), proven)
}

async fn proven(state: &State, code: &str) -> Result<(), Problem> {
    let tx = store::write(&state.app.db).await?;
    accounts::prove_contact(&tx, code, state.app.now()).await?;
    Ok(tx.commit().await.map_err(store::Error::from)?)
}

/// The page once more: what was done, or what is wrong. A letter that was used or is too old says
/// so, and where a new one is asked for.
fn ended(
    state: &State,
    lang: Lang,
    (path, words, asks): (&str, &str, Asks),
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    let mut shown = page(state, lang, path, (words, asks));
    let status = match done {
        Ok(()) => {
            shown.said = say(lang, &format!("{words}-done"));
            shown.asks = Asks::Nothing;
            StatusCode::OK
        }
        Err(problem) if problem.code() == Code::NotFound => {
            shown.said = say(lang, "letter-gone");
            shown.asks = Asks::Nothing;
            StatusCode::NOT_FOUND
        }
        Err(problem) => {
            shown.faults = Faults::of(&problem, lang);
            problem.http_status()
        }
    };
    personal(status, &shown)
}
