use axum::extract::State as Node;
use axum::response::IntoResponse;
use catalog::reviews::{
    self, Decision, Filter, Level, Listed, Remark, Review, ReviewKind, ReviewStatus,
};
use kernel::{
    AccountId, CertificateId, Cursor, DocumentId, Limit, PictureId, ProducerId, ProductId,
    ReviewId, RevisionId, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::who::Official;
use web::{Path, Problem, Query, State};

use crate::certificate::CertificateView;
use crate::producer::documents::DocumentView;
use crate::schema::{RemarkSchema, page};

/// Which reviews.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// `producer`, `listing`, `certificate` or `document`.
    #[param(value_type = Option<String>)]
    kind: Option<ReviewKind>,
    /// `pending`, `decided` or `withdrawn`.
    #[param(value_type = Option<String>)]
    status: Option<ReviewStatus>,
    /// A commune's or a province's code.
    place: Option<String>,
    /// 1 to 100.
    limit: Option<i64>,
    /// From the page before.
    cursor: Option<String>,
}

/// A review.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewView {
    #[schema(value_type = String)]
    id: ReviewId,
    /// `producer`, `listing`, `certificate`, `document`.
    #[schema(value_type = String)]
    kind: ReviewKind,
    /// `pending`, `decided`, `withdrawn`.
    #[schema(value_type = String)]
    status: ReviewStatus,
    /// `approved`, `rejected`, `changes_requested`.
    #[schema(value_type = Option<String>)]
    decision: Option<Decision>,
    /// `commune`, `province`, `platform`.
    #[schema(value_type = String)]
    level: Level,
    /// When it goes up one level.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    /// What a decision names: the listing's revision; of an application, its first listing's.
    #[schema(value_type = Option<String>)]
    revision: Option<RevisionId>,
    /// The producer, product, certificate or document.
    subject: String,
    /// Its name.
    name: String,
    #[schema(value_type = String)]
    producer: ProducerId,
    producer_name: String,
    province_code: String,
    commune_code: String,
    #[schema(value_type = Option<String>)]
    claimed_by: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>)]
    decided_by: Option<AccountId>,
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Timestamp>,
    /// What was remarked when it was decided; in lists empty.
    #[schema(value_type = Vec<RemarkSchema>)]
    remarks: Vec<Remark>,
}

page!(Reviews of ReviewView, "A page of reviews.");

impl From<Listed> for ReviewView {
    fn from(listed: Listed) -> Self {
        let review = listed.review;
        Self {
            subject: subject(&review),
            name: listed
                .product_name
                .unwrap_or_else(|| listed.producer_name.clone()),
            producer_name: listed.producer_name,
            revision: review.revision.or(listed.first_listing),
            id: review.id,
            kind: review.kind,
            status: review.status,
            decision: review.decision,
            level: review.level,
            due_at: review.due_at,
            producer: review.producer,
            province_code: review.province_code,
            commune_code: review.commune_code,
            claimed_by: review.claimed_by,
            created_at: review.created_at,
            decided_by: review.decided_by,
            decided_at: review.decided_at,
            remarks: vec![],
        }
    }
}

fn subject(review: &Review) -> String {
    match review.kind {
        ReviewKind::Producer => ProducerId(review.subject).to_string(),
        ReviewKind::Listing => ProductId(review.subject).to_string(),
        ReviewKind::Certificate => CertificateId(review.subject).to_string(),
        ReviewKind::Document => DocumentId(review.subject).to_string(),
        ReviewKind::Portrait => PictureId(review.subject).to_string(),
    }
}

/// The reviews of one's area.
///
/// What waits comes most urgent first, everything else newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/reviews", tag = "admin", params(Which),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = Reviews)),
)]
pub(crate) async fn list(
    Node(state): Node<State>,
    official: Official,
    Query(which): Query<Which>,
) -> Result<impl IntoResponse, Problem> {
    let filter = Filter {
        kind: which.kind,
        status: which.status,
        place: which.place,
    };
    let limit = Limit::parse(which.limit)?;
    let after = which.cursor.as_deref().map(Cursor::place).transpose()?;
    let db = state.app.db.read();
    let page = reviews::list(db, &official.decider(), filter, (limit, after)).await?;
    Ok(axum::Json(page.map(ReviewView::from)))
}

/// A review with its remarks, and what waits under it.
#[utoipa::path(
    get, path = "/api/v1/admin/reviews/{id}", tag = "admin",
    params(("id" = String, Path, description = "rvw_…")),
    extensions(("x-policy" = json!("official"))),
    responses((status = 200, body = ReviewDetail), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    official: Official,
    Path(id): Path<ReviewId>,
) -> Result<impl IntoResponse, Problem> {
    let db = state.app.db.read();
    let today = state.app.clock.today();
    let dossier = reviews::dossier(db, &official.decider(), id, state.app.now()).await?;
    let certificates = dossier.certificates.into_iter();
    Ok(axum::Json(ReviewDetail {
        review: ReviewView {
            remarks: dossier.remarks,
            ..ReviewView::from(dossier.listed)
        },
        portrait: dossier
            .portrait
            .map(|id| web::picture_url(id, media::Size::Medium)),
        text: dossier.text,
        live: dossier.live,
        claims: dossier
            .claims
            .into_iter()
            .map(|fault| fault.pointer)
            .collect(),
        certificates: certificates
            .map(|c| CertificateView::on(c, today))
            .collect(),
        papers: dossier.papers.into_iter().map(DocumentView::from).collect(),
    }))
}

/// A review and the texts to compare.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewDetail {
    #[serde(flatten)]
    review: ReviewView,
    /// The text that waits or was decided, of a listing; of an application, its first listing's.
    #[schema(value_type = Option<Object>)]
    text: Option<catalog::revisions::RevisionBody>,
    /// The producer's picture that is decided, or that lies with the application: an address.
    portrait: Option<String>,
    /// The text on sale, of a listing.
    #[schema(value_type = Option<Object>)]
    live: Option<catalog::revisions::RevisionBody>,
    /// Where the text claims stars that are not held today.
    claims: Vec<String>,
    /// The listing's certificates, or the one that is claimed.
    certificates: Vec<CertificateView>,
    /// The producer's papers, or the one that waits.
    papers: Vec<DocumentView>,
}

/// A review of one's area with its remarks.
pub(super) async fn view(
    state: &State,
    official: &Official,
    id: ReviewId,
) -> Result<ReviewView, Problem> {
    let db = state.app.db.read();
    let listed = reviews::listed(db, &official.decider(), id).await?;
    let remarks = reviews::remarks(db, id).await?;
    Ok(ReviewView {
        remarks,
        ..ReviewView::from(listed)
    })
}
