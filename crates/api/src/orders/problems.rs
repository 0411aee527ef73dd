//! A buyer's problems: said, shown by pictures, and settled with the producer or by the operator.

use axum::extract::{DefaultBodyLimit, Multipart, State as Node};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use kernel::{CaseId, LineId, OrderId, PictureId, ProducerId, Timestamp};
use market::{Saying, Whose};
use media::Size;
use orders::{Case, CaseEvent, CaseKind, CaseStatus, Owner, Remedy, Wish};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::who::MaybeSession;
use web::{Code, Json, Path, Problem, State, picture_url};

use super::{NO_STORE, Seller, buyer, held};
use crate::schema::Nothing;
use crate::schema::page;
use crate::uploads;

/// What is wrong.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// `not_received`, `leaking`, `damaged`, `wrong`, `missing`, `spoiled` or `not_as_described`.
    #[schema(value_type = String)]
    kind: CaseKind,
    /// With which lines; none is the whole order.
    lines: Option<Vec<ReportLine>>,
    note: Option<String>,
    /// `refund`, `replacement` or `return`.
    #[schema(value_type = String)]
    wish: Wish,
}

/// How many of a line.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportLine {
    #[schema(value_type = String)]
    pub(crate) line: LineId,
    pub(crate) quantity: i64,
}

/// A case.
#[derive(Serialize, ToSchema)]
#[schema(as = Case)]
pub(crate) struct CaseView {
    #[schema(value_type = String)]
    id: CaseId,
    #[schema(value_type = String)]
    order: OrderId,
    /// The order's code.
    code: String,
    producer: Seller,
    #[schema(value_type = String)]
    kind: CaseKind,
    #[schema(value_type = String)]
    wish: Wish,
    /// `open`, `answered`, `operator`, `returning` or `closed`.
    #[schema(value_type = String)]
    status: CaseStatus,
    /// Whose move it is.
    #[schema(value_type = String)]
    owner: Owner,
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_by: Option<Timestamp>,
    /// Until when it should be settled, as is published for its kind.
    #[schema(value_type = String, format = DateTime)]
    resolve_by: Timestamp,
    note: Option<String>,
    lines: Vec<ReportLine>,
    /// Addresses of pictures.
    pictures: Vec<String>,
    /// What the producer offered.
    #[schema(value_type = Option<String>)]
    answer: Option<Remedy>,
    answer_note: Option<String>,
    /// `refund`, `replacement`, `return`, `refuse` or `withdrawn`.
    decision: Option<String>,
    decision_note: Option<String>,
    /// The order that makes it good.
    #[schema(value_type = Option<String>)]
    replacement: Option<OrderId>,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Timestamp>,
}

/// Cases.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseList {
    data: Vec<CaseView>,
}

page!(CasePage of CaseView, "A page of cases, by their deadline.");

impl From<Case> for CaseView {
    fn from(case: Case) -> Self {
        let line = |line: &orders::CaseLine| ReportLine {
            line: line.line,
            quantity: line.quantity,
        };
        let picture = |id: &PictureId| picture_url(*id, Size::Medium);
        Self {
            id: case.id,
            order: case.order,
            code: case.code,
            producer: seller(case.producer, case.producer_name),
            kind: case.kind,
            wish: case.wish,
            status: case.status,
            owner: case.status.owner(),
            answer_by: case.answer_by,
            resolve_by: case.resolve_by,
            note: case.note,
            lines: case.lines.iter().map(line).collect(),
            pictures: case.pictures.iter().map(picture).collect(),
            answer: case.answer.0,
            answer_note: case.answer.1,
            decision: case.decision.0,
            decision_note: case.decision.1,
            replacement: case.replacement,
            opened_at: case.opened_at,
            closed_at: case.closed_at,
        }
    }
}

fn seller(id: ProducerId, name: String) -> Seller {
    Seller { id, name }
}

impl From<Vec<Case>> for CaseList {
    fn from(cases: Vec<Case>) -> Self {
        Self {
            data: cases.into_iter().map(CaseView::from).collect(),
        }
    }
}

/// Say that something is wrong: the order is completed by nobody until it is settled.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/problems", tag = "buying", request_body = Report,
    params(("id" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 201, body = CaseView), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn open(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
    Json(report): Json<Report>,
) -> Result<impl IntoResponse, Problem> {
    held(&state, &caller, &headers, id).await?;
    let lines = report.lines.unwrap_or_default();
    let problem = orders::Problem {
        kind: report.kind,
        wish: report.wish,
        note: report.note,
        lines: lines.iter().map(|l| (l.line, l.quantity)).collect(),
    };
    let (app, whose) = (&state.app, (id, Whose::Holder));
    let case = market::open_case(&app.db, whose, &problem, buyer(&caller), app.now()).await?;
    Ok((
        StatusCode::CREATED,
        NO_STORE,
        axum::Json(now(&state, case).await?),
    ))
}

/// The problems of an order, the newest first.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/problems", tag = "buying",
    params(("id" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = CaseList), (status = 404)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
) -> Result<impl IntoResponse, Problem> {
    held(&state, &caller, &headers, id).await?;
    let cases = orders::cases_of(state.app.db.read(), id).await?;
    Ok((NO_STORE, axum::Json(CaseList::from(cases))))
}

/// Steps of the buyer without fields, each with its path, its words and its event.
macro_rules! step {
    ($name:ident, $path:literal, $doc:literal, $event:expr) => {
        #[doc = $doc]
        #[utoipa::path(
            post, path = $path, tag = "buying", request_body = Option<Nothing>,
            params(("id" = String, Path), ("case" = String, Path), ("Order-Token" = Option<String>, Header)),
            extensions(("x-policy" = json!("buyer"))),
            responses((status = 200, body = CaseView), (status = 404), (status = 409, description = "`conflict`")),
        )]
        pub(crate) async fn $name(
            Node(state): Node<State>,
            caller: MaybeSession,
            headers: HeaderMap,
            Path((order, case)): Path<(OrderId, CaseId)>,
            Json(Nothing {}): Json<Nothing>,
        ) -> Result<impl IntoResponse, Problem> {
            own(&state, &caller, &headers, (order, case)).await?;
            let (app, saying) = (&state.app, Saying::of($event));
            market::say_to_case(&app.db, case, &saying, buyer(&caller), app.now()).await?;
            Ok((NO_STORE, axum::Json(now(&state, case).await?)))
        }
    };
}

step!(
    agree,
    "/api/v1/orders/{id}/problems/{case}/agree",
    "Take what the producer offers.",
    CaseEvent::Agree
);
step!(
    disagree,
    "/api/v1/orders/{id}/problems/{case}/disagree",
    "Refuse what the producer offers: the operator decides.",
    CaseEvent::Disagree
);
step!(
    withdraw,
    "/api/v1/orders/{id}/problems/{case}/withdraw",
    "Take a problem back: all is well.",
    CaseEvent::Withdraw
);

/// The route of pictures, which takes larger bodies than the others.
pub(crate) fn pictures() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(add_picture))
        .layer(DefaultBodyLimit::max(uploads::PICTURE_FORM))
}

/// Add a picture that shows the problem.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/problems/{case}/pictures", tag = "buying",
    params(("id" = String, Path), ("case" = String, Path), ("Order-Token" = Option<String>, Header)),
    request_body(content = uploads::PictureForm, content_type = "multipart/form-data"),
    extensions(("x-policy" = json!("buyer"))),
    responses(
        (status = 201, body = CaseView), (status = 404),
        (status = 409, description = "`conflict`: it is closed, or has as many pictures as it may"),
        (status = 413), (status = 415), (status = 422),
    ),
)]
pub(crate) async fn add_picture(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path((order, case)): Path<(OrderId, CaseId)>,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<impl IntoResponse, Problem> {
    own(&state, &caller, &headers, (order, case)).await?;
    let source = uploads::file(form, "image").await?.bytes;
    let (app, instant) = (&state.app, state.app.now());
    let processed = app.media.process(source).await?;
    let picture = PictureId::new(instant);
    app.media.store(picture, &processed).await?;
    market::add_case_picture(&app.db, case, picture, instant).await?;
    Ok((
        StatusCode::CREATED,
        NO_STORE,
        axum::Json(now(&state, case).await?),
    ))
}

/// Whether the order is the caller's, and the case the order's.
async fn own(
    state: &State,
    caller: &MaybeSession,
    headers: &HeaderMap,
    (order, case): (OrderId, CaseId),
) -> Result<(), Problem> {
    held(state, caller, headers, order).await?;
    let case = orders::case(state.app.db.read(), case).await?;
    if case.order == order {
        Ok(())
    } else {
        Err(Problem::new(Code::NotFound))
    }
}

/// The case as it is now.
pub(crate) async fn now(state: &State, case: CaseId) -> Result<CaseView, Problem> {
    Ok(orders::case(state.app.db.read(), case).await?.into())
}
