use axum::extract::State as Node;
use axum::response::IntoResponse;
use catalog::reviews::{self, Decision, RemarkText, Ruling};
use kernel::{ReviewId, RevisionId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::Official;
use web::{Json, Path, Problem, State};

use super::reviews::{ReviewView, view};
use crate::schema::Nothing;

/// A decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionBody {
    /// The revision that is decided, as the review names it. Needed for a listing; of an
    /// application it names its first listing's, and without it all that lies there is decided.
    #[schema(value_type = Option<String>)]
    revision: Option<RevisionId>,
    /// Why. What is refused or sent back says so.
    #[serde(default)]
    remarks: Vec<RemarkBody>,
}

/// A remark.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemarkBody {
    /// To what, as a JSON pointer; empty for the whole.
    #[serde(default)]
    pointer: String,
    /// `wrong_set`, `label_incomplete`, `certificate_unverified`, `certificate_lapsed`,
    /// `false_claim`, `forbidden_goods`, `picture_unclear`, `story_copied`, `price_unit`,
    /// `licence_missing`, `outside_area`, `duplicate` or `other`.
    code: String,
    /// In words.
    text: String,
}

/// Say that one works on a review; it binds nobody.
#[utoipa::path(
    post, path = "/api/v1/admin/reviews/{id}/claim", tag = "admin",
    params(("id" = String, Path, description = "rvw_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = ReviewView), (status = 409, description = "`conflict`")),
)]
pub(crate) async fn claim(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<ReviewId>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    let (who, now) = (official.decider(), state.app.now());
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        reviews::claim(&tx, id, &who, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(axum::Json(view(&state, &official, id).await?))
}

macro_rules! decisions {
    ($($(#[$doc:meta])* $name:ident = $decision:ident at $path:literal;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "admin", request_body = DecisionBody,
            params(("id" = String, Path, description = "rvw_…")),
            extensions(("x-policy" = json!("official"))),
            responses(
                (status = 200, body = ReviewView),
                (status = 403, description = "`forbidden`: one's own work, or a higher level decides"),
                (status = 404, description = "`not_found`: also in another area"),
                (status = 409, description = "`conflict`: decided meanwhile, or the producer is not approved"),
                (status = 412, description = "`stale`: another revision was submitted meanwhile"),
                (status = 422, description = "`invalid`"),
            ),
        )]
        pub(crate) async fn $name(
            Node(state): Node<State>,
            official: Official,
            Path(id): Path<ReviewId>,
            Json(body): Json<DecisionBody>,
        ) -> Result<impl IntoResponse, Problem> {
            decide(&state, &official, id, body.ruling(Decision::$decision)).await
        }
    )*};
}

decisions! {
    /// Approve what was handed in.
    approve = Approved at "/api/v1/admin/reviews/{id}/approve";

    /// Refuse it.
    reject = Rejected at "/api/v1/admin/reviews/{id}/reject";

    /// Send it back with remarks.
    request_changes = ChangesRequested at "/api/v1/admin/reviews/{id}/request-changes";
}

impl DecisionBody {
    fn ruling(self, decision: Decision) -> Ruling {
        let remark = |remark: RemarkBody| RemarkText {
            pointer: remark.pointer,
            code: remark.code,
            text: remark.text,
        };
        Ruling {
            decision,
            revision: self.revision,
            remarks: self.remarks.into_iter().map(remark).collect(),
        }
    }
}

async fn decide(
    state: &State,
    official: &Official,
    id: ReviewId,
    ruling: Ruling,
) -> Result<impl IntoResponse + use<>, Problem> {
    let (who, now) = (official.decider(), state.app.now());
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        reviews::decide(&tx, id, &who, ruling.clone(), now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(axum::Json(view(state, official, id).await?))
}
