use kernel::{
    CertificateId, Day, DocumentId, PictureId, ProductId, ReviewId, RevisionId, Timestamp,
};
use serde_json::json;
use store::{ConnectionTrait, Tx, execute};
use uuid::Uuid;

use super::official::Official;
use super::remark::{self, Remark, RemarkText};
use super::review::{Decision, Level, Review, ReviewKind, ReviewStatus, find, within};
use super::{listing, producer};
use crate::{Error, Fault, Wrong, certificates, documents, feed, portraits, producers, record};

/// What an official decides.
#[derive(Debug, Clone)]
pub struct Ruling {
    /// What.
    pub decision: Decision,
    /// On which revision: always named for a listing; for an application, the first listing's
    /// that lies with it, or none for all that lies with it now.
    pub revision: Option<RevisionId>,
    /// Why. What is refused or sent back says so.
    pub remarks: Vec<RemarkText>,
}

/// One decision being taken.
pub(super) struct Sitting<'a> {
    pub(super) official: &'a Official,
    pub(super) decision: Decision,
    pub(super) revision: Option<RevisionId>,
    pub(super) remarks: Vec<Remark>,
    pub(super) now: Timestamp,
}

/// Decides a review and brings about what follows: a producer may sell, a listing is on sale or
/// goes back. Taking the same decision again changes nothing.
pub async fn decide(
    tx: &Tx,
    id: ReviewId,
    official: &Official,
    ruling: Ruling,
    now: Timestamp,
) -> Result<Review, Error> {
    let review = within(tx, id, official).await?;
    if is_repeated(&review, official, &ruling) {
        return Ok(review);
    }
    entitled(tx, &review, official, Day::of(now)).await?;
    if ruling.decision != Decision::Approved && ruling.remarks.is_empty() {
        return Err(Error::Invalid(vec![Fault::new(
            "/remarks",
            Wrong::Required,
        )]));
    }
    let sitting = Sitting {
        official,
        decision: ruling.decision,
        revision: ruling.revision,
        remarks: remark::checked(ruling.remarks)?,
        now,
    };
    let changed = match review.kind {
        ReviewKind::Producer => producer::decided(tx, &review, &sitting).await?,
        ReviewKind::Listing => listing::decided(tx, &review, &sitting).await?,
        // Verifying a certificate is an act of its own; here it is only answered.
        ReviewKind::Certificate => {
            close(tx, &review, &sitting).await?;
            certificate(tx, &review, &sitting).await?
        }
        ReviewKind::Document => {
            close(tx, &review, &sitting).await?;
            let holds = sitting.decision == Decision::Approved;
            documents::decided(tx, DocumentId(review.subject), holds).await?;
            vec![]
        }
        ReviewKind::Portrait => {
            producers::locked(tx, review.producer).await?;
            close(tx, &review, &sitting).await?;
            let shown = sitting.decision == Decision::Approved;
            portraits::decided(tx, (review.producer, PictureId(review.subject)), shown).await?
        }
    };
    feed::changed(tx, &changed, now).await?;
    find(tx, id).await
}

/// A claim that was refused takes the certificate off the listing; one of a verified certificate that
/// was waited for is granted.
async fn certificate(
    tx: &Tx,
    review: &Review,
    sitting: &Sitting<'_>,
) -> Result<Vec<ProductId>, Error> {
    let id = CertificateId(review.subject);
    if sitting.decision == Decision::Approved {
        let granted = certificates::grant(tx, (id, review.producer), sitting.now).await?;
        return Ok(granted.into_iter().collect());
    }
    Ok(certificates::refuse(tx, id).await?.into_iter().collect())
}

fn is_repeated(review: &Review, official: &Official, ruling: &Ruling) -> bool {
    review.status == ReviewStatus::Decided
        && review.decision == Some(ruling.decision)
        && review.decided_by == official.actor.account
        && (review.revision == ruling.revision || ruling.revision.is_none())
}

/// Who prepared or submitted a thing never decides on it, and only who stands high enough does.
pub(super) async fn entitled(
    db: &impl ConnectionTrait,
    review: &Review,
    official: &Official,
    today: Day,
) -> Result<(), Error> {
    let who = official.actor.account;
    if (who.is_some() && (who == review.submitted_by || who == review.prepared_by))
        || official.producers.contains(&review.producer)
    {
        return Err(Error::OwnWork);
    }
    let needed: Level = rules::value(db, "review.decides", review.kind.as_str(), today).await?;
    if official.level(&review.province_code, &review.commune_code) < Some(needed) {
        return Err(Error::Level {
            needed: needed.as_str(),
        });
    }
    Ok(())
}

/// Writes the decision into the review: once, and on the revision that still waits.
pub(super) async fn close(tx: &Tx, review: &Review, sitting: &Sitting<'_>) -> Result<(), Error> {
    let sql = "UPDATE reviews SET status = 'decided', decision = $2, decided_by = $3, decided_at = $4 \
               WHERE id = $1 AND status = 'pending' \
               AND (revision_id IS NULL OR revision_id = $5)";
    let values = vec![
        review.id.uuid().into(),
        sitting.decision.as_str().into(),
        sitting.official.actor.account.map(Uuid::from).into(),
        sitting.now.0.into(),
        review.revision.map(Uuid::from).into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(lost(&find(tx, review.id).await?));
    }
    remark::write(tx, review.id, &sitting.remarks).await?;
    let payload = json!({"review": review.id});
    jobs::enqueue(tx, event(review.kind), &payload, sitting.now).await?;
    let detail =
        json!({"decision": sitting.decision, "kind": review.kind, "revision": review.revision});
    let (actor, now) = (sitting.official.actor, sitting.now);
    record::review(tx, actor, "catalog.decide", (review.id, detail), now).await
}

/// Why a review could not be closed: decided meanwhile, or another revision lies there.
fn lost(review: &Review) -> Error {
    match review.status {
        ReviewStatus::Pending => Error::Stale,
        ReviewStatus::Decided | ReviewStatus::Withdrawn => Error::State {
            what: "review",
            status: review.status.as_str(),
            step: "decide",
        },
    }
}

const fn event(kind: ReviewKind) -> &'static str {
    match kind {
        ReviewKind::Producer => "catalog.producer_decided",
        ReviewKind::Listing => "catalog.listing_decided",
        ReviewKind::Certificate => "catalog.certificate_decided",
        ReviewKind::Document => "catalog.document_decided",
        ReviewKind::Portrait => "catalog.portrait_decided",
    }
}
