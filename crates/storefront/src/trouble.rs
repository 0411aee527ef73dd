use askama::Template;
use axum::Extension;
use axum::extract::{OriginalUri, Request, State as Node};
use axum::http::HeaderValue;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use kernel::Lang;
use web::{Code, Problem, State};

use crate::shell::{Shell, guarded, written};
use crate::words::say;

#[derive(Template)]
#[template(path = "trouble.html")]
struct Trouble {
    shell: Shell,
    detail: String,
    faults: Vec<String>,
    /// Where to go on: an address, and what it is called.
    next: (String, String),
}

/// No such page.
pub(crate) async fn nothing_here() -> Problem {
    Problem::new(Code::NotFound)
}

/// The desk whose page it was, else the shop.
fn way_on(path: &str, lang: Lang) -> (String, String) {
    let (to, key) = match path.split('/').nth(2) {
        Some("office") => ("office", "account-to-office"),
        Some("producer") => ("producer", "account-to-desk"),
        _ => ("products", "all-products"),
    };
    (format!("/{}/{to}", lang.as_str()), say(lang, key))
}

/// A problem as a page that says what to do next.
pub(crate) async fn told(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    request: Request,
    next: Next,
) -> Response {
    let whole = request.extensions().get::<OriginalUri>();
    let way = way_on(whole.map_or("", |uri| uri.path()), lang);
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let (title, detail) = problem.words(lang);
    let page = Trouble {
        shell: Shell::new(&state, lang, String::new(), title),
        // What an API's reader is told of its `errors` stands below, in words.
        detail: if problem.code() == Code::Invalid {
            say(lang, "trouble-invalid")
        } else {
            detail
        },
        next: way,
        faults: problem
            .faults(lang)
            .into_iter()
            .map(|(_, said)| said)
            .collect(),
    };
    let Ok(html) = written(&page) else {
        return problem.into_response();
    };
    let mut told = guarded((response.status(), Html(html)).into_response());
    let no_store = HeaderValue::from_static("no-store");
    told.headers_mut().insert(header::CACHE_CONTROL, no_store);
    told
}
