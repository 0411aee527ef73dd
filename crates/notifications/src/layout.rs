//! The one layout of mail: HTML, and the same as plain text.

use askama::Template;
use fluent_bundle::FluentArgs;
use kernel::Lang;

use crate::catalogue::words;
use crate::{Error, Text};

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    lang: &'static str,
    market: String,
    home: &'a str,
    text: &'a Text,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct Plain<'a> {
    market: String,
    home: &'a str,
    text: &'a Text,
}

pub(crate) fn html(text: &Text, lang: Lang, home: &str) -> Result<String, Error> {
    let page = Html {
        lang: lang.as_str(),
        market: market(lang),
        home,
        text,
    };
    Ok(page.render()?)
}

pub(crate) fn plain(text: &Text, lang: Lang, home: &str) -> Result<String, Error> {
    let page = Plain {
        market: market(lang),
        home,
        text,
    };
    Ok(page.render()?)
}

fn market(lang: Lang) -> String {
    words(lang, "market", None, &FluentArgs::new()).unwrap_or_default()
}
