//! "Something is wrong": what, with which things, and what the buyer wishes.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, LineId, OrderId};
use market::Whose;
use orders::{CaseKind, OrderLine, Wish};
use web::who::MaybeSession;
use web::{Code, Path, Problem, State};

use super::{Held, buyer, held};
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::shop::purchase::{address, token};
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "shop/problem.html")]
struct Page {
    shell: Shell,
    id: OrderId,
    token: String,
    back: String,
    faults: Faults,
    kinds: Vec<Pick>,
    wishes: Vec<Pick>,
    lines: Vec<Line>,
    note: String,
}

/// One of several words to choose from.
struct Pick {
    value: &'static str,
    name: String,
    here: bool,
}

struct Line {
    id: LineId,
    name: String,
    most: i64,
    typed: String,
}

/// The empty form.
pub(crate) async fn ask(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    caller: MaybeSession,
    Path(id): Path<OrderId>,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, id, token(query.as_deref())?).await?;
    page(&state, lang, &held, &Form::default(), Faults::default())
}

/// Opens the case; its pictures are added on the order's page.
pub(crate) async fn open(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    caller: MaybeSession,
    Path(id): Path<OrderId>,
    form: Form,
) -> Result<Response, Problem> {
    let held = held(&state, &caller, id, form.text("token").to_owned()).await?;
    let mut faults = Faults::default();
    let Some(problem) = said(&form, &mut faults, lang) else {
        return page(&state, lang, &held, &form, faults);
    };
    let (app, whose) = (&state.app, (id, Whose::Holder));
    let opened = market::open_case(&app.db, whose, &problem, buyer(&caller), app.now()).await;
    match opened.map_err(Problem::from) {
        Ok(_case) => Ok(Redirect::to(&address(lang, &held.order, &held.token)).into_response()),
        Err(problem) if matches!(problem.code(), Code::Invalid | Code::Conflict) => {
            page(&state, lang, &held, &form, Faults::of(&problem, lang))
        }
        Err(problem) => Err(problem),
    }
}

/// What was said, once it is whole.
fn said(form: &Form, faults: &mut Faults, lang: Lang) -> Option<orders::Problem> {
    let (kind, wish) = (
        CaseKind::parse(form.text("kind")),
        Wish::parse(form.text("wish")),
    );
    for (at, missing) in [("/kind", kind.is_none()), ("/wish", wish.is_none())] {
        if missing {
            faults.add(at, say(lang, "problem-choose"));
        }
    }
    let mut lines = vec![];
    for (line, typed) in form
        .under("q-")
        .filter(|(_, typed)| !matches!(*typed, "" | "0"))
    {
        match (line.parse::<LineId>(), typed.parse::<i64>()) {
            (Ok(line), Ok(count)) => lines.push((line, count)),
            _ => faults.add("/lines", say(lang, "problem-count")),
        }
    }
    let problem = orders::Problem {
        kind: kind?,
        wish: wish?,
        note: form.filled("note").map(|note| note.replace("\r\n", "\n")),
        lines,
    };
    faults.none().then_some(problem)
}

fn page(
    state: &State,
    lang: Lang,
    held: &Held,
    form: &Form,
    faults: Faults,
) -> Result<Response, Problem> {
    let (order, token) = (&held.order, &held.token);
    let line = |line: &OrderLine| Line {
        id: line.id,
        name: format!("{}, {}", line.title, line.variant_name),
        most: line.counts.first().copied().unwrap_or_default(),
        typed: form
            .filled(&format!("q-{}", line.id))
            .unwrap_or("0")
            .to_owned(),
    };
    let status = if faults.none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = say_with(lang, "problem", &[("code", order.code.clone())]);
    let path = format!("/orders/{}/problems?token={token}", order.id);
    let page = Page {
        shell: Shell::new(state, lang, path, title),
        id: order.id,
        token: token.clone(),
        back: address(lang, order, token),
        faults,
        kinds: picks(
            CaseKind::ALL.iter().map(|kind| kind.as_str()),
            "case",
            form.text("kind"),
            lang,
        ),
        wishes: picks(
            Wish::ALL.iter().map(|wish| wish.as_str()),
            "wish",
            form.text("wish"),
            lang,
        ),
        lines: order.lines.iter().map(line).collect(),
        note: form.text("note").to_owned(),
    };
    personal(status, &page)
}

fn picks(
    words: impl Iterator<Item = &'static str>,
    of: &str,
    chosen: &str,
    lang: Lang,
) -> Vec<Pick> {
    let pick = |value: &'static str| Pick {
        value,
        name: say(lang, &format!("{of}-{}", value.replace('_', "-"))),
        here: value == chosen,
    };
    words.map(pick).collect()
}
