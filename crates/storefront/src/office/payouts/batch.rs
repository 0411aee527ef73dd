//! One batch: whom it pays, what a second person has to say, and the file for the bank.

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, PayoutBatchId, PayoutId, Vnd};
use payments::payouts::{self, Batch, BatchStatus, PayTo, Payout, Rail, Status};
use web::who::Admin;
use web::{Path, Problem, State};

use super::home;
use crate::money::dong;
use crate::office::desk::{Desk, desk, moment, shown_with};
use crate::shell::Shell;
use crate::signed_in;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "office/payout-batch.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows a part of its own"
)]
struct Page {
    shell: Shell,
    desk: Desk,
    id: PayoutBatchId,
    refused: Option<String>,
    state: String,
    total: String,
    /// Who prepared and who confirmed it.
    people: Vec<String>,
    /// It waits for a second person.
    waits: bool,
    /// Whether the reader prepared it, and so cannot confirm it.
    own: bool,
    fresh: bool,
    again: String,
    /// The file for the bank, once it is confirmed.
    file: Option<String>,
    /// Some of its payouts are with the bank.
    open: bool,
    rows: Vec<Row>,
}

struct Row {
    id: PayoutId,
    producer: String,
    to: String,
    amount: String,
    /// What was taken off, where anything was.
    less: Option<String>,
    state: String,
    said: String,
    open: bool,
}

/// A batch with its payouts.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path(id): Path<PayoutBatchId>,
) -> Result<Response, Problem> {
    page(&state, lang, &admin, (id, None)).await
}

pub(super) async fn page(
    state: &State,
    lang: Lang,
    admin: &Admin,
    (id, refused): (PayoutBatchId, Option<&Problem>),
) -> Result<Response, Problem> {
    let db = state.app.db.read();
    let batch = payouts::batch(db, id).await?;
    let rows = rows(state, lang, id).await?;
    let (mut shell, desk) = desk(state, lang, &admin.session, ("/payouts", "office-payout"));
    let back = format!("{}/{id}", home(lang));
    shell.path = format!("/office/payouts/{id}");
    let page = Page {
        id,
        refused: refused.map(|problem| {
            let fault = problem.faults(lang).pop().map(|(_, said)| said);
            fault.unwrap_or_else(|| problem.words(lang).1)
        }),
        state: say(lang, &format!("batch-{}", batch.status.as_str())),
        total: dong(batch.total),
        people: people(state, lang, &batch).await?,
        waits: batch.status == BatchStatus::Prepared,
        own: batch.prepared_by == admin.session.account,
        fresh: admin.session.is_fresh(state.app.now()),
        again: signed_in::address(lang, &back),
        file: (batch.rail == Rail::BankFile
            && matches!(batch.status, BatchStatus::Confirmed | BatchStatus::Settled))
        .then(|| format!("{back}/file.csv")),
        open: rows.iter().any(|row| row.open),
        rows,
        shell,
        desk,
    };
    shown_with(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

async fn people(state: &State, lang: Lang, batch: &Batch) -> Result<Vec<String>, Problem> {
    let by: Vec<_> = std::iter::once(batch.prepared_by)
        .chain(batch.confirmed_by)
        .collect();
    let names = accounts::names(state.app.db.read(), &by).await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let who = |key: &str, by, at| say_with(lang, key, &[("by", name(by)), ("at", moment(at))]);
    let prepared = who(
        "office-payout-prepared",
        batch.prepared_by,
        batch.prepared_at,
    );
    let confirmed = batch.confirmed_by.zip(batch.confirmed_at);
    let confirmed = confirmed.map(|(by, at)| who("office-payout-confirmed", by, at));
    let until = [("until", moment(batch.earned_until))];
    let until = say_with(lang, "office-payout-until", &until);
    Ok(std::iter::once(prepared)
        .chain(confirmed)
        .chain([until])
        .collect())
}

async fn rows(state: &State, lang: Lang, id: PayoutBatchId) -> Result<Vec<Row>, Problem> {
    let db = state.app.db.read();
    let found = payouts::payouts_of(db, id).await?;
    let producers: Vec<_> = found.iter().map(|payout| payout.producer).collect();
    let names = catalog::producers::names(db, &producers).await?;
    let name = |payout: &Payout| names.get(&payout.producer).cloned().unwrap_or_default();
    Ok(found
        .iter()
        .map(|payout| row(payout, name(payout), lang))
        .collect())
}

fn row(payout: &Payout, producer: String, lang: Lang) -> Row {
    let (to, by_bank) = match &payout.to {
        PayTo::Bank(to) => {
            let bank = reference::bank(&to.bank_bin).map_or("", |bank| bank.short);
            (format!("{bank} {} · {}", to.account, to.account_name), true)
        }
        PayTo::Card { account, .. } => (format!("Stripe {account}"), false),
    };
    let parts = [
        ("payable", dong(payout.payable)),
        ("claim", dong(payout.claim)),
    ];
    let mut said = vec![payout.reference.clone()];
    said.extend(payout.bank_ref.clone());
    said.extend(payout.settled_at.map(moment));
    Row {
        id: payout.id,
        producer,
        to,
        amount: dong(payout.amount),
        less: (payout.claim > Vnd::ZERO).then(|| say_with(lang, "office-payout-less", &parts)),
        state: say(lang, &format!("payout-{}", payout.status.as_str())),
        said: said.join(" · "),
        // What Stripe moves ends by its word.
        open: by_bank && payout.status == Status::Confirmed,
    }
}

/// The file that the market's bank takes.
pub(crate) async fn file(
    Node(state): Node<State>,
    _admin: Admin,
    Path(id): Path<PayoutBatchId>,
) -> Result<Response, Problem> {
    web::payouts::file(&state, id).await
}
