//! A producer's cases: what its buyers say is wrong, and its answers.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{CaseId, Limit, ProducerId};
use market::Saying;
use orders::{CaseEvent, CaseStatus, Cases, Remedy};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use web::who::{Member, Packer};
use web::{Code, Json, Path, Problem, Query, State};

use crate::orders::NO_STORE;
use crate::orders::problems::{CasePage, CaseView, now};

/// Which cases.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Only those that stand there; else all that are not closed.
    #[param(value_type = Option<String>)]
    pub(crate) status: Option<CaseStatus>,
    /// How many: 1 to 100, 24 unless said.
    pub(crate) limit: Option<i64>,
    /// Where the page before this one ended.
    pub(crate) cursor: Option<String>,
}

impl Filter {
    pub(crate) fn place(&self) -> Result<(Limit, Option<&str>), Problem> {
        Ok((Limit::parse(self.limit)?, self.cursor.as_deref()))
    }
}

/// What is offered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    /// `refund`, `replacement`, `return` or `refuse`. What the buyer wishes settles it; anything
    /// else they may take or leave; of a refusal the operator decides.
    #[schema(value_type = String)]
    answer: Remedy,
    note: Option<String>,
}

/// What came back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoodsBack {
    /// Whether it can be sold again.
    whole: bool,
}

/// The problems of the producer's orders, by their deadline.
#[utoipa::path(
    get, path = "/api/v1/producer/cases", tag = "producer", params(Filter),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = CasePage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    member: Member,
    Query(filter): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let cases = Cases {
        producer: Some(member.producer),
        status: filter.status,
    };
    let page = orders::list_cases(state.app.db.read(), cases, filter.place()?).await?;
    Ok((NO_STORE, axum::Json(page.map(CaseView::from))))
}

/// One of them.
#[utoipa::path(
    get, path = "/api/v1/producer/cases/{id}", tag = "producer", params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = CaseView), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    member: Member,
    Path(id): Path<CaseId>,
) -> Result<impl IntoResponse, Problem> {
    own(&state, (member.producer, id)).await?;
    Ok((NO_STORE, axum::Json(now(&state, id).await?)))
}

/// Answer a problem.
#[utoipa::path(
    post, path = "/api/v1/producer/cases/{id}/answer", tag = "producer", request_body = Answer,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = CaseView), (status = 404), (status = 409, description = "`conflict`, `out_of_stock`"), (status = 422)),
)]
pub(crate) async fn answer(
    Node(state): Node<State>,
    member: Packer,
    Path(id): Path<CaseId>,
    Json(Answer { answer, note }): Json<Answer>,
) -> Result<impl IntoResponse, Problem> {
    let saying = Saying {
        note,
        ..Saying::of(CaseEvent::Answer(answer))
    };
    say(&state, &member, id, &saying).await
}

/// Say that the goods are back: the money falls due.
#[utoipa::path(
    post, path = "/api/v1/producer/cases/{id}/received", tag = "producer", request_body = GoodsBack,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = CaseView), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn received(
    Node(state): Node<State>,
    member: Packer,
    Path(id): Path<CaseId>,
    Json(GoodsBack { whole }): Json<GoodsBack>,
) -> Result<impl IntoResponse, Problem> {
    let saying = Saying {
        whole,
        ..Saying::of(CaseEvent::Received)
    };
    say(&state, &member, id, &saying).await
}

async fn say(
    state: &State,
    member: &Packer,
    id: CaseId,
    saying: &Saying,
) -> Result<impl IntoResponse + use<>, Problem> {
    let (app, whose) = (&state.app, (member.producer, id));
    market::answer_case(&app.db, whose, saying, member.actor, app.now()).await?;
    Ok((NO_STORE, axum::Json(now(state, id).await?)))
}

async fn own(state: &State, (producer, id): (ProducerId, CaseId)) -> Result<(), Problem> {
    let case = orders::case(state.app.db.read(), id).await?;
    if case.producer == producer {
        Ok(())
    } else {
        Err(Problem::new(Code::NotFound))
    }
}
