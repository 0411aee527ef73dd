//! What the card company paid out to the market's own bank account.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{BankLineId, Timestamp, Vnd};
use payments::CardPayout;
use serde::Serialize;
use utoipa::ToSchema;
use web::who::Admin;
use web::{Problem, State};

use crate::orders::NO_STORE;
use crate::schema::Money;

/// What the card company paid out to the market's own bank account.
#[derive(Serialize, ToSchema)]
#[schema(as = CardPayout)]
pub(crate) struct CardPayoutView {
    /// What the card company calls it.
    id: String,
    #[schema(value_type = Money)]
    amount: Vnd,
    #[schema(value_type = String, format = DateTime)]
    left_at: Timestamp,
    /// When the bank is to have it.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    /// `on_its_way`, `arrived` or `returned`.
    status: &'static str,
    /// The bank's line that it is.
    #[schema(value_type = Option<String>)]
    line: Option<BankLineId>,
    #[schema(value_type = Option<String>, format = DateTime)]
    returned_at: Option<Timestamp>,
}

/// What the card company paid out: the last hundred.
#[derive(Serialize, ToSchema)]
pub(crate) struct CardPayouts {
    data: Vec<CardPayoutView>,
}

impl From<CardPayout> for CardPayoutView {
    fn from(payout: CardPayout) -> Self {
        let status = match (payout.returned_at, payout.line) {
            (Some(_), _) => "returned",
            (None, Some(_)) => "arrived",
            (None, None) => "on_its_way",
        };
        Self {
            id: payout.told.provider_id,
            amount: payout.told.amount,
            left_at: payout.told.left_at,
            due_at: payout.told.due_at,
            status,
            line: payout.line,
            returned_at: payout.returned_at,
        }
    }
}

/// What the card company paid out to the market's own bank account: the newest first, at most 100.
///
/// The morning's comparison books them. A line of the bank's statement that says `STRIPE` and is what
/// one of them comes to is it; any other waits for a person.
#[utoipa::path(
    get, path = "/api/v1/admin/card-payouts", tag = "admin",
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = CardPayouts), (status = 403, description = "`forbidden`")),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
) -> Result<impl IntoResponse, Problem> {
    let found = payments::card_payouts(state.app.db.read()).await?;
    let data = found.into_iter().map(CardPayoutView::from).collect();
    Ok((NO_STORE, axum::Json(CardPayouts { data })))
}
