use axum::extract::State as Node;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use kernel::{CaseId, LineId, OrderId, Timestamp};
use market::Whose;
use orders::{CaseKind, Owner, Wish};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::MaybeSession;
use web::{Json, Path, Problem, State};

use super::{NO_STORE, held};

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
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportLine {
    #[schema(value_type = String)]
    line: LineId,
    quantity: i64,
}

/// A case.
#[derive(Serialize, ToSchema)]
#[schema(as = Case)]
pub(crate) struct CaseView {
    #[schema(value_type = String)]
    id: CaseId,
    #[schema(value_type = String)]
    order: OrderId,
    #[schema(value_type = String)]
    kind: CaseKind,
    #[schema(value_type = String)]
    wish: Wish,
    status: &'static str,
    #[schema(value_type = String)]
    owner: Owner,
    #[schema(value_type = String, format = DateTime)]
    answer_by: Timestamp,
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
    let app = &state.app;
    let case = market::open_case(&app.db, (id, Whose::Holder), &problem, app.now()).await?;
    let view = CaseView {
        id: case.id,
        order: id,
        kind: problem.kind,
        wish: problem.wish,
        status: "open",
        owner: case.owner,
        answer_by: case.answer_by,
    };
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)))
}
