use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::Lang;
use orders::{CaseKind, Times};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Problem, ReaderLang, State};

/// What may be reported of an order, and how long it may take.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemKind {
    /// As `POST /orders/{id}/problems` takes it.
    #[schema(value_type = String)]
    kind: CaseKind,
    /// The producer answers within so many hours.
    answer_hours: i64,
    answer_basis: String,
    /// It is settled within so many days.
    resolution_days: i64,
    resolution_basis: String,
}

/// All kinds.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemKindList {
    data: Vec<ProblemKind>,
}

impl ProblemKind {
    fn of(times: &Times, lang: Lang) -> Self {
        Self {
            kind: times.kind,
            answer_hours: times.answer_hours,
            answer_basis: times.answer_basis.said(lang).to_owned(),
            resolution_days: times.resolution_days,
            resolution_basis: times.resolution_basis.said(lang).to_owned(),
        }
    }
}

/// The kinds of problems with the times that the law has the market publish, as they are today.
#[utoipa::path(
    get, path = "/api/v1/problem-kinds", tag = "shop",
    extensions(("x-policy" = json!("public"))),
    responses((status = 200, body = ProblemKindList)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
) -> Result<impl IntoResponse, Problem> {
    let today = state.app.clock.today();
    let times = orders::case_times(state.app.db.read(), today).await?;
    let data = times
        .iter()
        .map(|times| ProblemKind::of(times, lang))
        .collect();
    Ok(axum::Json(ProblemKindList { data }))
}
