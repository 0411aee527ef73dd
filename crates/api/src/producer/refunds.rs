//! What a producer owes to its buyers.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{Limit, RefundId};
use payments::{Payer, RefundStatus, Refunds};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use web::who::OwnerOf;
use web::{Json, Path, Problem, Query, State};

use crate::orders::NO_STORE;
use crate::orders::refunds::{RefundList, RefundPage, for_payer};

/// Which refunds.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Only those that stand there: `due`, `sent`, `confirmed`, `failed`.
    pub(crate) status: Option<String>,
    /// How many: 1 to 100, 24 unless said.
    pub(crate) limit: Option<i64>,
    /// Where the page before this one ended.
    pub(crate) cursor: Option<String>,
}

impl Filter {
    pub(crate) fn status(&self) -> Result<Option<RefundStatus>, Problem> {
        let parse = |word: &str| {
            RefundStatus::parse(word).ok_or_else(|| Problem::field("/status", "invalid"))
        };
        self.status.as_deref().map(parse).transpose()
    }

    pub(crate) fn place(&self) -> Result<(Limit, Option<&str>), Problem> {
        Ok((Limit::parse(self.limit)?, self.cursor.as_deref()))
    }
}

/// That it was sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sent {
    /// The bank's own number for it.
    pub(crate) bank_ref: Option<String>,
}

impl Sent {
    pub(crate) fn bank_ref(&self) -> Result<Option<&str>, Problem> {
        let holds = |r: &&str| r.len() <= 60 && !r.chars().any(char::is_control);
        match self.bank_ref.as_deref() {
            Some(bank_ref) if !holds(&bank_ref) => Err(Problem::field("/bank_ref", "invalid")),
            said => Ok(said.map(str::trim).filter(|r| !r.is_empty())),
        }
    }
}

/// What the producer owes, with where it goes.
#[utoipa::path(
    get, path = "/api/v1/producer/refunds", tag = "producer", params(Filter),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = RefundPage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    OwnerOf(member): OwnerOf,
    Query(filter): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let which = Refunds {
        producer: Some(member.producer),
        status: filter.status()?,
        payer: None,
    };
    let page = payments::list_refunds(state.app.db.read(), which, filter.place()?).await?;
    let page = for_payer(&state, page, Payer::Producer).await?;
    Ok((NO_STORE, axum::Json(page)))
}

/// Say that a refund was sent.
#[utoipa::path(
    post, path = "/api/v1/producer/refunds/{id}/send", tag = "producer", request_body = Sent,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = RefundList), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn send(
    Node(state): Node<State>,
    OwnerOf(member): OwnerOf,
    Path(id): Path<RefundId>,
    Json(sent): Json<Sent>,
) -> Result<impl IntoResponse, Problem> {
    let (app, payer) = (&state.app, (Some(member.producer), id));
    market::send_refund(&app.db, payer, sent.bank_ref()?, member.actor, app.now()).await?;
    let refund = payments::refund(app.db.read(), id).await?;
    Ok((NO_STORE, axum::Json(RefundList::from(&[refund][..]))))
}
