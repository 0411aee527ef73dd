//! What is to be done: four lists, each order with its clock.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::producers::ProducerStatus;
use kernel::{Lang, Limit, Timestamp};
use orders::{Order, Owner, Status, Whose};
use web::who::{Member, Session};
use web::{Code, Problem, State};

use super::acting::{Acting, apply, desk, member, name};
use crate::clock::{left, moment};
use crate::forms::Form;
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::words::{say, say_with};

/// How many orders a list shows: who has more has more than a telephone.
const SHOWN: Limit = Limit(50);

/// The lists, in the order in which one works: where its orders stand, and the key of its words.
const LISTS: [(Status, &str); 4] = [
    (Status::Placed, "desk-confirm"),
    (Status::AwaitingPayment, "desk-check"),
    (Status::Accepted, "desk-pack"),
    (Status::Packed, "desk-hand-over"),
];

#[derive(Template)]
#[template(path = "desk/orders.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    lists: Vec<List>,
    /// Boxes that are on their way or could not be handed over.
    away: List,
}

struct List {
    key: &'static str,
    name: String,
    rows: Vec<Row>,
}

struct Row {
    to: String,
    code: String,
    total: String,
    items: String,
    clock: Option<String>,
    /// Little time is left.
    urgent: bool,
    /// Who of us did the last thing.
    by: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/choose.html")]
struct Choose {
    shell: Shell,
    producers: Vec<(String, String)>,
}

/// The desk of a producer; who serves several chooses first.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let wanted = query
        .read("for")
        .map_err(|_other| Problem::new(Code::NotFound))?;
    let producers = session.producers();
    match (wanted, producers.as_slice()) {
        (Some(producer), _) => lists(&state, lang, &member(&session, producer)?).await,
        (None, [(only, _)]) => {
            let found = catalog::producers::find(state.app.db.read(), *only).await?;
            let to = match found.status {
                ProducerStatus::Approved | ProducerStatus::Suspended => desk(lang, *only),
                _not_yet => apply(lang, *only),
            };
            Ok(Redirect::to(&to).into_response())
        }
        (None, several) => {
            let mut choice = vec![];
            for (id, _) in several {
                choice.push((desk(lang, *id), name(&state, *id).await?));
            }
            let page = Choose {
                shell: Shell::new(&state, lang, "/producer".to_owned(), say(lang, "desk")),
                producers: choice,
            };
            personal(StatusCode::OK, &page)
        }
    }
}

async fn lists(state: &State, lang: Lang, member: &Member) -> Result<Response, Problem> {
    let mut lists = vec![];
    for (status, key) in LISTS {
        let mut found = standing(state, member, status).await?;
        // Nobody has said anything of their money yet: there is nothing to look for.
        found.retain(|order| {
            order.status != Status::AwaitingPayment || order.owner != Owner::Buyer.as_str()
        });
        lists.push(list(state, (lang, key), &found).await?);
    }
    let mut away = standing(state, member, Status::DeliveryFailed).await?;
    away.extend(standing(state, member, Status::Shipped).await?);
    let page = Page {
        shell: Shell::new(state, lang, "/producer".to_owned(), say(lang, "desk")),
        acting: Acting::of(state, lang, member).await?,
        lists,
        away: list(state, (lang, "desk-away"), &away).await?,
    };
    personal(StatusCode::OK, &page)
}

/// The orders that stand there, the most urgent first.
async fn standing(state: &State, member: &Member, status: Status) -> Result<Vec<Order>, Problem> {
    let whose = Whose::Producer(member.producer);
    let page = orders::list_orders(state.app.db.read(), whose, Some(status), (SHOWN, None)).await?;
    let mut found = page.data;
    found.sort_by_key(|order| order.state_until.unwrap_or(Timestamp(i64::MAX)));
    Ok(found)
}

async fn list(
    state: &State,
    (lang, key): (Lang, &'static str),
    found: &[Order],
) -> Result<List, Problem> {
    let now = state.app.now();
    let mut rows = vec![];
    for order in found {
        let until = order.state_until;
        let clock = |at: Timestamp| {
            let said = [("until", moment(at)), ("left", left(at, now, lang))];
            say_with(lang, "desk-clock", &said)
        };
        let item = |line: &orders::OrderLine| {
            let [quantity, ..] = line.counts;
            format!("{quantity} × {}, {}", line.title, line.variant_name)
        };
        rows.push(Row {
            to: format!("/{}/producer/orders/{}", lang.as_str(), order.id),
            code: order.code.clone(),
            total: dong(order.total),
            items: order.lines.iter().map(item).collect::<Vec<_>>().join("; "),
            clock: until.map(clock),
            urgent: until.is_some_and(|at| at <= now.plus_hours(4)),
            by: last(state, order).await?,
        });
    }
    Ok(List {
        key,
        name: say(lang, key),
        rows,
    })
}

/// Who of the producer's people did the last thing with an order.
async fn last(state: &State, order: &Order) -> Result<Option<String>, Problem> {
    let own = |entry: &&orders::Entry| matches!(entry.capacity.as_str(), "member" | "mandate");
    let Some(account) = order.history.iter().rev().find(own).and_then(|e| e.account) else {
        return Ok(None);
    };
    let names = accounts::names(state.app.db.read(), &[account]).await?;
    Ok(names.into_values().next())
}
