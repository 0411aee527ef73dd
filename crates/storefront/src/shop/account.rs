//! A buyer's own page: their orders, the newest first, the addresses that they keep, and the devices
//! on which they are signed in.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Lang, Limit, SessionId};
use orders::{Order, Whose};
use web::who::Session;
use web::{Path, Problem, State};

use super::addresses::{Kept, kept};
use super::device::named;
use super::place::Whither;
use super::purchase::{address, status as standing};
use crate::clock::moment;
use crate::forms::{Faults, Form};
use crate::money::dong;
use crate::shell::{Shell, personal};
use crate::words::say;

/// How many orders a page shows.
const MOST: i64 = 20;

#[derive(Template)]
#[template(path = "shop/account.html")]
struct Page {
    shell: Shell,
    /// The desks at which the reader works: where, and what it is called.
    desks: Vec<(String, String)>,
    orders: Vec<Row>,
    next: Option<String>,
    addresses: Vec<Kept>,
    written: Written,
    devices: Vec<Device>,
}

/// An address that was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Written {
    pub(super) form: Form,
    pub(super) faults: Faults,
    pub(super) whither: Whither,
}

struct Row {
    to: String,
    name: String,
    said: String,
}

struct Device {
    id: SessionId,
    name: String,
    seen: String,
    /// Whether it is the one that reads this.
    here: bool,
}

/// The orders and devices of who is signed in.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let cursor = query.filled("cursor");
    page(&state, lang, &session, (cursor, Written::default())).await
}

pub(super) async fn page(
    state: &State,
    lang: Lang,
    session: &Session,
    (cursor, written): (Option<&str>, Written),
) -> Result<Response, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let place = (Limit::parse(Some(MOST))?, cursor);
    let whose = Whose::Buyer(session.account);
    let found = orders::list_orders(db, whose, None, place).await?;
    let devices = accounts::list_sessions(db, session.account, now).await?;
    let status = if written.faults.none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = Page {
        written,
        shell: Shell::new(state, lang, "/account".to_owned(), say(lang, "account")),
        next: found
            .next_cursor
            .as_ref()
            .map(|cursor| format!("/{}/account?cursor={}", lang.as_str(), cursor.as_str())),
        desks: desks(session, lang),
        orders: found.data.iter().map(|order| row(order, lang)).collect(),
        addresses: kept(state, session.account).await?,
        devices: devices
            .into_iter()
            .map(|device| Device {
                here: device.id == session.session,
                id: device.id,
                name: named(&device.device),
                seen: moment(device.last_seen_at),
            })
            .collect(),
    };
    personal(status, &page)
}

fn desks(session: &Session, lang: Lang) -> Vec<(String, String)> {
    let all = [
        (!session.staff.is_empty(), "office", "account-to-office"),
        (
            !session.producers().is_empty(),
            "producer",
            "account-to-desk",
        ),
    ];
    let own = all.into_iter().filter(|(own, ..)| *own);
    own.map(|(_, path, key)| (format!("/{}/{path}", lang.as_str()), say(lang, key)))
        .collect()
}

fn row(order: &Order, lang: Lang) -> Row {
    let (when, total) = (moment(order.placed_at), dong(order.total));
    Row {
        to: address(lang, order, ""),
        name: order.producer_name.clone(),
        said: format!(
            "{} · {} · {total} · {when}",
            order.code,
            standing(order, lang)
        ),
    }
}

/// Signs a device out: its session is dead at once.
pub(crate) async fn end(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<SessionId>,
) -> Result<Response, Problem> {
    let tx = store::write(&state.app.db).await?;
    accounts::revoke_session(&tx, session.account, id, state.app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let to = format!("/{}/account", lang.as_str());
    Ok(Redirect::to(&to).into_response())
}
