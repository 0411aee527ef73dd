//! The market's own bank account: its statement, the lines that wait for a person, and what is done
//! about each. For who runs the market, where a licence lets it take money at all.

use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::response::IntoResponse;
use kernel::{BankLineId, Limit, OrderId, PaymentId, Timestamp, Vnd};
use market::BankStatement;
use payments::bank::{BankLine, LineStatus, Lines, Problem as Matter, Suggestion};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::Admin;
use web::{Json, Path, Problem, Query, State};

use super::card_payouts::CardPayoutView;
use crate::orders::NO_STORE;
use crate::schema::{Money, page};
use crate::uploads;

/// How large a form with a statement may be.
const STATEMENT_FORM: usize = 16 * 1024 * 1024;

/// The form in which a statement comes.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "multipart is read field by field; this only describes it"
)]
pub(crate) struct StatementForm {
    /// CSV, up to 16 MB; its columns are found by their headings, Vietnamese or English.
    #[schema(value_type = String, format = Binary)]
    statement: String,
}

/// What became of a statement's lines.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatementTaken {
    /// They went to the payments that they name.
    matched: u64,
    /// They wait for a person.
    waiting: u64,
    /// Money that went out: noted.
    noted: u64,
    /// They were told before.
    known: u64,
    /// The bank's numbers that were told before with another amount.
    differ: Vec<String>,
}

impl From<BankStatement> for StatementTaken {
    fn from(taken: BankStatement) -> Self {
        Self {
            matched: taken.matched,
            waiting: taken.waiting,
            noted: taken.noted,
            known: taken.known,
            differ: taken.differ,
        }
    }
}

/// A line of the market's account.
#[derive(Serialize, ToSchema)]
#[schema(as = BankLine)]
pub(crate) struct LineView {
    #[schema(value_type = String)]
    id: BankLineId,
    account: String,
    bank_ref: String,
    /// Below zero: it went out.
    #[schema(value_type = Money)]
    amount: Vnd,
    text: String,
    #[schema(value_type = String, format = DateTime)]
    booked_at: Timestamp,
    /// `waiting`, `matched`, `set_aside` or `noted`.
    status: &'static str,
    /// `unknown`, `too_little`, `too_much`, `twice` or `late`.
    problem: Option<&'static str>,
    /// What mends it: `assign`, `ask_for_the_rest`, `send_refund` or `look_at_order`.
    remedy: Option<&'static str>,
    /// The payments that it went to.
    parts: Vec<Part>,
    /// The card company's payout that it is, as that calls it.
    card_payout: Option<String>,
    note: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    settled_at: Option<Timestamp>,
}

page!(LinePage of LineView, "Lines of the market's account, the newest first.");

/// A line, and what it could be for.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineWithSuggestions {
    #[serde(flatten)]
    line: LineView,
    /// The likeliest first; a person decides.
    suggestions: Vec<SuggestionView>,
    /// The card company's payouts of as much that are on their way.
    card_payouts: Vec<CardPayoutView>,
}

/// A payment that a line could be for.
#[derive(Serialize, ToSchema)]
#[schema(as = LineSuggestion)]
pub(crate) struct SuggestionView {
    #[schema(value_type = String)]
    payment: PaymentId,
    reference: String,
    #[schema(value_type = Vec<String>)]
    orders: Vec<OrderId>,
    #[schema(value_type = Money)]
    remaining: Vnd,
    /// `amount`: it lacks exactly that; `reported`: its buyer says that they have paid.
    because: Vec<&'static str>,
}

/// How much of a line goes to a payment.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    #[schema(value_type = String)]
    payment: PaymentId,
    #[schema(value_type = Money)]
    amount: Vnd,
}

/// What a line is for: payments, or what the card company paid out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assign {
    /// Together exactly what came.
    #[serde(default)]
    parts: Vec<Part>,
    /// The card company's payout that it is: exactly what came, and without `parts`.
    card_payout: Option<String>,
}

/// Why a line is nobody's payment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetAside {
    note: String,
}

/// Which lines are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineFilter {
    /// `waiting`, `matched`, `set_aside` or `noted`.
    status: Option<String>,
    /// `unknown`, `too_little`, `too_much`, `twice` or `late`.
    problem: Option<String>,
    /// Those alone of which something is still to be done.
    open: Option<bool>,
    limit: Option<i64>,
    cursor: Option<String>,
}

impl From<&BankLine> for LineView {
    fn from(line: &BankLine) -> Self {
        let told = &line.told;
        Self {
            id: line.id,
            account: told.account.clone(),
            bank_ref: told.bank_ref.clone(),
            amount: told.amount,
            text: told.text.clone(),
            booked_at: told.booked_at,
            status: line.status.as_str(),
            problem: line.problem.map(Matter::as_str),
            remedy: line.problem.map(Matter::remedy),
            parts: line
                .parts
                .iter()
                .map(|&(payment, amount)| Part { payment, amount })
                .collect(),
            card_payout: line.card_payout.clone(),
            note: line.note.clone(),
            settled_at: line.settled_at,
        }
    }
}

impl From<&Suggestion> for SuggestionView {
    fn from(suggestion: &Suggestion) -> Self {
        let payment = &suggestion.payment;
        let amount = suggestion.amount.then_some("amount");
        let reported = suggestion.reported.then_some("reported");
        Self {
            payment: payment.id,
            reference: payment.reference.clone(),
            orders: payment.orders(),
            remaining: payment.remaining(),
            because: amount.into_iter().chain(reported).collect(),
        }
    }
}

/// The routes; the one of statements takes larger bodies than the others.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(bring))
        .layer(DefaultBodyLimit::max(STATEMENT_FORM))
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(assign))
        .routes(routes!(set_aside))
}

/// Bring the bank's statement.
///
/// Each line is taken once, whoever told of it first. One that cannot be read refuses the whole
/// file.
#[utoipa::path(
    post, path = "/api/v1/admin/bank-statements", tag = "admin",
    request_body(content = StatementForm, content_type = "multipart/form-data"),
    extensions(("x-policy" = json!("admin"))),
    responses(
        (status = 200, body = StatementTaken),
        (status = 409, description = "`conflict`: this market takes no money"),
        (status = 422, description = "`invalid`: each wrong row is named"),
    ),
)]
pub(crate) async fn bring(
    Node(state): Node<State>,
    admin: Admin,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let file = uploads::file(form, "statement").await?;
    let taken = market::take_statement(
        (&app.db, &app.transfers),
        &file.bytes,
        admin.actor,
        app.now(),
    )
    .await?;
    Ok((NO_STORE, axum::Json(StatementTaken::from(taken))))
}

/// The lines of the market's account.
#[utoipa::path(
    get, path = "/api/v1/admin/bank-lines", tag = "admin", params(LineFilter),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = LinePage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
    Query(filter): Query<LineFilter>,
) -> Result<impl IntoResponse, Problem> {
    let status = word(filter.status.as_deref(), "status", LineStatus::parse)?;
    let problem = word(filter.problem.as_deref(), "problem", Matter::parse)?;
    let place = (Limit::parse(filter.limit)?, filter.cursor.as_deref());
    let which = Lines {
        status,
        problem,
        open: filter.open.unwrap_or(false),
    };
    let page = payments::bank::list_lines(state.app.db.read(), which, place).await?;
    Ok((NO_STORE, axum::Json(page.map(|line| LineView::from(&line)))))
}

fn word<T>(
    text: Option<&str>,
    field: &'static str,
    parse: fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let unknown = || Problem::field(field, "unknown");
    text.map(|text| parse(text).ok_or_else(unknown)).transpose()
}

/// A line, and what it could be for.
#[utoipa::path(
    get, path = "/api/v1/admin/bank-lines/{id}", tag = "admin", params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = LineWithSuggestions), (status = 404)),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    _admin: Admin,
    Path(id): Path<BankLineId>,
) -> Result<impl IntoResponse, Problem> {
    Ok((NO_STORE, axum::Json(read(&state, id).await?)))
}

async fn read(state: &State, id: BankLineId) -> Result<LineWithSuggestions, Problem> {
    let db = state.app.db.read();
    let line = payments::bank::line(db, id).await?;
    let (suggestions, card_payouts) = match line.status {
        LineStatus::Waiting => (
            payments::bank::suggestions(db, &line).await?,
            payments::on_their_way(db, &line.told).await?,
        ),
        LineStatus::Matched | LineStatus::SetAside | LineStatus::Noted => (vec![], vec![]),
    };
    Ok(LineWithSuggestions {
        line: LineView::from(&line),
        suggestions: suggestions.iter().map(SuggestionView::from).collect(),
        card_payouts: card_payouts.into_iter().map(CardPayoutView::from).collect(),
    })
}

/// Say what a line is for.
#[utoipa::path(
    post, path = "/api/v1/admin/bank-lines/{id}/assign", tag = "admin", request_body = Assign,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = LineWithSuggestions), (status = 404), (status = 409, description = "`conflict`"), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn assign(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<BankLineId>,
    Json(body): Json<Assign>,
) -> Result<impl IntoResponse, Problem> {
    let parts: Vec<(PaymentId, Vnd)> = body.parts.iter().map(|p| (p.payment, p.amount)).collect();
    let app = &state.app;
    match body.card_payout {
        Some(_) if !parts.is_empty() => return Err(Problem::field("/card_payout", "invalid")),
        Some(payout) => {
            market::assign_line_to_payout(&app.db, id, &payout, admin.actor, app.now()).await?;
        }
        None => market::assign_line(&app.db, id, &parts, admin.actor, app.now()).await?,
    }
    Ok((NO_STORE, axum::Json(read(&state, id).await?)))
}

/// Say that a line is nobody's payment, and why.
#[utoipa::path(
    post, path = "/api/v1/admin/bank-lines/{id}/set-aside", tag = "admin", request_body = SetAside,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = LineWithSuggestions), (status = 404), (status = 409, description = "`conflict`"), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn set_aside(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<BankLineId>,
    Json(body): Json<SetAside>,
) -> Result<impl IntoResponse, Problem> {
    let note = kernel::text::clean(&body.note);
    if note.is_empty() || note.chars().count() > 200 {
        return Err(Problem::field("/note", "required"));
    }
    let app = &state.app;
    market::set_line_aside(&app.db, id, &note, admin.actor, app.now()).await?;
    Ok((NO_STORE, axum::Json(read(&state, id).await?)))
}
