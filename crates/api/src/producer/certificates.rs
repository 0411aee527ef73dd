use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use catalog::certificates::{self, Claim, Regrading, Stage, Told, ToldDay, Window};
use catalog::reviews::{self, ReviewKind};
use kernel::{CertificateId, Day, ProductId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::who::{Editor, Member};
use web::{Json, Problem, State};

use super::view::Lies;
use crate::certificate::{CertificateView, Certificates};

/// A certificate, and what its holder has to do.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldCertificate {
    #[serde(flatten)]
    certificate: CertificateView,
    /// Of a verified one: what is left, and when its re-grading is lodged.
    regrading: Option<RegradingView>,
}

/// How much of a certificate's term is left, and when its re-grading is lodged.
#[derive(Serialize, ToSchema)]
#[schema(as = Regrading)]
struct RegradingView {
    /// Until its star goes.
    days_left: i64,
    /// The first day of the law's window.
    #[schema(value_type = String, format = Date)]
    opens: Day,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    closes: Day,
    /// `early`, `open`, `late`, `lodged` or `over`.
    #[schema(value_type = String)]
    stage: Stage,
}

/// What became of a claim.
#[derive(Serialize, ToSchema)]
pub(crate) struct AnsweredClaim {
    #[schema(value_type = String)]
    certificate: CertificateId,
    product_name: String,
    review: Lies,
}

/// A producer's certificates, and what became of its claims; a refused certificate is nobody's
/// again, so it stands among the claims alone.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldCertificates {
    data: Vec<HeldCertificate>,
    claims: Vec<AnsweredClaim>,
}

impl From<Regrading> for RegradingView {
    fn from(regrading: Regrading) -> Self {
        Self {
            days_left: regrading.days_left,
            opens: regrading.opens,
            closes: regrading.closes,
            stage: regrading.stage,
        }
    }
}

/// A claim: an entry of the registry by its id, or what the certificate says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimBody {
    /// The listing that is to carry it. An entry of the registry may be claimed before there is one.
    #[schema(value_type = Option<String>)]
    product: Option<ProductId>,
    /// The entry of the registry; then nothing else is needed.
    #[schema(value_type = Option<String>)]
    certificate: Option<CertificateId>,
    decision_no: Option<String>,
    /// As written on the certificate.
    issuer: Option<String>,
    /// `2026-08-05`, or no more than is known: `2026-08`, `2026`.
    issued_on: Option<String>,
    expires_on: Option<String>,
    /// 3, 4 or 5.
    stars: Option<i64>,
    /// As written: `42-18676-3-2024`.
    product_code: Option<String>,
}

/// What the producer has claimed, and what the registry holds under its name that nobody has; and
/// what became of each claim.
#[utoipa::path(
    get, path = "/api/v1/producer/certificates", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = HeldCertificates)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    let (db, today) = (state.app.db.read(), Day::of(state.app.now()));
    let window = Window::on(db, today).await?;
    let found = certificates::of_producer(db, member.producer).await?;
    let view = |certificate: certificates::Certificate| HeldCertificate {
        regrading: window.of(&certificate, today).map(RegradingView::from),
        certificate: CertificateView::on(certificate, today),
    };
    let mut claims = vec![];
    for answer in reviews::of_producer(db, member.producer, ReviewKind::Certificate).await? {
        let id = CertificateId(answer.0.subject);
        claims.push(AnsweredClaim {
            certificate: id,
            product_name: certificates::find(db, id).await?.product_name,
            review: Lies::from(answer),
        });
    }
    Ok(axum::Json(HeldCertificates {
        data: found.into_iter().map(view).collect(),
        claims,
    }))
}

/// What the registry holds that nobody has claimed and that may be this producer's: "We found Nước
/// mắm Thu Hùng. Is it yours?"
///
/// The likeliest first. Claim one with `POST /api/v1/producer/certificates {product, certificate}`.
#[utoipa::path(
    get, path = "/api/v1/producer/certificates/suggestions", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses((status = 200, body = Certificates)),
)]
pub(crate) async fn suggest(
    Node(state): Node<State>,
    member: Member,
) -> Result<impl IntoResponse, Problem> {
    let today = Day::of(state.app.now());
    let found = certificates::suggest(state.app.db.read(), member.producer).await?;
    let view = |found: certificates::Suggestion| CertificateView::on(found.certificate, today);
    Ok(axum::Json(Certificates {
        data: found.into_iter().map(view).collect(),
    }))
}

/// Claim a certificate, for a listing or before there is one.
///
/// It is recorded and shows no star before an official of its province has verified it.
#[utoipa::path(
    post, path = "/api/v1/producer/certificates", tag = "producer", request_body = ClaimBody,
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 201, body = CertificateView),
        (status = 404, description = "`not_found`: also another's product"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn claim(
    Node(state): Node<State>,
    Editor(member): Editor,
    Json(body): Json<ClaimBody>,
) -> Result<impl IntoResponse, Problem> {
    let (whose, now) = ((member.producer, body.product), state.app.now());
    let claim = body.claim()?;
    let claimed = store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        let claimed = certificates::claim(&tx, whose, claim.clone(), member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)?;
        Ok::<_, catalog::Error>(claimed)
    })
    .await?;
    let view = CertificateView::on(claimed, Day::of(now));
    Ok((StatusCode::CREATED, axum::Json(view)))
}

impl ClaimBody {
    fn claim(self) -> Result<Claim, Problem> {
        if let Some(id) = self.certificate {
            return Ok(Claim::Recorded(id));
        }
        Ok(Claim::Told(Told {
            decision_no: self.decision_no.unwrap_or_default(),
            issuer: self.issuer.unwrap_or_default(),
            issued_on: told(self.issued_on.as_deref(), "/issued_on")?,
            expires_on: told(self.expires_on.as_deref(), "/expires_on")?,
            stars: self.stars.unwrap_or_default(),
            product_code: self.product_code,
        }))
    }
}

fn told(text: Option<&str>, pointer: &str) -> Result<Option<ToldDay>, Problem> {
    text.map(|text| ToldDay::parse(text).ok_or_else(|| Problem::field(pointer, "invalid")))
        .transpose()
}
