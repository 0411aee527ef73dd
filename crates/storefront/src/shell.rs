use askama::Template;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::Lang;
use web::answers::Kept;
use web::{Problem, State};

use crate::words::say;

/// Nothing from elsewhere, no script and no style in the page itself.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// What stands round every page.
pub(crate) struct Shell {
    pub(crate) lang: Lang,
    /// The title, without the market's name.
    pub(crate) title: String,
    /// One sentence for search engines and share cards.
    pub(crate) about: String,
    /// The page's path behind the language.
    pub(crate) path: String,
    /// The picture of a share card, whole address.
    pub(crate) image: Option<String>,
    /// The market's own address, for what is read elsewhere.
    pub(crate) origin: String,
    /// What was searched for.
    pub(crate) sought: String,
}

impl Shell {
    pub(crate) fn new(state: &State, lang: Lang, path: String, title: String) -> Self {
        Self {
            lang,
            title,
            about: say(lang, "about"),
            path,
            image: None,
            origin: state.app.public_url.trim_end_matches('/').to_owned(),
            sought: String::new(),
        }
    }

    /// A word of the page.
    pub(crate) fn say(&self, key: &str) -> String {
        say(self.lang, key)
    }

    /// `vi` or `en`.
    pub(crate) fn tag(&self) -> &'static str {
        self.lang.as_str()
    }

    /// The other language.
    pub(crate) fn other(&self) -> &'static str {
        match self.lang {
            Lang::Vi => "en",
            Lang::En => "vi",
        }
    }

    /// The address of the script, which nothing depends on.
    #[expect(clippy::unused_self, reason = "as templates ask")]
    pub(crate) fn script(&self) -> &'static str {
        crate::assets::SCRIPT.address()
    }

    /// The address of the icon.
    #[expect(clippy::unused_self, reason = "as templates ask")]
    pub(crate) fn icon(&self) -> &'static str {
        crate::assets::ICON.address()
    }

    /// The address of the style sheet.
    #[expect(clippy::unused_self, reason = "as templates ask")]
    pub(crate) fn style(&self) -> &'static str {
        crate::assets::STYLE.address()
    }
}

/// A page as its HTML.
pub(crate) fn written(page: &impl Template) -> Result<String, Problem> {
    page.render().map_err(|err| Problem::internal(&err))
}

/// A kept page as an answer.
pub(crate) fn answer(kept: &Kept, headers: &HeaderMap) -> Response {
    guarded(kept.respond(headers))
}

/// A page with somebody on it, or behind a declaration: nobody keeps it and no index lists it.
pub(crate) fn personal(status: StatusCode, page: &impl Template) -> Result<Response, Problem> {
    let mut response = guarded((status, Html(written(page)?)).into_response());
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // An address may hold a token: it goes nowhere.
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    Ok(response)
}

/// A picture for one reader: nobody keeps it.
pub(crate) fn picture(png: Vec<u8>) -> Response {
    let kind = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    guarded((kind, png).into_response())
}

/// With the policy of pages.
pub(crate) fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    response
}
