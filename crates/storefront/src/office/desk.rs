//! What stands round every page of the officials' desk.

use accounts::{Area, AreaKind};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::{Day, Lang, MINUTE_MS, Timestamp};
use web::who::Session;
use web::{Problem, State};

use crate::shell::{Shell, guarded, written};
use crate::words::{say, say_with};

/// For whom a page of the desk is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Officials,
    /// Also for who telephones for a producer under a mandate.
    Callers,
    Admins,
}

/// The ways between the desk's pages.
const WAYS: [(&str, &str, For); 12] = [
    ("", "office-monday", For::Officials),
    ("/reviews", "office-queue", For::Officials),
    ("/calls", "office-calls", For::Callers),
    ("/certificates", "office-certificates", For::Officials),
    ("/papers", "office-papers-ending", For::Officials),
    ("/producers", "office-producers", For::Officials),
    ("/figures", "office-figures", For::Officials),
    ("/collections", "office-collections", For::Officials),
    ("/money", "office-money", For::Admins),
    ("/payouts", "office-payouts", For::Admins),
    ("/people", "office-people", For::Admins),
    ("/audit", "office-audit", For::Admins),
];

/// The desk of one official.
pub(crate) struct Desk {
    /// Where they decide: `Xã Thiên Cầm`.
    pub(crate) area: String,
    /// The ways to the other pages.
    pub(crate) ways: Vec<Way>,
    /// What was just done.
    pub(crate) done: Option<String>,
}

/// A link with how much lies behind it.
pub(crate) struct Way {
    pub(crate) to: String,
    pub(crate) name: String,
    pub(crate) here: bool,
}

/// The shell and the desk of a page, by where it lies behind `/office` and the key of its title.
pub(crate) fn desk(
    state: &State,
    lang: Lang,
    session: &Session,
    (path, title): (&str, &str),
) -> (Shell, Desk) {
    let shell = Shell::new(state, lang, format!("/office{path}"), say(lang, title));
    let areas = session.areas();
    let own = |way: &&(&str, &str, For)| match way.2 {
        For::Officials => !areas.is_empty(),
        For::Callers => true,
        For::Admins => session.is_admin(),
    };
    let way = |(to, name, _): &(&str, &str, For)| Way {
        to: format!("/{}/office{to}", lang.as_str()),
        name: say(lang, name),
        here: *to == path,
    };
    let desk = Desk {
        area: named(&areas, lang),
        ways: WAYS.iter().filter(own).map(way).collect(),
        done: None,
    };
    (shell, desk)
}

fn named(areas: &[Area], lang: Lang) -> String {
    let name = |area: &Area| match area.kind {
        AreaKind::Commune => commune(&area.code),
        AreaKind::Province => province(&area.code),
        AreaKind::Country => say(lang, "office-country"),
    };
    areas.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// `Xã Thiên Cầm`; the code where it is none of today's.
pub(crate) fn commune(code: &str) -> String {
    reference::commune(code)
        .map_or(code, |commune| commune.name)
        .to_owned()
}

/// `Tỉnh Hà Tĩnh`.
pub(crate) fn province(code: &str) -> String {
    reference::province(code)
        .map_or(code, |province| province.name)
        .to_owned()
}

/// `23/11/2026 14:05`, as a clock in Vietnam shows it.
pub(crate) fn moment(at: Timestamp) -> String {
    let day = Day::of(at);
    let minutes = (at.0 - day.start().0) / MINUTE_MS;
    format!(
        "{} {:02}:{:02}",
        day.display_vi(),
        minutes / 60,
        minutes % 60
    )
}

/// For how long something has waited: `3 ngày`, `5 giờ`.
pub(crate) fn age(since: Timestamp, now: Timestamp, lang: Lang) -> String {
    let hours = (now.0 - since.0).max(0) / kernel::HOUR_MS;
    let (key, count) = if hours < 24 {
        ("office-hours", hours.max(1))
    } else {
        ("office-days", hours / 24)
    };
    say_with(lang, key, &[("count", count.to_string())])
}

/// A page of the desk: nobody keeps it.
pub(crate) fn shown(page: &impl askama::Template) -> Result<Response, Problem> {
    shown_with(StatusCode::OK, page)
}

/// The same with another status.
pub(crate) fn shown_with(
    status: StatusCode,
    page: &impl askama::Template,
) -> Result<Response, Problem> {
    let mut response = guarded((status, Html(written(page)?)).into_response());
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}
