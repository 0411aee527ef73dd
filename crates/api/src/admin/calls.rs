use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{AccountId, CallId, Limit, OrderId, Page, ProducerId, Timestamp, Vnd};
use market::calls::{self, Line};
use orders::Reason;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::Session;
use web::{Json, Path, Problem, Query, State};

use crate::orders::NO_STORE;
use crate::schema::Money;

/// A line of the call sheet. It names a buyer to administrators alone.
#[derive(Serialize, ToSchema)]
#[schema(as = Call)]
pub(crate) struct CallView {
    #[schema(value_type = String)]
    id: CallId,
    /// `unanswered`, `not_shipped`, `paused` or `unreached`.
    reason: String,
    /// Who calls: `cooperative`, `commune` or `hotline`.
    level: String,
    /// Who calls, by account, where it is one person.
    #[schema(value_type = Option<String>)]
    handed_to: Option<AccountId>,
    who: CalledView,
    /// What to say.
    text: TextView,
    order: Option<CalledOrderView>,
    /// `open` or `done`.
    status: String,
    /// What was answered last.
    outcome: Option<String>,
    /// How often they were called.
    calls: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    called_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// Who is called.
#[derive(Serialize, ToSchema)]
#[schema(as = Called)]
struct CalledView {
    /// `producer` or `buyer`.
    side: String,
    name: String,
    phone: Option<String>,
    producer: Option<CalledProducer>,
}

#[derive(Serialize, ToSchema)]
struct CalledProducer {
    #[schema(value_type = String)]
    id: ProducerId,
    name: String,
}

#[derive(Serialize, ToSchema)]
struct TextView {
    vi: String,
    en: String,
}

/// The order that a call is about, without its buyer.
#[derive(Serialize, ToSchema)]
#[schema(as = CalledOrder)]
struct CalledOrderView {
    #[schema(value_type = String)]
    id: OrderId,
    code: String,
    status: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    state_until: Option<Timestamp>,
    #[schema(value_type = Money)]
    total: Vnd,
    lines: Vec<CalledLine>,
}

#[derive(Serialize, ToSchema)]
struct CalledLine {
    name: String,
    quantity: i64,
}

/// The open lines, the oldest first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of a page in the document")]
pub(crate) struct CallSheet {
    data: Vec<CallView>,
    has_more: bool,
    next_cursor: Option<String>,
}

impl From<Line> for CallView {
    fn from(line: Line) -> Self {
        let [vi, en] = line.text;
        Self {
            id: line.id,
            reason: line.reason,
            level: line.level,
            handed_to: line.handed_to,
            who: CalledView {
                side: line.who.side,
                name: line.who.name,
                phone: line.who.phone,
                producer: line
                    .who
                    .producer
                    .map(|(id, name)| CalledProducer { id, name }),
            },
            text: TextView { vi, en },
            order: line.order.map(order),
            status: line.status,
            outcome: line.outcome,
            calls: line.calls,
            called_at: line.called_at,
            created_at: line.created_at,
        }
    }
}

fn order(order: calls::CalledOrder) -> CalledOrderView {
    let item = |item: notifications::Item| CalledLine {
        name: item.name,
        quantity: item.quantity,
    };
    CalledOrderView {
        id: order.id,
        code: order.code,
        status: order.status,
        state_until: order.until,
        total: order.total,
        lines: order.items.into_iter().map(item).collect(),
    }
}

/// Which part of the sheet.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    /// At most 100.
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Whom to telephone: for an official the producers of their places, for somebody with a mandate
/// their own, for an administrator everything, buyers included.
#[utoipa::path(
    get, path = "/api/v1/admin/call-sheet", tag = "admin", params(Part),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = CallSheet), (status = 403, description = "`forbidden`")),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    session: Session,
    Query(part): Query<Part>,
) -> Result<impl IntoResponse, Problem> {
    let caller = web::calls::caller(&session)?;
    let place = (Limit::parse(part.limit)?, part.cursor.as_deref());
    let page: Page<Line> = calls::list(state.app.db.read(), &caller, place).await?;
    Ok((NO_STORE, axum::Json(page.map(CallView::from))))
}

/// What was answered, and what is done on the spot.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    /// `accepts`, `call_again`, `no_answer` or `declines`.
    outcome: String,
    /// `accept` with `accepts`, `decline` with `declines`; `resume` with `accepts` opens a shop that
    /// rests: done for the producer under a mandate.
    act: Option<String>,
    /// Why it is declined: `out_of_stock` (when nothing is said), `undeliverable` or `recall`.
    #[schema(value_type = Option<String>)]
    reason_code: Option<Reason>,
}

/// Say what was answered on the telephone; what the producer wants done is done at once, under the
/// caller's mandate or one given by this call. The same answer said again holds.
#[utoipa::path(
    post, path = "/api/v1/admin/call-sheet/{id}", tag = "admin", request_body = Answer,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("official"))),
    responses(
        (status = 200, body = CallView),
        (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not_found`: also outside the caller's area"),
        (status = 409, description = "`conflict`: the call has ended, or the order has moved on"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn answer(
    Node(state): Node<State>,
    session: Session,
    Path(id): Path<CallId>,
    Json(answer): Json<Answer>,
) -> Result<impl IntoResponse, Problem> {
    let caller = web::calls::caller(&session)?;
    let act = answer.act.as_deref();
    let answered = web::calls::answered(&answer.outcome, act, answer.reason_code)?;
    let app = &state.app;
    calls::answer(&app.db, &caller, id, answered, app.now()).await?;
    let line = calls::line(app.db.read(), &caller, id).await?;
    Ok((NO_STORE, axum::Json(CallView::from(line))))
}
