use kernel::{AccountId, ProducerId, ReviewId, RevisionId, Timestamp, words};
use store::{ConnectionTrait, Row, first};
use uuid::Uuid;

use super::official::Official;
use crate::Error;
use crate::words::stored;

words! {
    /// What is reviewed.
    ReviewKind {
        /// A producer's application.
        Producer = "producer",
        /// A revision of a product.
        Listing = "listing",
        /// A certificate that a producer claims.
        Certificate = "certificate",
        /// A document of a producer.
        Document = "document",
        /// A picture that shows a producer.
        Portrait = "portrait",
    }
}

words! {
    /// Where a review lies, lowest first.
    Level {
        /// With the commune.
        Commune = "commune",
        /// With the province.
        Province = "province",
        /// With who runs the market.
        Platform = "platform",
    }
}

words! {
    /// Whether it is decided.
    ReviewStatus {
        /// It waits.
        Pending = "pending",
        /// It was decided.
        Decided = "decided",
        /// There is nothing to decide any more.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What was decided.
    Decision {
        /// It holds.
        Approved = "approved",
        /// It is refused.
        Rejected = "rejected",
        /// It is sent back with remarks.
        ChangesRequested = "changes_requested",
    }
}

impl Level {
    /// The next level up; none above the platform.
    pub const fn up(self) -> Option<Self> {
        match self {
            Self::Commune => Some(Self::Province),
            Self::Province => Some(Self::Platform),
            Self::Platform => None,
        }
    }
}

/// One review.
#[derive(Debug, Clone)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// What is reviewed.
    pub kind: ReviewKind,
    /// The producer, product, certificate, document or picture.
    pub subject: Uuid,
    /// The revision that waits or was decided.
    pub revision: Option<RevisionId>,
    /// Whose it is.
    pub producer: ProducerId,
    /// In which province.
    pub province_code: String,
    /// In which commune.
    pub commune_code: String,
    /// Where it lies.
    pub level: Level,
    /// Whether it is decided.
    pub status: ReviewStatus,
    /// What was decided.
    pub decision: Option<Decision>,
    /// By when it goes up one level.
    pub due_at: Timestamp,
    /// Who handed it in.
    pub submitted_by: Option<AccountId>,
    /// Who prepared it.
    pub prepared_by: Option<AccountId>,
    /// Who works on it.
    pub claimed_by: Option<AccountId>,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// When it was handed in first.
    pub created_at: Timestamp,
}

pub(super) const COLUMNS: &str = "r.id, r.kind, r.subject_id, r.revision_id, r.producer_id, \
    r.province_code, r.commune_code, r.level, r.status, r.decision, r.due_at, r.submitted_by, \
    r.prepared_by, r.claimed_by, r.decided_by, r.decided_at, r.created_at";

/// A review.
pub async fn find(db: &impl ConnectionTrait, id: ReviewId) -> Result<Review, Error> {
    let sql = format!("SELECT {COLUMNS} FROM reviews r WHERE r.id = $1");
    let row = first(db, &sql, vec![id.uuid().into()]).await?;
    review(&row.ok_or(Error::NotFound)?)
}

/// The newest review of a subject: where it lies, or what became of it.
pub async fn latest(
    db: &impl ConnectionTrait,
    kind: ReviewKind,
    subject: Uuid,
) -> Result<Option<Review>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM reviews r WHERE r.kind = $1 AND r.subject_id = $2 \
         ORDER BY r.created_at DESC, r.id DESC LIMIT 1"
    );
    let row = first(db, &sql, vec![kind.as_str().into(), subject.into()]).await?;
    row.as_ref().map(review).transpose()
}

/// A review in the official's area; elsewhere it does not exist.
pub(super) async fn within(
    db: &impl ConnectionTrait,
    id: ReviewId,
    official: &Official,
) -> Result<Review, Error> {
    let review = find(db, id).await?;
    if official
        .level(&review.province_code, &review.commune_code)
        .is_none()
    {
        return Err(Error::NotFound);
    }
    Ok(review)
}

pub(super) fn review(row: &Row) -> Result<Review, Error> {
    let account = |column: &str| -> Result<Option<AccountId>, Error> {
        Ok(row.try_get::<Option<Uuid>>("", column)?.map(AccountId))
    };
    let decision: Option<String> = row.try_get("", "decision")?;
    Ok(Review {
        id: ReviewId(row.try_get("", "id")?),
        kind: stored(&row.try_get::<String>("", "kind")?, ReviewKind::parse)?,
        subject: row.try_get("", "subject_id")?,
        revision: row
            .try_get::<Option<Uuid>>("", "revision_id")?
            .map(RevisionId),
        producer: ProducerId(row.try_get("", "producer_id")?),
        province_code: row.try_get("", "province_code")?,
        commune_code: row.try_get("", "commune_code")?,
        level: stored(&row.try_get::<String>("", "level")?, Level::parse)?,
        status: stored(&row.try_get::<String>("", "status")?, ReviewStatus::parse)?,
        decision: decision
            .map(|word| stored(&word, Decision::parse))
            .transpose()?,
        due_at: Timestamp(row.try_get("", "due_at")?),
        submitted_by: account("submitted_by")?,
        prepared_by: account("prepared_by")?,
        claimed_by: account("claimed_by")?,
        decided_by: account("decided_by")?,
        decided_at: row.try_get::<Option<i64>>("", "decided_at")?.map(Timestamp),
        created_at: Timestamp(row.try_get("", "created_at")?),
    })
}
