//! Paying producers: one person prepares a batch, another confirms it, the bank takes its file, and
//! what became of each payout is written down. For who runs the market.

mod act;
mod batch;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Cursor, Lang, Limit, random, text};
use market::WaitsFor;
use payments::payouts::{self, Batch, Rail};
use web::who::Admin;
use web::{Problem, State};

use super::desk::{Desk, desk, moment, shown_with};
use crate::forms::Form;
use crate::money::dong;
use crate::shell::Shell;
use crate::signed_in;
use crate::words::{say, say_with};

pub(crate) use act::{one, prepare, step};
pub(crate) use batch::{file, show as show_batch};

/// So many batches are shown at once.
const SHOWN: i64 = 24;

#[derive(Template)]
#[template(path = "office/payouts.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    refused: Option<String>,
    /// What no batch has claimed so far, by the way that it is paid.
    due: Vec<Due>,
    /// A batch may be prepared now; else one signs in once more.
    fresh: bool,
    again: String,
    rows: Vec<Row>,
    more: Option<String>,
}

/// What is earned and can be paid one way.
struct Due {
    rail: &'static str,
    name: String,
    /// The word for a new batch: a form sent twice prepares one.
    key: String,
    /// How many the next batch pays.
    count: usize,
    /// Who waits for something else, and for what.
    waits: Vec<String>,
}

struct Row {
    to: String,
    name: String,
    said: String,
}

/// The batches, and what a new one would hold.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    page(&state, lang, &admin, (query.filled("cursor"), None)).await
}

async fn page(
    state: &State,
    lang: Lang,
    admin: &Admin,
    (cursor, refused): (Option<&str>, Option<&Problem>),
) -> Result<Response, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let found = payouts::list_batches(db, (Limit::parse(Some(SHOWN))?, cursor)).await?;
    let (shell, desk) = desk(state, lang, &admin.session, ("/payouts", "office-payouts"));
    let home = home(lang);
    let next = |cursor: &Cursor| format!("{home}?cursor={}", cursor.as_str());
    let page = Page {
        refused: refused.map(|problem| problem.words(lang).1),
        due: due(state, lang).await?,
        fresh: admin.session.is_fresh(now),
        again: signed_in::address(lang, &home),
        rows: found.data.iter().map(|batch| row(batch, lang)).collect(),
        more: found.next_cursor.as_ref().map(next),
        shell,
        desk,
    };
    shown_with(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

/// What each rail of this market would pay now; what nothing waits for is left out.
async fn due(state: &State, lang: Lang) -> Result<Vec<Due>, Problem> {
    let (app, mut all) = (&state.app, vec![]);
    for rail in Rail::ALL.iter().copied() {
        let found = market::payouts_waiting(&app.db, rail, app.now()).await?;
        if found.is_empty() {
            continue;
        }
        let producers: Vec<_> = found.iter().map(|(waiting, _)| waiting.producer).collect();
        let names = catalog::producers::names(app.db.read(), &producers).await?;
        let (batch, others): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|(_, waits_for)| *waits_for == WaitsFor::Batch);
        let waits = others.into_iter().map(|(waiting, waits_for)| {
            let who = names.get(&waiting.producer).cloned().unwrap_or_default();
            let why = say(
                lang,
                &format!("office-payouts-waits-{}", waits_for.as_str()),
            );
            format!("{who} · {} · {why}", dong(waiting.amount))
        });
        all.push(Due {
            rail: rail.as_str(),
            name: say(lang, &format!("rail-{}", rail.as_str())),
            key: text::hex(&random::bytes::<16>()),
            count: batch.len(),
            waits: waits.collect(),
        });
    }
    Ok(all)
}

fn home(lang: Lang) -> String {
    format!("/{}/office/payouts", lang.as_str())
}

fn row(batch: &Batch, lang: Lang) -> Row {
    let count = [
        ("count", batch.count.to_string()),
        ("at", moment(batch.prepared_at)),
        ("rail", say(lang, &format!("rail-{}", batch.rail.as_str()))),
    ];
    Row {
        to: format!("{}/{}", home(lang), batch.id),
        name: format!(
            "{} · {}",
            dong(batch.total),
            say(lang, &format!("batch-{}", batch.status.as_str()))
        ),
        said: say_with(lang, "office-payouts-batch", &count),
    }
}
