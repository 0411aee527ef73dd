use std::collections::BTreeMap;

use kernel::{CertificateId, Day, PictureId, ProductId, ReviewId, Timestamp, VariantId, Vnd};
use store::{ConnectionTrait, rows};

use super::decide::entitled;
use super::list::{Listed, listed};
use super::official::Official;
use super::remark::{Remark, remarks};
use super::review::ReviewKind;
use super::text::live_text;
use crate::certificates::{self, Certificate};
use crate::documents::{self, Document, Needed};
use crate::facts::{self, Definition};
use crate::producers::{self, Producer};
use crate::revisions::{self, RevisionBody};
use crate::{Error, Fault};

/// All that an official reads before deciding.
#[derive(Debug)]
pub struct Dossier {
    /// The review.
    pub listed: Listed,
    /// Why this official does not decide on it.
    pub barred: Option<Error>,
    /// What was remarked when it was decided.
    pub remarks: Vec<Remark>,
    /// Who handed it in.
    pub producer: Producer,
    /// The producer's picture that is decided, or that lies with the application.
    pub portrait: Option<PictureId>,
    /// The listing that is decided, or that lies with the application.
    pub product: Option<ProductId>,
    /// Its text.
    pub text: Option<RevisionBody>,
    /// The text on sale.
    pub live: Option<RevisionBody>,
    /// What one piece of each variant costs now.
    pub prices: BTreeMap<VariantId, Vnd>,
    /// What the label of its set says.
    pub labels: Vec<Definition>,
    /// The listing's certificates, or the one that is claimed.
    pub certificates: Vec<Certificate>,
    /// Where the text claims stars that are not held today.
    pub claims: Vec<Fault>,
    /// The papers that the producer's goods ask for.
    pub needed: Vec<Needed>,
    /// The producer's papers, or the one that waits.
    pub papers: Vec<Document>,
}

/// The dossier of a review of the official's area; elsewhere it does not exist.
pub async fn dossier(
    db: &impl ConnectionTrait,
    official: &Official,
    id: ReviewId,
    now: Timestamp,
) -> Result<Dossier, Error> {
    let today = Day::of(now);
    let listed = listed(db, official, id).await?;
    let review = &listed.review;
    let (product, text) = match review.revision.or(listed.first_listing) {
        Some(revision) => {
            let found = revisions::by_id(db, revision).await?;
            (Some(found.product), Some(found.body))
        }
        None => (None, None),
    };
    let certificates = match (review.kind, product) {
        (ReviewKind::Certificate, _) => {
            vec![certificates::find(db, CertificateId(review.subject)).await?]
        }
        (_, Some(product)) => certificates::of_product(db, product).await?,
        (_, None) => vec![],
    };
    let producer = producers::find(db, review.producer).await?;
    let portrait = match review.kind {
        ReviewKind::Portrait => Some(PictureId(review.subject)),
        ReviewKind::Producer => producer.portrait.waiting.or(producer.portrait.shown),
        ReviewKind::Listing | ReviewKind::Certificate | ReviewKind::Document => None,
    };
    let stars = certificates::standing(&certificates, today).stars();
    let claims = text
        .as_ref()
        .map(|body| revisions::false_claims(body, stars));
    Ok(Dossier {
        barred: entitled(db, review, official, today).await.err(),
        remarks: remarks(db, id).await?,
        producer,
        portrait,
        prices: prices(db, product, now).await?,
        product,
        live: live_text(db, id).await?,
        labels: match &text {
            Some(body) => facts::of_set(db, body.set, today).await?,
            None => vec![],
        },
        text,
        certificates,
        claims: claims.unwrap_or_default(),
        needed: documents::needed_of(db, review.producer, today).await?,
        papers: papers(db, &listed).await?,
        listed,
    })
}

/// The producer's papers, or the one that waits.
async fn papers(db: &impl ConnectionTrait, listed: &Listed) -> Result<Vec<Document>, Error> {
    let review = &listed.review;
    let mut papers = documents::list_of(db, review.producer).await?;
    if review.kind == ReviewKind::Document {
        papers.retain(|paper| paper.id.uuid() == review.subject);
    }
    Ok(papers)
}

async fn prices(
    db: &impl ConnectionTrait,
    product: Option<ProductId>,
    now: Timestamp,
) -> Result<BTreeMap<VariantId, Vnd>, Error> {
    let Some(product) = product else {
        return Ok(BTreeMap::new());
    };
    let sql = "SELECT p.variant_id, p.price FROM variant_prices p \
               JOIN variants v ON v.id = p.variant_id WHERE v.product_id = $1 AND p.min_quantity = 1 \
               AND p.from_at <= $2 AND (p.until_at IS NULL OR p.until_at > $2)";
    let found = rows(db, sql, vec![product.uuid().into(), now.0.into()]).await?;
    let price = |row: &store::Row| -> Result<_, Error> {
        let variant = VariantId(row.try_get("", "variant_id")?);
        Ok((variant, Vnd(row.try_get("", "price")?)))
    };
    found.iter().map(price).collect()
}
