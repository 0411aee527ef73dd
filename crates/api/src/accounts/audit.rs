use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{AccountId, Cursor, Limit, MandateId, Page, PageError, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::Admin;
use web::{Problem, Query, State};

use super::view::NO_STORE;

/// Which part of the record.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Only what was done to this thing: its id.
    subject: Option<String>,
    /// Only what was done under this mandate.
    #[param(value_type = Option<String>)]
    mandate: Option<MandateId>,
    limit: Option<i64>,
    cursor: Option<String>,
}

/// What was done, by whom, in which capacity.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditRecord {
    seq: i64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[schema(value_type = Option<String>)]
    account: Option<AccountId>,
    /// `self`, `member`, `mandate`, `official`, `admin` or `system`.
    capacity: String,
    /// Under which mandate.
    #[schema(value_type = Option<String>)]
    mandate: Option<MandateId>,
    action: String,
    subject_kind: String,
    subject_id: String,
    #[schema(value_type = Object)]
    detail: serde_json::Value,
    /// The `x-request-id` of the request that asked for it; none where the market did it by itself.
    request: Option<String>,
}

/// A page of the record.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of a page in the document")]
pub(crate) struct AuditPage {
    data: Vec<AuditRecord>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// The record of who did what, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/audit", tag = "admin", params(Filter),
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = AuditPage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
    Query(filter): Query<Filter>,
) -> Result<impl IntoResponse, Problem> {
    let of = audit::Of {
        subject: filter.subject,
        mandate: filter.mandate,
    };
    let limit = Limit::parse(filter.limit)?;
    page(&state, of, limit, filter.cursor.as_deref()).await
}

/// A page of a part of the record.
pub(super) async fn page(
    state: &State,
    of: audit::Of,
    limit: Limit,
    cursor: Option<&str>,
) -> Result<impl IntoResponse + use<>, Problem> {
    let before = cursor.map(position).transpose()?;
    let db = state.app.db.read();
    let records = audit::list_of(db, before, of, limit.overfetch()).await?;
    let page = Page::from_overfetch(records, limit, |last| Cursor::new([last.seq.to_string()]));
    Ok((NO_STORE, axum::Json(page.map(view))))
}

fn position(cursor: &str) -> Result<i64, PageError> {
    let [seq] = Cursor::fields::<1>(cursor)?;
    seq.parse().map_err(|_number| PageError::Cursor)
}

pub(super) fn view(record: audit::Record) -> AuditRecord {
    AuditRecord {
        seq: record.seq,
        at: record.at,
        account: record.account,
        capacity: record.capacity,
        mandate: record.mandate,
        action: record.action,
        subject_kind: record.subject_kind,
        subject_id: record.subject_id,
        detail: record.detail,
        request: record.request,
    }
}
