//! What the market holds about you, to take away; and its end.

use axum::extract::State as Node;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use kernel::{Cursor, Lang, Limit, MandateId, Page, ProducerId, Timestamp};
use orders::Whose;
use serde::Serialize;
use utoipa::ToSchema;
use web::who::Session;
use web::{Code, Problem, ReaderLang, State};

use super::addresses::AddressList;
use super::audit::AuditRecord;
use super::cards::CardList;
use super::consents::ConsentList;
use super::sessions::SessionList;
use super::view::NO_STORE;
use super::{AccountView, audit as record};
use crate::notices::inbox::{self, NoticeView};
use crate::orders::{OrderView, Reader, views};

/// How many rows are read at a time, and how many of the record are given at most.
const STEP: i64 = 100;
const MOST_RECORDS: u64 = 1_000;

/// An e-mail address or phone of yours.
#[derive(Serialize, ToSchema)]
struct ContactView {
    /// `email` or `phone`.
    kind: String,
    value: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    proven_at: Option<Timestamp>,
    /// `letter`, `official` or `call`.
    proven_by: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A mandate that you hold or held.
#[derive(Serialize, ToSchema)]
struct HeldMandateView {
    #[schema(value_type = String)]
    id: MandateId,
    #[schema(value_type = String)]
    producer: ProducerId,
    scope: String,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Timestamp>,
}

/// All that is held about you. Of passwords, tokens and codes nothing is held but hashes.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonalData {
    #[schema(value_type = String, format = DateTime)]
    exported_at: Timestamp,
    account: AccountView,
    contacts: Vec<ContactView>,
    mandates: Vec<HeldMandateView>,
    addresses: AddressList,
    sessions: SessionList,
    sign_in_cards: CardList,
    consents: ConsentList,
    /// Your orders with their addresses, histories and payments.
    orders: Vec<OrderView>,
    notices: Vec<NoticeView>,
    /// What was done to your account, by whom, in which capacity.
    record: Vec<AuditRecord>,
}

/// Take away what is held about you, as JSON. Asks for a fresh sign-in.
#[utoipa::path(
    get, path = "/api/v1/accounts/current/export", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses((status = 200, body = PersonalData), (status = 403, description = "`reauthentication_required`")),
)]
pub(crate) async fn export(
    Node(state): Node<State>,
    session: Session,
    ReaderLang(lang): ReaderLang,
) -> Result<impl IntoResponse, Problem> {
    session.must_be_fresh(&state)?;
    let (db, account) = (state.app.db.read(), session.account);
    let subject = account.to_string();
    let done = ::audit::list(db, None, Some(&subject), MOST_RECORDS).await?;
    let data = PersonalData {
        exported_at: state.app.now(),
        account: AccountView::read(db, account).await?,
        contacts: contacts(&state, &session).await?,
        mandates: mandates(&state, &session).await?,
        addresses: AddressList::read(&state, &session).await?,
        sessions: SessionList::read(&state, &session).await?,
        sign_in_cards: CardList::read(&state, account, None).await?,
        consents: ConsentList::read(&state, &session).await?,
        orders: orders(&state, &session).await?,
        notices: notices(&state, &session, lang).await?,
        record: done.into_iter().map(record::view).collect(),
    };
    let name = "attachment; filename=\"ocop-market.json\"";
    let disposition = [(header::CONTENT_DISPOSITION, name)];
    Ok((NO_STORE, disposition, axum::Json(data)))
}

async fn contacts(state: &State, session: &Session) -> Result<Vec<ContactView>, Problem> {
    let found = accounts::contacts_of(state.app.db.read(), session.account).await?;
    let view = |contact: accounts::ContactPoint| ContactView {
        kind: contact.kind,
        value: contact.value,
        proven_at: contact.proven_at,
        proven_by: contact.proven_by,
        created_at: contact.created_at,
    };
    Ok(found.into_iter().map(view).collect())
}

async fn mandates(state: &State, session: &Session) -> Result<Vec<HeldMandateView>, Problem> {
    let found = accounts::mandates_of(state.app.db.read(), session.account).await?;
    let view = |mandate: accounts::HeldMandate| HeldMandateView {
        id: mandate.id,
        producer: mandate.producer,
        scope: mandate.scope,
        from: mandate.from,
        until: mandate.until,
        revoked_at: mandate.revoked_at,
    };
    Ok(found.into_iter().map(view).collect())
}

async fn orders(state: &State, session: &Session) -> Result<Vec<OrderView>, Problem> {
    let (limit, whose) = (Limit::parse(Some(STEP))?, Whose::Buyer(session.account));
    let (mut all, mut cursor) = (vec![], None::<Cursor>);
    loop {
        let place = (limit, cursor.as_ref().map(Cursor::as_str));
        let page = ::orders::list_orders(state.app.db.read(), whose, None, place).await?;
        let Page {
            data, next_cursor, ..
        } = views(state, page, Reader::Buyer).await?;
        all.extend(data);
        match next_cursor {
            Some(next) => cursor = Some(next),
            None => return Ok(all),
        }
    }
}

async fn notices(state: &State, session: &Session, lang: Lang) -> Result<Vec<NoticeView>, Problem> {
    let limit = Limit::parse(Some(STEP))?;
    let (mut all, mut cursor) = (vec![], None::<Cursor>);
    loop {
        let (db, from) = (state.app.db.read(), cursor.as_ref().map(Cursor::as_str));
        let page = notifications::list_inbox(db, session.account, limit, from).await?;
        for notice in page.data {
            all.push(inbox::view(state, notice, lang).await?);
        }
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return Ok(all),
        }
    }
}

/// Have what is held about you erased, at once and for good.
///
/// Name, contact points, password, sessions, codes, cards and memberships go, and from orders and
/// notices all that names you. What the law orders kept stays under a number without a name: orders
/// with their sums and histories, payments, consents, the record. Asks for a fresh sign-in.
#[utoipa::path(
    delete, path = "/api/v1/accounts/current", tag = "accounts",
    extensions(("x-policy" = json!("signed-in"))),
    responses(
        (status = 204),
        (status = 403, description = "`reauthentication_required`"),
        (status = 409, description = "`conflict`: an order, a case or a refund is open; the last owner of a producer; somebody who serves the market"),
    ),
)]
pub(crate) async fn erase(
    Node(state): Node<State>,
    session: Session,
) -> Result<StatusCode, Problem> {
    session.must_be_fresh(&state)?;
    let (app, now) = (&state.app, state.app.now());
    let erased = store::retry(|| market::erase_person(app, session.account, now)).await?;
    if erased {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::new(Code::Conflict).detail("something_open"))
    }
}
