//! What officials do with certificates. Each answers with the certificate.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use catalog::certificates::{self, Cause, Facts, Lodged, Part, Wanted};
use kernel::{CertificateId, Cursor, Day, Limit};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use web::who::Official;
use web::{Json, Path, Problem, Query, State};

use crate::certificate::CertificateView;
use crate::schema::page;

/// What the official reads from the decision in their hand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerifyBody {
    decision_no: String,
    #[schema(value_type = String, format = Date)]
    issued_on: Day,
    #[schema(value_type = String, format = Date)]
    expires_on: Day,
    /// 3, 4 or 5.
    stars: i64,
}

/// The proof that a re-grading was lodged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtendBody {
    #[schema(value_type = String, format = Date)]
    lodged_on: Day,
    receipt_no: String,
    /// Until when it runs on; as long as the law allows where it is not said.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Day>,
}

/// Why it is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevokeBody {
    /// `false_file`, `criteria_no_longer_met`, `law_breached`, `mark_misused`,
    /// `production_stopped` or `other_finding`.
    #[schema(value_type = String)]
    cause: Cause,
}

/// Which of the area's certificates.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// `claimed` (and not verified yet), `ending` (within thirty days) or `running`; all where
    /// nothing is said.
    #[param(value_type = Option<String>)]
    part: Option<Part>,
    /// Part of the producer's or product's name, or of the decision's number.
    q: Option<String>,
    limit: Option<i64>,
    cursor: Option<String>,
}

page!(CertificatePage of CertificateView, "A page of certificates.");

/// The certificates of the official's area, those that end first at the top.
#[utoipa::path(
    get, path = "/api/v1/admin/certificates", tag = "admin", params(Asked),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = CertificatePage)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    official: Official,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Problem> {
    let today = state.app.clock.today();
    let limit = Limit::parse(asked.limit)?;
    let after = asked
        .cursor
        .as_deref()
        .map(Cursor::fields::<2>)
        .transpose()?;
    let after = after.map(|[day, id]| id.parse().map(|id| (day, id)));
    let after = after.transpose().map_err(|_id| kernel::PageError::Cursor)?;
    let wanted = Wanted {
        part: asked.part,
        text: asked.q,
    };
    let place = (limit, after, today);
    let db = state.app.db.read();
    let page = certificates::of_area(db, &official.decider(), &wanted, place).await?;
    Ok(axum::Json(page.map(|one| CertificateView::on(one, today))))
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident($body:ty => $what:expr) at $path:literal;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "admin", request_body = $body,
            params(("id" = String, Path, description = "cer_…")),
            extensions(("x-policy" = json!("official"))),
            responses(
                (status = 200, body = CertificateView),
                (status = 403, description = "`forbidden`: one's own work, or a higher level decides"),
                (status = 404, description = "`not_found`: also in another area"),
                (status = 409, description = "`conflict`: its state does not admit it"),
                (status = 422, description = "`invalid`"),
            ),
        )]
        pub(crate) async fn $name(
            Node(state): Node<State>,
            official: Official,
            Path(id): Path<CertificateId>,
            Json(body): Json<$body>,
        ) -> Result<impl IntoResponse, Problem> {
            let (who, now) = (official.decider(), state.app.now());
            let what = $what(body);
            let done = store::retry(|| async {
                let tx = store::write(&state.app.db).await?;
                let done = certificates::$name(&tx, id, &who, what.clone(), now).await?;
                tx.commit().await.map_err(catalog::Error::from)?;
                Ok::<_, catalog::Error>(done)
            })
            .await?;
            Ok(axum::Json(CertificateView::on(done, Day::of(now))))
        }
    )*};
}

acts! {
    /// Verify a certificate against its decision: from now on its star shows.
    verify(VerifyBody => VerifyBody::facts) at "/api/v1/admin/certificates/{id}/verify";

    /// Let it run on while its re-grading is decided.
    extend(ExtendBody => ExtendBody::lodged) at "/api/v1/admin/certificates/{id}/extend";

    /// Take it back: its star is gone at once.
    revoke(RevokeBody => RevokeBody::cause) at "/api/v1/admin/certificates/{id}/revoke";
}

impl VerifyBody {
    fn facts(self) -> Facts {
        Facts {
            decision_no: self.decision_no,
            issued_on: self.issued_on,
            expires_on: self.expires_on,
            stars: self.stars,
        }
    }
}

impl ExtendBody {
    fn lodged(self) -> Lodged {
        Lodged {
            lodged_on: self.lodged_on,
            receipt_no: self.receipt_no,
            until: self.until,
        }
    }
}

impl RevokeBody {
    fn cause(self) -> Cause {
        self.cause
    }
}
