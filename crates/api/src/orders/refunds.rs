//! What a buyer gets back: where it goes, and that it came.

use axum::extract::State as Node;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use kernel::{CaseId, OrderId, Page, ProducerId, RefundId, Timestamp, Vnd};
use payments::{Destination, Payer, Refund, RefundStatus};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::MaybeSession;
use web::{Json, Path, Problem, State};

use super::{NO_STORE, Seller, buyer, held};
use crate::schema::{Money, Nothing, page};

/// A bank account.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RefundDestination)]
pub(crate) struct DestinationBody {
    /// The bank's six digits, as in VietQR.
    bank_bin: String,
    account: String,
    account_name: String,
}

/// What is owed to a buyer.
#[derive(Serialize, ToSchema)]
#[schema(as = Refund)]
pub(crate) struct RefundView {
    #[schema(value_type = String)]
    id: RefundId,
    #[schema(value_type = String)]
    order: OrderId,
    /// The code that its payment is recognised by.
    code: String,
    #[schema(value_type = Option<String>)]
    case: Option<CaseId>,
    #[schema(value_type = Money)]
    amount: Vnd,
    /// Who sold: named where the lists of several are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    producer: Option<Seller>,
    /// `producer` or `market`.
    payer: &'static str,
    /// `due`, `sent`, `confirmed` or `failed`.
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    overdue: bool,
    reason: String,
    bank_ref: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    /// Whether the buyer said where it goes.
    destination_given: bool,
    /// Where it goes: for its payer alone, until it is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    destination: Option<DestinationBody>,
    /// What a code says that sends exactly it there (NAPAS VietQR): for its payer alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    vietqr: Option<String>,
}

/// Refunds; what is due first comes first.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefundList {
    data: Vec<RefundView>,
}

impl From<&Refund> for RefundView {
    fn from(refund: &Refund) -> Self {
        Self {
            id: refund.id,
            order: refund.order,
            code: refund.reference.clone(),
            case: refund.case,
            amount: refund.amount,
            producer: None,
            payer: refund.payer.as_str(),
            status: refund.status.as_str(),
            due_at: refund.due_at,
            overdue: refund.overdue_at.is_some(),
            reason: refund.reason.clone(),
            bank_ref: refund.bank_ref.clone(),
            sent_at: refund.sent_at,
            destination_given: refund.has_destination,
            destination: None,
            vietqr: None,
        }
    }
}

page!(RefundPage of RefundView, "A page of refunds; what is due first comes first.");

impl From<&[Refund]> for RefundList {
    fn from(refunds: &[Refund]) -> Self {
        let data = refunds.iter().map(RefundView::from).collect();
        Self { data }
    }
}

/// Refunds as their payer sees them: with who sold, and where they go.
pub(crate) async fn for_payer(
    state: &State,
    page: Page<Refund>,
    payer: Payer,
) -> Result<Page<RefundView>, Problem> {
    let mut views = Vec::with_capacity(page.data.len());
    let sellers: Vec<ProducerId> = page.data.iter().map(|refund| refund.producer).collect();
    let names = catalog::producers::names(state.app.db.read(), &sellers).await?;
    for refund in &page.data {
        let mut view = RefundView::from(refund);
        let id = refund.producer;
        let name = names.get(&id).cloned();
        view.producer = name.map(|name| Seller { id, name });
        let pending = matches!(refund.status, RefundStatus::Due | RefundStatus::Failed);
        if refund.payer == payer && pending && refund.has_destination {
            let (db, secret) = (state.app.db.read(), &state.app.secret);
            let to = payments::destination(db, refund.id, secret).await?;
            // An account that no code holds is typed in by hand.
            view.vietqr = to.as_ref().and_then(|to| refund.vietqr(to).ok());
            view.destination = to.map(|to| DestinationBody {
                bank_bin: to.bank_bin,
                account: to.account,
                account_name: to.account_name,
            });
        }
        views.push(view);
    }
    Ok(Page {
        data: views,
        has_more: page.has_more,
        next_cursor: page.next_cursor,
    })
}

/// What you get back for an order.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/refunds", tag = "buying",
    params(("id" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = RefundList), (status = 404)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path(id): Path<OrderId>,
) -> Result<impl IntoResponse, Problem> {
    held(&state, &caller, &headers, id).await?;
    all(&state, id).await
}

/// Say to which bank account it goes. Only its payer sees it.
#[utoipa::path(
    put, path = "/api/v1/orders/{id}/refunds/{refund}/destination", tag = "buying", request_body = DestinationBody,
    params(("id" = String, Path), ("refund" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = RefundList), (status = 404), (status = 409, description = "`conflict`"), (status = 422)),
)]
pub(crate) async fn give_destination(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path((id, refund)): Path<(OrderId, RefundId)>,
    Json(to): Json<DestinationBody>,
) -> Result<impl IntoResponse, Problem> {
    held(&state, &caller, &headers, id).await?;
    let to = Destination::parse(&to.bank_bin, &to.account, &to.account_name)?;
    let app = &state.app;
    market::give_destination(app, (id, refund), &to, app.now()).await?;
    all(&state, id).await
}

/// Say that the money has come.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/refunds/{refund}/confirm", tag = "buying", request_body = Option<Nothing>,
    params(("id" = String, Path), ("refund" = String, Path), ("Order-Token" = Option<String>, Header)),
    extensions(("x-policy" = json!("buyer"))),
    responses((status = 200, body = RefundList), (status = 404), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn confirm(
    Node(state): Node<State>,
    caller: MaybeSession,
    headers: HeaderMap,
    Path((id, refund)): Path<(OrderId, RefundId)>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    held(&state, &caller, &headers, id).await?;
    let app = &state.app;
    market::confirm_refund(&app.db, (id, refund), buyer(&caller), app.now()).await?;
    all(&state, id).await
}

async fn all(state: &State, order: OrderId) -> Result<impl IntoResponse + use<>, Problem> {
    let refunds = payments::refunds_of(state.app.db.read(), order).await?;
    Ok((NO_STORE, axum::Json(RefundList::from(&refunds[..]))))
}
