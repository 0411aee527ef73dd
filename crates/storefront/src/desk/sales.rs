//! What was sold, by day, week or product: a chart, and the table that it is drawn from.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, Lang, ProducerId};
use market::sales::{By, Line, Of, Wanted, sales, total};
use web::sales::Asked;
use web::who::{Member, Session};
use web::{Code, Problem, State};

use super::acting::{Acting, asked_for};
use crate::chart::{Chart, Point};
use crate::forms::{Faults, Form};
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "desk/sales.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: ProducerId,
    faults: Faults,
    by: &'static str,
    ways: Vec<(&'static str, String)>,
    from: String,
    to: String,
    csv: String,
    totals: Vec<(String, String)>,
    /// What stands in the first column.
    head: String,
    chart: Chart,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    orders: i64,
    pieces: i64,
    amount: String,
}

/// The sales of a producer.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    member.must_be(MemberRole::Editor)?;
    match asked(&query).wanted(state.app.clock.today()) {
        Ok(wanted) => page(&state, lang, &member, (wanted, None)).await,
        // What cannot be counted is said above what usually is.
        Err(problem) if problem.code() == Code::Invalid => {
            let usual = Asked::default().wanted(state.app.clock.today())?;
            page(&state, lang, &member, (usual, Some(&problem))).await
        }
        Err(problem) => Err(problem),
    }
}

/// The same as a table for a spreadsheet.
pub(crate) async fn table(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    member.must_be(MemberRole::Editor)?;
    let wanted = asked(&query).wanted(state.app.clock.today())?;
    let lines = sales(state.app.db.read(), member.producer, wanted).await?;
    Ok(web::sales::table(&lines, wanted, lang))
}

fn asked(query: &Form) -> Asked {
    let said = |name: &str| query.filled(name).map(str::to_owned);
    Asked {
        by: said("by"),
        from: said("from"),
        to: said("to"),
    }
}

async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    (wanted, refused): (Wanted, Option<&Problem>),
) -> Result<Response, Problem> {
    let lines = sales(state.app.db.read(), member.producer, wanted).await?;
    let title = say(lang, "desk-sales");
    let way = |by: By| (by.as_str(), said(lang, by));
    let page = Page {
        shell: Shell::new(state, lang, "/producer/sales".to_owned(), title),
        acting: Acting::of(state, lang, member).await?,
        producer: member.producer,
        faults: refused.map_or_else(Faults::default, |problem| Faults::of(problem, lang)),
        by: wanted.by.as_str(),
        ways: By::ALL.map(way).to_vec(),
        from: wanted.from.to_string(),
        to: wanted.to.to_string(),
        csv: format!(
            "/{}/producer/sales.csv?for={}&by={}&from={}&to={}",
            lang.as_str(),
            member.producer,
            wanted.by.as_str(),
            wanted.from,
            wanted.to
        ),
        totals: totals(&lines, wanted.by, lang),
        head: said(lang, wanted.by),
        chart: chart(&lines, wanted.by),
        rows: lines.iter().map(row).collect(),
    };
    personal(refused.map_or(StatusCode::OK, Problem::http_status), &page)
}

fn said(lang: Lang, by: By) -> String {
    say(lang, &format!("desk-sales-by-{}", by.as_str()))
}

fn totals(lines: &[Line], by: By, lang: Lang) -> Vec<(String, String)> {
    let (orders, pieces, amount) = total(lines);
    let mut totals = vec![
        (say(lang, "desk-sales-amount"), dong(amount)),
        (say(lang, "desk-sales-orders"), orders.to_string()),
        (say(lang, "desk-sales-pieces"), pieces.to_string()),
    ];
    if by == By::Product {
        // An order of two products stands with each of them.
        totals.remove(1);
    }
    totals
}

fn chart(lines: &[Line], by: By) -> Chart {
    let points = lines.iter().map(|line| Point {
        name: name(line),
        all: line.amount.0,
        part: line.amount.0,
        said: dong(line.amount),
    });
    match by {
        By::Day | By::Week => Chart::in_time(points),
        By::Product => Chart::of(points),
    }
}

fn name(line: &Line) -> String {
    match &line.of {
        Of::Since(day) => Day::display_vi(*day),
        Of::Product(_, name) => name.clone(),
    }
}

fn row(line: &Line) -> Row {
    Row {
        name: name(line),
        orders: line.orders,
        pieces: line.pieces,
        amount: dong(line.amount),
    }
}
