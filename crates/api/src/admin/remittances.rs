//! Cash that carriers collected and handed on, and who pays none at the door any more.

use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{Day, Limit, PaymentId, Phone, RemittanceLineId, Vnd};
use market::RemittanceTaken;
use payments::remit::{Remitted, RemittedLine, RemittedLines, RemittedStatus};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::remittances::{self, note, told};
use web::who::{Admin, Editor};
use web::{Json, Path, Problem, Query, State};

use crate::orders::NO_STORE;
use crate::schema::{Money, page};
use crate::uploads;

/// How large a form with a carrier's file may be.
const FILE_FORM: usize = 4 * 1024 * 1024;

/// What a carrier handed on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remittance {
    /// As the parcels name it.
    carrier: String,
    /// The carrier's own number for it.
    reference: String,
    #[schema(value_type = String, format = Date)]
    received_on: Day,
    lines: Vec<RemittanceLine>,
}

/// What was collected for one box.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemittanceLine {
    /// The order's code, or the carrier's own for the box.
    code: String,
    #[schema(value_type = Money)]
    amount: Vnd,
}

/// The form in which a carrier's file comes.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "multipart is read field by field; this only describes it"
)]
pub(crate) struct RemittanceForm {
    /// CSV, up to 4 MB; its columns are found by their headings, Vietnamese or English.
    #[schema(value_type = String, format = Binary)]
    file: String,
    carrier: String,
    reference: String,
    #[schema(format = Date)]
    received_on: String,
}

/// How its lines stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct RemittanceResult {
    matched: u64,
    /// They were told before.
    known: u64,
    differences: Vec<Difference>,
}

/// A line that is not what was collected.
#[derive(Serialize, ToSchema)]
#[schema(as = RemittanceDifference)]
pub(crate) struct Difference {
    code: String,
    /// `differs`, `unknown`, `undelivered` or `twice`.
    status: &'static str,
}

/// A line of a remittance.
#[derive(Serialize, ToSchema)]
#[schema(as = RemittedLine)]
pub(crate) struct LineView {
    #[schema(value_type = String)]
    id: RemittanceLineId,
    carrier: String,
    reference: String,
    code: String,
    #[schema(value_type = Money)]
    amount: Vnd,
    /// What was collected, as the order says.
    #[schema(value_type = Option<Money>)]
    expected: Option<Vnd>,
    #[schema(value_type = Option<String>)]
    payment: Option<PaymentId>,
    /// `matched`, `differs`, `unknown`, `undelivered`, `twice` or `settled`.
    status: &'static str,
    note: Option<String>,
}

page!(RemittedPage of LineView, "Lines of remittances, the newest first.");

/// Which lines are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Filter {
    /// `matched`, `differs`, `unknown`, `undelivered`, `twice` or `settled`.
    status: Option<String>,
    limit: Option<i64>,
    cursor: Option<String>,
}

/// How a line was settled.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settle {
    note: String,
}

/// Who may pay cash again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lift {
    phone: String,
    /// Why.
    note: String,
}

impl From<RemittanceTaken> for RemittanceResult {
    fn from(taken: RemittanceTaken) -> Self {
        let differences = taken.differences.into_iter();
        Self {
            matched: taken.matched,
            known: taken.known,
            differences: differences
                .map(|(code, status)| Difference {
                    code,
                    status: status.as_str(),
                })
                .collect(),
        }
    }
}

impl From<RemittedLine> for LineView {
    fn from(line: RemittedLine) -> Self {
        Self {
            id: line.id,
            carrier: line.carrier,
            reference: line.reference,
            code: line.told.code,
            amount: line.told.amount,
            expected: line.expected,
            payment: line.payment,
            status: line.status.as_str(),
            note: line.note,
        }
    }
}

/// The routes; the one of files takes larger bodies than the others.
pub(crate) fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(bring))
        .layer(DefaultBodyLimit::max(FILE_FORM))
        .routes(routes!(list, record))
        .routes(routes!(record_own))
        .routes(routes!(settle))
        .routes(routes!(lift))
}

fn lines(lines: Vec<RemittanceLine>) -> Result<Vec<Remitted>, Problem> {
    let told = lines.into_iter().map(|line| (line.code, line.amount));
    remittances::lines(told.collect())
}

/// Record what a carrier handed on, by hand.
#[utoipa::path(
    post, path = "/api/v1/admin/remittances", tag = "admin", request_body = Remittance,
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = RemittanceResult), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn record(
    Node(state): Node<State>,
    admin: Admin,
    Json(body): Json<Remittance>,
) -> Result<impl IntoResponse, Problem> {
    let told = told((&body.carrier, &body.reference), body.received_on, None)?;
    let (app, lines) = (&state.app, lines(body.lines)?);
    let taken = market::take_remittance(&app.db, (&told, &lines), admin.actor, app.now()).await?;
    Ok((NO_STORE, axum::Json(RemittanceResult::from(taken))))
}

/// Record what a carrier handed on to one's producer, by hand.
#[utoipa::path(
    post, path = "/api/v1/producer/remittances", tag = "producer", request_body = Remittance,
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = RemittanceResult), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn record_own(
    Node(state): Node<State>,
    member: Editor,
    Json(body): Json<Remittance>,
) -> Result<impl IntoResponse, Problem> {
    let own = Some(member.producer);
    let told = told((&body.carrier, &body.reference), body.received_on, own)?;
    let (app, lines) = (&state.app, lines(body.lines)?);
    let taken = market::take_remittance(&app.db, (&told, &lines), member.actor, app.now()).await?;
    Ok((NO_STORE, axum::Json(RemittanceResult::from(taken))))
}

/// Bring the file in which a carrier tells what it handed on.
#[utoipa::path(
    post, path = "/api/v1/admin/remittances/file", tag = "admin",
    request_body(content = RemittanceForm, content_type = "multipart/form-data"),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = RemittanceResult), (status = 422, description = "`invalid`: each wrong row is named")),
)]
pub(crate) async fn bring(
    Node(state): Node<State>,
    admin: Admin,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    let file = uploads::file(form, "file").await?;
    let day = file.text("received_on").and_then(|day| day.parse().ok());
    let day = day.ok_or_else(|| Problem::field("/received_on", "required"))?;
    let text = |name| file.text(name).unwrap_or_default();
    let told = told((text("carrier"), text("reference")), day, None)?;
    let lines = payments::remit::remitted(&file.bytes).map_err(payments::Error::from)?;
    let app = &state.app;
    let taken = market::take_remittance(&app.db, (&told, &lines), admin.actor, app.now()).await?;
    Ok((NO_STORE, axum::Json(RemittanceResult::from(taken))))
}

/// The lines of remittances.
#[utoipa::path(
    get, path = "/api/v1/admin/remittances", tag = "admin", params(Filter),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = RemittedPage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
    Query(filter): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let unknown = || Problem::field("status", "unknown");
    let parse = |text: &str| RemittedStatus::parse(text).ok_or_else(unknown);
    let status = filter.status.as_deref().map(parse).transpose()?;
    let place = (Limit::parse(filter.limit)?, filter.cursor.as_deref());
    let which = RemittedLines { status };
    let page = payments::remit::list_remitted(state.app.db.read(), which, place).await?;
    Ok((NO_STORE, axum::Json(page.map(LineView::from))))
}

/// Say how a line that differs was settled with its carrier.
#[utoipa::path(
    post, path = "/api/v1/admin/remittance-lines/{id}/settle", tag = "admin", request_body = Settle,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = LineView), (status = 404), (status = 409, description = "`conflict`"), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn settle(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<RemittanceLineId>,
    Json(body): Json<Settle>,
) -> Result<impl IntoResponse, Problem> {
    let note = note(&body.note)?;
    let app = &state.app;
    market::settle_remitted(&app.db, id, &note, admin.actor, app.now()).await?;
    let line = payments::remit::remitted_line(app.db.read(), id).await?;
    Ok((NO_STORE, axum::Json(LineView::from(line))))
}

/// Let a phone pay cash at the door again.
#[utoipa::path(
    post, path = "/api/v1/admin/cash-lifts", tag = "admin", request_body = Lift,
    extensions(("x-policy" = json!("admin"))),
    responses((status = 204), (status = 422, description = "`invalid`")),
)]
pub(crate) async fn lift(
    Node(state): Node<State>,
    admin: Admin,
    Json(body): Json<Lift>,
) -> Result<impl IntoResponse, Problem> {
    let phone =
        Phone::parse(&body.phone).map_err(|_no_phone| Problem::field("/phone", "invalid"))?;
    let (app, note) = (&state.app, note(&body.note)?);
    market::lift_cash(app, (&phone, &note), admin.actor, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
