//! The market's money: lines of its account that wait for a person, refunds that it owes, books that
//! differ, and cash that carriers handed on. For who runs the market.

mod act;
mod bank;
mod cash;
mod differ;
mod owed;
mod paid_in;

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, Limit};
use web::who::Admin;
use web::{Code, Problem, State};

use self::bank::{LineShown, MatterShown, SoughtShown, lines};
use self::cash::{DifferenceShown, differences};
use self::differ::{BooksDiffer, differ};
use self::owed::{OwedShown, owed};
use super::desk::{Desk, desk, shown_with};
use crate::forms::{Faults, Form};
use crate::remittance::dated;
use crate::shell::Shell;

pub(crate) use act::{code, line, sent, sought, statement};
pub(crate) use cash::{remittance, settle, tell};
pub(crate) use differ::look;

/// So many of each are shown.
const SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "office/money.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    /// What was refused, in words.
    refused: Vec<String>,
    /// The market's own account, where it takes money.
    account: Option<String>,
    lines: Vec<LineShown>,
    matters: Vec<MatterShown>,
    sought: Vec<SoughtShown>,
    /// What the card company paid out to the bank: how much, and what became of it.
    paid_in: Vec<(String, String)>,
    disputed: Vec<BooksDiffer>,
    owed: Vec<OwedShown>,
    differences: Vec<DifferenceShown>,
    /// What a carrier handed on, as it was typed, and what is wrong with it.
    cash: Form,
    faults: Faults,
    /// The code of an order that was looked for and is none.
    sought_order: Option<String>,
    /// How the lines of it stand that were told just now.
    told: Vec<String>,
}

/// What was just done on the page, or refused.
#[derive(Default)]
struct Said<'a> {
    refused: Option<&'a Problem>,
    cash: Form,
    told: Vec<String>,
    sought_order: Option<String>,
}

/// The market's money.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
) -> Result<Response, Problem> {
    page(&state, lang, &admin, Said::default()).await
}

/// No order bears the code that was typed.
pub(super) async fn no_order(
    state: &State,
    lang: Lang,
    admin: &Admin,
    typed: Form,
) -> Result<Response, Problem> {
    let said = Said {
        sought_order: Some(typed.text("order").to_owned()),
        ..Said::default()
    };
    page(state, lang, admin, said).await
}

async fn page(
    state: &State,
    lang: Lang,
    admin: &Admin,
    said: Said<'_>,
) -> Result<Response, Problem> {
    let (db, head) = (state.app.db.read(), ("/money", "office-money"));
    let (shell, desk) = desk(state, lang, &admin.session, head);
    let account = state.app.transfers.to_market().map(|to| {
        let bank = reference::bank(&to.bank_bin).map_or("", |bank| bank.short);
        format!("{bank} {}", to.account)
    });
    let limit = Limit::parse(Some(SHOWN))?;
    let (lines, matters) = lines(state, lang, limit).await?;
    let refused = said.refused;
    let page = Page {
        refused: refused
            .map(|problem| refusals(problem, lang))
            .unwrap_or_default(),
        faults: refused.map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        account,
        lines,
        matters,
        sought: payments::bank::looked_for(db)
            .await?
            .iter()
            .map(|payment| SoughtShown::of(payment, lang))
            .collect(),
        paid_in: paid_in::paid_in(state, lang).await?,
        disputed: differ(state, lang).await?,
        owed: owed(state, lang, limit).await?,
        differences: differences(state, lang, limit).await?,
        cash: dated(said.cash, state.app.clock.today()),
        told: said.told,
        sought_order: said.sought_order,
        shell,
        desk,
    };
    let status = match refused {
        Some(problem) => problem.http_status(),
        None if page.sought_order.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    shown_with(status, &page)
}

/// Each fault in words, or what is wrong with the whole.
fn refusals(problem: &Problem, lang: Lang) -> Vec<String> {
    let faults = problem.faults(lang).into_iter();
    let faults: Vec<String> = faults.map(|(_, said)| said).collect();
    if faults.is_empty() {
        vec![problem.words(lang).1]
    } else {
        faults
    }
}

/// Back to the page; what was refused is said on it.
async fn after(
    state: &State,
    lang: Lang,
    admin: &Admin,
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/{}/office/money", lang.as_str())).into_response()),
        Err(problem) if matches!(problem.code(), Code::Conflict | Code::Invalid) => {
            let said = Said {
                refused: Some(&problem),
                ..Said::default()
            };
            page(state, lang, admin, said).await
        }
        Err(problem) => Err(problem),
    }
}
