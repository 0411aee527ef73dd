//! Where our books and another's say different things.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::who::Admin;
use web::{Problem, State};

use crate::orders::NO_STORE;

/// Two books that differ.
#[derive(Serialize, ToSchema)]
pub(crate) struct Discrepancy {
    /// In what: `intent`, `refund` or `balance`.
    kind: String,
    /// Of what: our id, or theirs.
    subject: String,
    ours: String,
    theirs: String,
    #[schema(value_type = String, format = DateTime)]
    found_at: Timestamp,
}

/// All of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Discrepancies {
    data: Vec<Discrepancy>,
}

/// What our books and the card company's say differently, the oldest first, at most 1000.
///
/// Nothing is mended by itself: a person looks into each.
#[utoipa::path(
    get, path = "/api/v1/admin/discrepancies", tag = "admin",
    extensions(("x-policy" = json!("admin"))),
    responses((status = 200, body = Discrepancies), (status = 403, description = "`forbidden`")),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    _admin: Admin,
) -> Result<impl IntoResponse, Problem> {
    let found = payments::differences(state.app.db.read()).await?;
    let data = found.into_iter().map(|found| Discrepancy {
        kind: found.kind,
        subject: found.subject,
        ours: found.ours,
        theirs: found.theirs,
        found_at: found.found_at,
    });
    let data = data.collect();
    Ok((NO_STORE, axum::Json(Discrepancies { data })))
}
