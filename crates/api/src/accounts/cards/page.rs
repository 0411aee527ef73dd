//! The card on paper: codes to type or to scan, one after the other, and no telephone number, so that
//! who finds it cannot use it.

use accounts::{Account, Card};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Day;
use web::{Problem, State};

use crate::style;

/// The paper that a card is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    A6,
    A4,
}

impl Paper {
    pub(super) fn parse(word: Option<&str>) -> Result<Self, Problem> {
        match word {
            None | Some("a6") => Ok(Self::A6),
            Some("a4") => Ok(Self::A4),
            Some(_other) => Err(Problem::field("/paper", "unknown_value")),
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::A6 => "A6",
            Self::A4 => "A4",
        }
    }

    /// As a style sheet names it, which has no word for A6.
    const fn size(self) -> &'static str {
        match self {
            Self::A6 => "105mm 148mm",
            Self::A4 => "A4 portrait",
        }
    }
}

#[derive(Template)]
#[template(path = "card.html")]
struct Page<'a> {
    name: &'a str,
    login: String,
    site: &'a str,
    paper: &'a str,
    size: &'a str,
    until: String,
    id: String,
    codes: Vec<Printed>,
}

/// A code in two halves, and as a QR code that opens the sign-in with it filled in. What stands
/// behind the # is never sent to a server, nor written into its log.
struct Printed {
    head: String,
    tail: String,
    qr: String,
}

/// The page, as an answer that nothing keeps and in which nothing runs.
pub(super) fn answer(
    state: &State,
    holder: &Account,
    card: &Card,
    paper: Paper,
) -> Result<Response, Problem> {
    let public_url = &state.app.public_url;
    let printed = |code: &String| -> Result<Printed, Problem> {
        let (head, tail) = code.split_at_checked(4).unwrap_or((code, ""));
        Ok(Printed {
            head: head.to_owned(),
            tail: tail.to_owned(),
            qr: media::qr_svg(&format!("{public_url}/vi/sign-in#code={code}"))?,
        })
    };
    let page = Page {
        name: &holder.name,
        login: masked(holder),
        site: public_url.split("://").last().unwrap_or_default(),
        paper: paper.as_str(),
        size: paper.size(),
        until: Day::of(card.expires_at).display_vi(),
        id: card.id.to_string(),
        codes: card.codes.iter().map(printed).collect::<Result<_, _>>()?,
    };
    let html = page.render().map_err(|err| Problem::internal(&err))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, style::policy(&html, "")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::CREATED, headers, html).into_response())
}

/// What the holder signs in with, so that they know which and nobody else learns it.
fn masked(holder: &Account) -> String {
    let login = holder.phone.as_deref().or(holder.email.as_deref());
    let login: Vec<char> = login.unwrap_or_default().chars().collect();
    let shown = |at: usize| at < 2 || at + 2 >= login.len();
    let mask = |(at, c): (usize, &char)| if shown(at) { *c } else { '•' };
    login.iter().enumerate().map(mask).collect()
}
