use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{CallId, Lang, Limit};
use market::calls::{self, CalledOrder, Line};
use orders::Reason;
use serde::Deserialize;
use web::who::Session;
use web::{Code, Path, Problem, Query, State};

use super::desk::{Desk, age, desk, moment, shown_with};
use crate::forms::Form;
use crate::money::dong;
use crate::shell::Shell;
use crate::words::{say, say_with};

/// How many lines a page shows.
const SHOWN: Limit = Limit(50);

/// Why an order may be declined on the telephone.
const REASONS: [Reason; 3] = [Reason::OutOfStock, Reason::Undeliverable, Reason::Recall];

/// Which part of the sheet, and what was answered just before.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    cursor: Option<String>,
    done: Option<CallId>,
}

#[derive(Template)]
#[template(path = "office/calls.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    problem: Option<String>,
    lines: Vec<LineView>,
    reasons: Vec<(&'static str, String)>,
    next: Option<String>,
}

struct LineView {
    id: CallId,
    why: String,
    who: String,
    producer: Option<String>,
    phone: Option<String>,
    /// What to say.
    text: String,
    order: Option<Order>,
    waits: String,
    called: Option<String>,
    buttons: Vec<Button>,
    /// Whether one of the buttons declines an order.
    declines: bool,
}

struct Order {
    code: String,
    total: String,
    items: String,
    until: Option<String>,
}

/// An outcome, with what is done on the spot.
struct Button {
    /// `accepts accept`.
    value: &'static str,
    name: String,
    quiet: bool,
}

/// Whom to telephone, what to say, and what came of it.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Query(part): Query<Part>,
) -> Result<Response, Problem> {
    page(&state, lang, &session, (part, None)).await
}

async fn page(
    state: &State,
    lang: Lang,
    session: &Session,
    (part, problem): (Part, Option<Problem>),
) -> Result<Response, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let caller = web::calls::caller(session)?;
    let sheet = calls::list(db, &caller, (SHOWN, part.cursor.as_deref())).await?;
    let (shell, mut desk) = desk(state, lang, session, ("/calls", "office-calls"));
    if let Some(done) = part.done {
        let line = calls::line(db, &caller, done).await.ok();
        desk.done = line.and_then(|line| just_said(&line, lang));
    }
    let next = sheet.next_cursor.map(|cursor| {
        let tag = lang.as_str();
        format!("/{tag}/office/calls?cursor={}", cursor.as_str())
    });
    let view = |line: Line| view(line, (lang, now));
    let status = problem
        .as_ref()
        .map_or(StatusCode::OK, Problem::http_status);
    let page = Page {
        problem: problem.map(|problem| said(&problem, lang)),
        lines: sheet.data.into_iter().map(view).collect(),
        reasons: REASONS
            .map(|reason| (reason.as_str(), reason_said(reason, lang)))
            .to_vec(),
        next,
        shell,
        desk,
    };
    shown_with(status, &page)
}

fn said(problem: &Problem, lang: Lang) -> String {
    let fault = problem.faults(lang).pop().map(|(_, said)| said);
    fault.unwrap_or_else(|| problem.words(lang).1)
}

fn reason_said(reason: Reason, lang: Lang) -> String {
    say(lang, &format!("office-decline-{}", reason.as_str()))
}

fn just_said(line: &Line, lang: Lang) -> Option<String> {
    let outcome = say(lang, &format!("office-said-{}", line.outcome.as_deref()?));
    let name = line
        .who
        .producer
        .as_ref()
        .map_or(&line.who.name, |(_, name)| name);
    let said = [("outcome", outcome), ("name", name.clone())];
    Some(say_with(lang, "office-call-noted", &said))
}

fn view(line: Line, (lang, now): (Lang, kernel::Timestamp)) -> LineView {
    let [vi, en] = line.text;
    let waits = age(line.created_at, now, lang);
    let last = line.called_at.zip(line.outcome.as_deref());
    LineView {
        why: say(lang, &format!("office-why-{}", line.reason)),
        who: line.who.name,
        producer: line.who.producer.map(|(_, name)| name),
        phone: line.who.phone,
        text: if lang == Lang::En { en } else { vi },
        waits: say_with(lang, "office-waits", &[("age", waits)]),
        called: last.map(|(at, outcome)| {
            let said = [
                ("count", line.calls.to_string()),
                ("at", moment(at)),
                ("outcome", say(lang, &format!("office-said-{outcome}"))),
            ];
            say_with(lang, "office-called", &said)
        }),
        declines: line.order.is_some()
            && !matches!(line.reason.as_str(), "unreached" | "unchecked"),
        buttons: buttons(&line.reason, lang),
        order: line.order.map(order),
        id: line.id,
    }
}

fn order(order: CalledOrder) -> Order {
    let item = |item: &notifications::Item| format!("{} × {}", item.quantity, item.name);
    Order {
        code: order.code,
        total: dong(order.total),
        items: order.items.iter().map(item).collect::<Vec<_>>().join("; "),
        until: order.until.map(moment),
    }
}

/// What can be answered to a call of this kind.
fn buttons(reason: &str, lang: Lang) -> Vec<Button> {
    let button = |(value, key, quiet): (&'static str, &str, bool)| Button {
        value,
        name: say(lang, &format!("office-answer-{key}")),
        quiet,
    };
    let first = match reason {
        "unanswered" => vec![
            ("accepts accept", "accept", false),
            ("declines decline", "decline", true),
        ],
        "unchecked" => vec![
            ("accepts", "will-check", false),
            ("declines", "will-not", true),
        ],
        "not_shipped" => vec![
            ("accepts", "will-ship", false),
            ("declines decline", "decline", true),
        ],
        "paused" => vec![
            ("accepts resume", "resume", false),
            ("declines", "rest-on", true),
        ],
        _ => vec![("accepts", "told", false), ("declines", "will-not", true)],
    };
    let later = [
        ("call_again", "call-again", true),
        ("no_answer", "no-answer", true),
    ];
    first.into_iter().chain(later).map(button).collect()
}

/// Records what was answered, and does what the producer said.
pub(crate) async fn answer(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<CallId>,
    form: Form,
) -> Result<Response, Problem> {
    match noted(&state, &session, id, &form).await {
        Ok(()) => {
            let to = format!("/{}/office/calls?done={id}", lang.as_str());
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) if matches!(problem.code(), Code::NotFound | Code::Forbidden) => Err(problem),
        Err(problem) => page(&state, lang, &session, (Part::default(), Some(problem))).await,
    }
}

async fn noted(state: &State, session: &Session, id: CallId, form: &Form) -> Result<(), Problem> {
    let caller = web::calls::caller(session)?;
    let said = form.filled("answer").unwrap_or_default();
    let (outcome, act) = said
        .split_once(' ')
        .map_or((said, None), |(o, act)| (o, Some(act)));
    let reason = form.filled("reason_code");
    let reason = reason.and_then(|word| REASONS.into_iter().find(|r| r.as_str() == word));
    let answered = web::calls::answered(outcome, act, reason)?;
    calls::answer(&state.app.db, &caller, id, answered, state.app.now()).await?;
    Ok(())
}
