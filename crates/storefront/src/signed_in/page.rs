use accounts::{Attempt, Proof};
use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::Lang;
use serde::Deserialize;
use web::who::{Device, Session};
use web::{Code, Problem, Query, State};

use crate::cookies::SESSION;
use crate::forms::{Faults, Form};
use crate::shell::{Shell, guarded, written};
use crate::words::say;

/// For how many days a browser keeps the cookie; the session itself may end sooner.
pub(super) const KEPT_DAYS: i64 = 90;

/// Where one comes from.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct From {
    pub(super) next: Option<String>,
}

/// Where one goes on, and what was typed there.
pub(super) struct Kept {
    pub(super) to: String,
    /// The fields of a form as they were sent; empty where none was.
    pub(super) form: String,
}

impl Kept {
    pub(super) const fn nothing(to: String) -> Self {
        Self {
            to,
            form: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "sign-in.html")]
struct Page {
    shell: Shell,
    faults: Faults,
    login: String,
    kept: Kept,
    /// Where who has no account makes one.
    register: String,
}

#[derive(Template)]
#[template(path = "send-again.html")]
struct SendAgain {
    shell: Shell,
    to: String,
    fields: Vec<(String, String)>,
}

/// The page where one signs in.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let to = from.next.unwrap_or_default();
    page(
        &state,
        lang,
        (StatusCode::OK, Faults::default()),
        (String::new(), Kept::nothing(to)),
    )
}

/// The same in place of a page whose reader is not signed in any more.
pub(super) fn asked(state: &State, lang: Lang, kept: Kept) -> Result<Response, Problem> {
    let said = Problem::new(Code::Unauthenticated).words(lang).1;
    let why = (StatusCode::UNAUTHORIZED, Faults::whole(said));
    page(state, lang, why, (String::new(), kept))
}

/// The address of the sign-in page from which one comes back.
pub(crate) fn address(lang: Lang, to: &str) -> String {
    at("sign-in", lang, to)
}

/// The address of a page at the door from which one goes on.
fn at(page: &str, lang: Lang, to: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", to);
    format!("/{}/{page}?{}", lang.as_str(), query.finish())
}

fn page(
    state: &State,
    lang: Lang,
    (status, faults): (StatusCode, Faults),
    (login, kept): (String, Kept),
) -> Result<Response, Problem> {
    let page = Page {
        shell: Shell::new(state, lang, "/sign-in".to_owned(), say(lang, "sign-in")),
        faults,
        login,
        register: at("register", lang, &kept.to),
        kept,
    };
    Ok(unkept(status, written(&page)?))
}

fn unkept(status: StatusCode, html: String) -> Response {
    let mut response = guarded((status, Html(html)).into_response());
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// Signs in, and goes on to where one wanted to go.
pub(crate) async fn sign_in(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    device: Device,
    form: Form,
) -> Result<Response, Problem> {
    let kept = Kept {
        to: form.text("next").to_owned(),
        form: form.text("kept").to_owned(),
    };
    let token = match opened(&state, &device, &form).await {
        Ok(token) => token,
        Err(problem) => {
            let why = (problem.http_status(), Faults::of(&problem, lang));
            return page(&state, lang, why, (form.text("login").to_owned(), kept));
        }
    };
    let to = if is_ours(&kept.to) {
        kept.to
    } else {
        format!("/{}/{}", lang.as_str(), own_desk(&state, &token).await?)
    };
    let cookie = [(header::SET_COOKIE, SESSION.set(&state, &token, KEPT_DAYS))];
    if kept.form.is_empty() {
        return Ok((cookie, Redirect::to(&to)).into_response());
    }
    let fields = form_urlencoded::parse(kept.form.as_bytes());
    let again = SendAgain {
        shell: Shell::new(&state, lang, "/sign-in".to_owned(), say(lang, "send-again")),
        fields: fields.into_owned().collect(),
        to,
    };
    Ok((cookie, unkept(StatusCode::OK, written(&again)?)).into_response())
}

/// The page at which who has just signed in works: an official's desk, a producer's, or the account.
async fn own_desk(state: &State, token: &str) -> Result<&'static str, Problem> {
    let session = Session::open(state, token).await?;
    Ok(match session {
        Some(session) if !session.staff.is_empty() => "office",
        Some(session) if !session.producers().is_empty() => "producer",
        _ => "account",
    })
}

async fn opened(state: &State, device: &Device, form: &Form) -> Result<String, Problem> {
    let code: String = form.text("code").split_whitespace().collect();
    let proof = match (form.filled("password"), code.as_str()) {
        (_, code) if !code.is_empty() => Proof::Code(code),
        (Some(password), _) => Proof::Password(password),
        (None, _) => return Err(Problem::field("/password", "required")),
    };
    let source = device.address.map(|address| address.to_string());
    let attempt = Attempt {
        login: form.text("login"),
        proof,
        device: &device.label,
        source: source.as_deref(),
    };
    let app = &state.app;
    let signed_in = accounts::sign_in(&app.db, attempt, app.codes(), app.now()).await?;
    Ok(signed_in.token.reveal().to_owned())
}

/// Whether an address is one of the market's own pages: nobody is sent elsewhere by a link.
pub(super) fn is_ours(to: &str) -> bool {
    let plain = |c: char| !c.is_control() && c != '\\';
    (to.starts_with("/vi/") || to.starts_with("/en/"))
        && !to.contains("//")
        && to.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        assert!(is_ours("/vi/office/reviews?kind=listing&place=18676"));
        for elsewhere in [
            "",
            "//evil.example",
            "https://evil.example",
            "/vi/\\evil",
            "/vi//evil",
            "/vi/\r\nx",
        ] {
            assert!(!is_ours(elsewhere), "{elsewhere}");
        }
    }
}
