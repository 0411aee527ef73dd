//! The steps that carry little more than themselves.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::OrderId;
use orders::Reason;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Packer;
use web::{Json, Path, Problem, State};

use super::now;
use crate::orders::OrderView;
use crate::schema::Nothing;

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declined {
    /// `out_of_stock`, `undeliverable` or `recall`.
    #[schema(value_type = String)]
    reason_code: Reason,
}

/// Why an order could not be handed over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failed {
    /// `refused_at_door`, or nothing.
    #[schema(value_type = Option<String>)]
    reason_code: Option<Reason>,
}

/// What came back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Back {
    /// Whether it can be sold again.
    whole: bool,
}

/// Steps without fields, each with its path, its words and its use-case.
macro_rules! step {
    ($name:ident, $path:literal, $doc:literal, $act:path) => {
        #[doc = $doc]
        #[utoipa::path(
            post, path = $path, tag = "producer", request_body = Option<Nothing>,
            params(("id" = String, Path)),
            extensions(("x-policy" = json!("member"))),
            responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`")),
        )]
        pub(crate) async fn $name(
            Node(state): Node<State>,
            member: Packer,
            Path(id): Path<OrderId>,
            Json(Nothing {}): Json<Nothing>,
        ) -> Result<impl IntoResponse, Problem> {
            let (app, own) = (&state.app, (member.producer, id));
            $act(&app.db, own, member.actor, app.now()).await?;
            now(&state, own).await
        }
    };
}

step!(
    accept,
    "/api/v1/producer/orders/{id}/accept",
    "Accept an order: it will be sent.",
    market::accept
);
step!(
    pack,
    "/api/v1/producer/orders/{id}/pack",
    "Say that an order is in its box.",
    market::pack
);
step!(
    deliver,
    "/api/v1/producer/orders/{id}/deliver",
    "Say that an order has arrived.",
    market::deliver
);
step!(
    extend,
    "/api/v1/producer/orders/{id}/extend",
    "Ask for more time, once.",
    market::extend
);

step!(
    payment_missing,
    "/api/v1/producer/orders/{id}/payment-missing",
    "Say that the account was looked into and the money has not come: the buyer is asked again.",
    market::payment_missing
);

/// Refuse an order; its stock is free again.
#[utoipa::path(
    post, path = "/api/v1/producer/orders/{id}/decline", tag = "producer", request_body = Declined,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn decline(
    Node(state): Node<State>,
    member: Packer,
    Path(id): Path<OrderId>,
    Json(Declined { reason_code }): Json<Declined>,
) -> Result<impl IntoResponse, Problem> {
    let own = [Reason::OutOfStock, Reason::Undeliverable, Reason::Recall];
    if !own.contains(&reason_code) {
        return Err(Problem::field("/reason_code", "reason_code"));
    }
    let (app, own) = (&state.app, (member.producer, id));
    market::decline(&app.db, own, reason_code, member.actor, app.now()).await?;
    now(&state, own).await
}

/// Say that an order could not be handed over; `refused_at_door` where its receiver refused it.
#[utoipa::path(
    post, path = "/api/v1/producer/orders/{id}/fail-delivery", tag = "producer", request_body = Failed,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn fail_delivery(
    Node(state): Node<State>,
    member: Packer,
    Path(id): Path<OrderId>,
    Json(Failed { reason_code }): Json<Failed>,
) -> Result<impl IntoResponse, Problem> {
    let refused = reason_code == Some(Reason::RefusedAtDoor);
    if reason_code.is_some() && !refused {
        return Err(Problem::field("/reason_code", "reason_code"));
    }
    let (app, own) = (&state.app, (member.producer, id));
    market::fail_delivery(&app.db, own, refused, member.actor, app.now()).await?;
    now(&state, own).await
}

/// Say that the box is back, and whether what is in it can be sold again.
#[utoipa::path(
    post, path = "/api/v1/producer/orders/{id}/returned", tag = "producer", request_body = Back,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn returned(
    Node(state): Node<State>,
    member: Packer,
    Path(id): Path<OrderId>,
    Json(Back { whole }): Json<Back>,
) -> Result<impl IntoResponse, Problem> {
    let (app, own) = (&state.app, (member.producer, id));
    market::take_back(&app.db, own, whole, member.actor, app.now()).await?;
    now(&state, own).await
}
