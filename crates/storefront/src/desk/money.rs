//! A producer's money: how it stands with the market, what moved, what was paid out, and what a sale
//! would bring.

mod card;
mod cash;
mod standing;

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, Lang, ProducerId, Vnd};
use market::StatementLine;
use payments::payouts;
use web::statement::{File, range};
use web::who::{Member, Session};
use web::{Code, Path, Problem, State};

use self::card::CardShown;
use self::standing::{Brings, PayoutShown, sums};
use super::acting::{Acting, asked_for, page as address};
use crate::forms::{Faults, Form};
use crate::money::dong;
use crate::remittance::dated;
use crate::shell::{Shell, personal};
use crate::words::say;

pub(super) use card::open;
pub(super) use cash::tell;

const PATH: &str = "/producer/money";

/// So many transfers are shown at once.
const SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "desk/money.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: ProducerId,
    faults: Faults,
    query: Form,
    /// Each account of which there is something to say, and what it means.
    sums: Vec<(String, String, String)>,
    from: String,
    until: String,
    rows: Vec<Row>,
    /// Where the rest of the days is.
    more: Option<String>,
    files: [(&'static str, String); 2],
    payouts: Vec<PayoutShown>,
    sets: Vec<(i64, &'static str)>,
    brings: Option<Brings>,
    /// Its account at Stripe, where this market takes cards.
    card: Option<CardShown>,
    /// What a carrier handed on, as it was typed.
    cash: Form,
    /// How the lines of it stand that were told just now.
    told: Vec<String>,
}

struct Row {
    day: String,
    what: &'static str,
    account: &'static str,
    code: String,
    amount: String,
}

/// What was asked or told, and what is wrong with it.
struct Asked {
    query: Form,
    refused: Option<Problem>,
    days: (Day, Day),
    brings: Option<Brings>,
    cash: Form,
    told: Vec<String>,
}

impl Asked {
    /// The page as it is when nothing was asked.
    fn nothing(today: Day) -> Result<Self, Problem> {
        Ok(Self {
            days: asked(&Form::default(), today)?,
            query: Form::default(),
            refused: None,
            brings: None,
            cash: Form::default(),
            told: vec![],
        })
    }
}

/// The money of a producer, for its owners.
pub(super) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = owner(&session, &query)?;
    let today = state.app.clock.today();
    let mut page_of = Asked::nothing(today)?;
    match asked(&query, today) {
        Ok(days) => page_of.days = days,
        Err(problem) => page_of.refused = Some(problem),
    }
    match Brings::of(&state, &member, &query, lang).await {
        Ok(brings) => page_of.brings = brings,
        Err(problem) if problem.code() == Code::Invalid => page_of.refused = Some(problem),
        Err(problem) => return Err(problem),
    }
    page_of.query = query;
    page(&state, lang, &member, page_of).await
}

fn owner(session: &Session, query: &Form) -> Result<Member, Problem> {
    let member = asked_for(session, query)?;
    member.must_be(MemberRole::Owner)?;
    Ok(member)
}

fn asked(query: &Form, today: Day) -> Result<(Day, Day), Problem> {
    let until: Option<Day> = query.read("until")?;
    let from = query.read("from")?;
    // Whoever looks on the first of a month wants to see something.
    let from = from.unwrap_or_else(|| until.unwrap_or(today).plus_days(-30));
    range((Some(from), until), today)
}

async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    asked: Asked,
) -> Result<Response, Problem> {
    let Asked {
        query,
        refused,
        days: (from, until),
        brings,
        cash,
        told,
    } = asked;
    let (db, producer) = (state.app.db.read(), member.producer);
    let after = query.read("after")?.unwrap_or(0);
    let (lines, last) = market::statement_page(db, producer, (from, until), (after, SHOWN)).await?;
    let mut transfers: Vec<i64> = lines.iter().map(|line| line.seq).collect();
    transfers.dedup();
    let full = i64::try_from(transfers.len()).is_ok_and(|count| count == SHOWN);
    let days = format!("&from={from}&until={until}");
    let home = address(lang, PATH, producer);
    let file = |ending: &str| {
        let path = format!("/producer/money/statement.{ending}");
        format!("{}{days}", address(lang, &path, producer))
    };
    let title = say(lang, "books");
    let page = Page {
        shell: Shell::new(state, lang, PATH.to_owned(), title),
        acting: Acting::of(state, lang, member).await?,
        producer,
        faults: refused
            .as_ref()
            .map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        sums: sums(state, lang, producer).await?,
        from: from.to_string(),
        until: until.to_string(),
        more: full.then(|| format!("{home}{days}&after={last}#moved")),
        rows: lines.iter().map(|line| row(line, lang)).collect(),
        files: [("CSV", file("csv")), ("XLSX", file("xlsx"))],
        payouts: payouts::payouts_to(db, producer)
            .await?
            .iter()
            .map(|payout| PayoutShown::of(payout, lang))
            .collect(),
        sets: sets(lang),
        brings,
        card: CardShown::of(state, member, lang).await?,
        cash: dated(cash, state.app.clock.today()),
        told,
        query,
    };
    let status = refused.map_or(StatusCode::OK, |problem| problem.http_status());
    personal(status, &page)
}

fn row(line: &StatementLine, lang: Lang) -> Row {
    let (what, account) = line.said(lang);
    let sign = if line.amount > Vnd::ZERO { "+" } else { "" };
    Row {
        day: line.day.display_vi(),
        what,
        account,
        code: line.code.clone().unwrap_or_default(),
        amount: format!("{sign}{}", dong(line.amount)),
    }
}

fn sets(lang: Lang) -> Vec<(i64, &'static str)> {
    let name =
        |set: &reference::ProductSet| (set.no, if lang == Lang::En { set.en } else { set.vi });
    reference::sets().iter().map(name).collect()
}

/// The statement of some days as a file.
pub(super) async fn statement(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = owner(&session, &query)?;
    let file = match name.as_str() {
        "statement.csv" => File::Csv,
        "statement.xlsx" => File::Xlsx,
        _ => return Err(Problem::new(Code::NotFound)),
    };
    let days = asked(&query, state.app.clock.today())?;
    file.of(&state, (member.producer, days), lang).await
}
