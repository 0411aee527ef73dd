//! Where our books and another's say different things.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use kernel::{AccountId, DiscrepancyId, Timestamp};
use payments::Difference;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::Admin;
use web::{Json, Path, Problem, State};

use crate::orders::NO_STORE;

/// Two books that differ.
#[derive(Serialize, ToSchema)]
pub(crate) struct Discrepancy {
    #[schema(value_type = String)]
    id: DiscrepancyId,
    /// In what: `intent`, `refund`, `refund_failed`, `transfer`, `reversal`, `dispute`, `balance`, `fee`,
    /// `payout` or `bank`.
    kind: String,
    /// Of what: our id, or theirs.
    subject: String,
    ours: String,
    theirs: String,
    #[schema(value_type = String, format = DateTime)]
    found_at: Timestamp,
    /// Who looked into it …
    #[schema(value_type = Option<String>)]
    settled_by: Option<AccountId>,
    /// … when …
    #[schema(value_type = Option<String>, format = DateTime)]
    settled_at: Option<Timestamp>,
    /// … and what they found.
    note: Option<String>,
}

impl From<Difference> for Discrepancy {
    fn from(difference: Difference) -> Self {
        let (mut by, mut at, mut note) = (None, None, None);
        if let Some((who, when, what)) = difference.settled {
            (by, at, note) = (Some(who), Some(when), Some(what));
        }
        let found = difference.found;
        Self {
            id: difference.id,
            kind: found.kind,
            subject: found.subject,
            ours: found.ours,
            theirs: found.theirs,
            found_at: found.found_at,
            settled_by: by,
            settled_at: at,
            note,
        }
    }
}

/// All of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Discrepancies {
    data: Vec<Discrepancy>,
}

/// What our books and the card company's say differently, and nobody has looked into: the oldest
/// first, at most 1000.
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
    let data = found.into_iter().map(Discrepancy::from).collect();
    Ok((NO_STORE, axum::Json(Discrepancies { data })))
}

/// What a person found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Looked {
    /// In their words: 1 to 500 characters.
    note: String,
}

/// Say what you found where two books differ. It is told no more, while both say the same.
///
/// Said again, it answers as it was said first.
#[utoipa::path(
    post, path = "/api/v1/admin/discrepancies/{id}/settle", tag = "admin", request_body = Looked,
    params(("id" = String, Path)),
    extensions(("x-policy" = json!("admin"))),
    responses(
        (status = 200, body = Discrepancy),
        (status = 403, description = "`forbidden`"),
        (status = 404),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn settle(
    Node(state): Node<State>,
    admin: Admin,
    Path(id): Path<DiscrepancyId>,
    Json(looked): Json<Looked>,
) -> Result<impl IntoResponse, Problem> {
    let said = (id, looked.note.as_str());
    let difference = web::discrepancies::settle(&state, &admin, said).await?;
    Ok((NO_STORE, axum::Json(Discrepancy::from(difference))))
}
