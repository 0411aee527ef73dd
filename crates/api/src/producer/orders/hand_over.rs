//! Handing over the box, and the money that comes for it.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{OrderId, Vnd};
use payments::Receipt;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Packer;
use web::{FieldError, Json, Path, Problem, State};

use super::now;
use crate::orders::OrderView;
use crate::schema::Money;

/// How the box goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shipped {
    /// `self`, `coach` or a carrier's name of up to 60 characters.
    carrier: String,
    tracking_code: Option<String>,
    /// The driver's phone.
    phone: Option<String>,
}

/// What came in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Received {
    #[schema(value_type = Money)]
    amount: Vnd,
    /// The bank's own number for it.
    bank_ref: Option<String>,
    /// Let go of what is missing, where it is no more than the market's rule allows.
    forgive: Option<bool>,
}

/// Say that the box is handed over.
#[utoipa::path(
    post, path = "/api/v1/producer/orders/{id}/ship", tag = "producer", request_body = Shipped,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn ship(
    Node(state): Node<State>,
    member: Packer,
    Path(id): Path<OrderId>,
    Json(said): Json<Shipped>,
) -> Result<impl IntoResponse, Problem> {
    let code = said.tracking_code.as_deref();
    let handover = orders::handover(&said.carrier, code, said.phone.as_deref())?;
    let (app, own) = (&state.app, (member.producer, id));
    market::ship(&app.db, own, &handover, member.actor, app.now()).await?;
    now(&state, own).await
}

/// Say that money came for an order.
#[utoipa::path(
    post, path = "/api/v1/producer/orders/{id}/payment-received", tag = "producer", request_body = Received,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = OrderView), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn payment_received(
    Node(state): Node<State>,
    member: Packer,
    Path(id): Path<OrderId>,
    Json(said): Json<Received>,
) -> Result<impl IntoResponse, Problem> {
    if let Some(wrong) = said.bank_ref.as_deref().and_then(bank_ref) {
        return Err(Problem::invalid(vec![wrong]));
    }
    let receipt = Receipt {
        amount: said.amount,
        bank_ref: said.bank_ref,
        forgive: said.forgive == Some(true),
        line: None,
    };
    let (app, own) = (&state.app, (member.producer, id));
    market::payment_received(&app.db, own, &receipt, member.actor, app.now()).await?;
    now(&state, own).await
}

fn bank_ref(text: &str) -> Option<FieldError> {
    if text.chars().any(char::is_control) {
        Some(FieldError::new("/bank_ref", "control_characters"))
    } else if text.chars().count() > 60 {
        Some(FieldError::new("/bank_ref", "too_long").with("max", &60))
    } else {
        None
    }
}
