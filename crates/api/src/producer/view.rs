use std::collections::BTreeMap;

use catalog::Fault;
use catalog::producers::{self, EntityType, ProducerStatus};
use catalog::products::{self, Product, ProductStatus};
use catalog::reviews::{self, Decision, Level, Remark, Review, ReviewKind, ReviewStatus};
use catalog::revisions::{self, FactValue, Net, RevisionBody, RevisionStatus};
use kernel::{PictureId, ProducerId, ProductId, ReviewId, RevisionId, Timestamp, VariantId, Vnd};
use serde::Serialize;
use store::ConnectionTrait;
use utoipa::ToSchema;
use web::{FieldError, Problem};

use crate::schema::Money;

/// A producer's application, and where it stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApplicationView {
    #[schema(value_type = String)]
    id: ProducerId,
    slug: Option<String>,
    name: String,
    #[schema(value_type = String)]
    entity_type: EntityType,
    representative: String,
    phone: String,
    province_code: String,
    commune_code: String,
    street: String,
    tax_id: Option<String>,
    story: String,
    /// Its face, as everybody sees it: an address. `GET /producer/portrait` says what waits.
    portrait: Option<String>,
    /// `draft`, `submitted`, `changes_requested`, `approved`, `rejected`, `suspended`.
    #[schema(value_type = String)]
    status: ProducerStatus,
    /// Where it lies, or what was decided.
    review: Option<Lies>,
}

/// Where something lies that was handed in, or what became of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Lies {
    #[schema(value_type = String)]
    id: ReviewId,
    /// `pending`, `decided`, `withdrawn`.
    #[schema(value_type = String)]
    status: ReviewStatus,
    /// With whom: `commune`, `province`, `platform`.
    #[schema(value_type = String)]
    level: Level,
    /// When it goes up one level.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    /// `approved`, `rejected`, `changes_requested`.
    #[schema(value_type = Option<String>)]
    decision: Option<Decision>,
    #[schema(value_type = Option<String>)]
    revision: Option<RevisionId>,
    #[schema(value_type = Vec<crate::schema::RemarkSchema>)]
    remarks: Vec<Remark>,
}

/// A product as its producer works on it: the text of its newest revision.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProductView {
    #[schema(value_type = String)]
    id: ProductId,
    slug: Option<String>,
    /// `draft`, `live`, `paused`, `suspended`, `retired`, `taken_down`.
    #[schema(value_type = String)]
    status: ProductStatus,
    /// Which revision this text is of.
    #[schema(value_type = String)]
    revision: RevisionId,
    /// Where that revision stands.
    #[schema(value_type = String)]
    revision_status: RevisionStatus,
    /// Which revision is on sale.
    #[schema(value_type = Option<String>)]
    live_revision: Option<RevisionId>,
    public_code: Option<String>,
    fresh: bool,
    max_transit_days: Option<i64>,
    name: String,
    name_en: Option<String>,
    description: String,
    description_en: Option<String>,
    story: String,
    set: i64,
    /// Strength by volume in per cent: `"12.5"`.
    abv: Option<String>,
    #[schema(value_type = Object)]
    facts: BTreeMap<String, FactValue>,
    variants: Vec<VariantView>,
    #[schema(value_type = Vec<String>)]
    images: Vec<PictureId>,
    /// What the text still lacks before it may be handed in.
    missing: Vec<Missing>,
    /// Where the text lies, or what was decided.
    review: Option<Lies>,
}

/// A field that still lacks something.
#[derive(Serialize, ToSchema)]
pub(crate) struct Missing {
    /// Where: `/variants/0/price`.
    pointer: String,
    /// What: `required`, `licence_missing`, `false_claim` …
    code: &'static str,
}

/// A variant as its producer works on it.
#[derive(Serialize, ToSchema)]
pub(crate) struct VariantView {
    #[schema(value_type = String)]
    id: VariantId,
    sku: String,
    name: String,
    #[schema(value_type = crate::schema::NetSchema)]
    net: Net,
    weight_g: i64,
    #[schema(value_type = Option<Money>)]
    price: Option<Vnd>,
    available: i64,
}

impl ApplicationView {
    /// An application with its version.
    pub(crate) async fn load(
        db: &impl ConnectionTrait,
        id: ProducerId,
    ) -> Result<(i64, Self), catalog::Error> {
        let producer = producers::find(db, id).await?;
        let review = Lies::load(db, ReviewKind::Producer, id.uuid()).await?;
        let profile = producer.profile;
        let view = Self {
            id,
            slug: producer.slug,
            name: profile.name,
            entity_type: profile.entity_type,
            representative: profile.representative,
            phone: profile.phone,
            province_code: producer.province_code,
            commune_code: profile.commune_code,
            street: profile.street,
            tax_id: profile.tax_id,
            story: profile.story,
            portrait: producer
                .portrait
                .shown
                .map(|id| web::picture_url(id, media::Size::Medium)),
            status: producer.status,
            review,
        };
        Ok((producer.version, view))
    }
}

impl Lies {
    pub(crate) async fn load(
        db: &impl ConnectionTrait,
        kind: ReviewKind,
        subject: impl Into<uuid::Uuid>,
    ) -> Result<Option<Self>, catalog::Error> {
        let Some(review) = reviews::latest(db, kind, subject.into()).await? else {
            return Ok(None);
        };
        let remarks = reviews::remarks(db, review.id).await?;
        Ok(Some(Self::from((review, remarks))))
    }
}

impl From<(Review, Vec<Remark>)> for Lies {
    fn from((review, remarks): (Review, Vec<Remark>)) -> Self {
        Self {
            id: review.id,
            status: review.status,
            level: review.level,
            due_at: review.due_at,
            decision: review.decision,
            revision: review.revision,
            remarks,
        }
    }
}

impl ProductView {
    /// A producer's product with its version.
    pub(crate) async fn load(
        db: &impl ConnectionTrait,
        producer: ProducerId,
        id: ProductId,
        now: Timestamp,
    ) -> Result<(i64, Self), catalog::Error> {
        let product = products::find(db, producer, id).await?;
        let revision = revisions::newest(db, &product).await?;
        let shelf = catalog::stock::shelf_of(db, (producer, id), now).await?;
        let review = Lies::load(db, ReviewKind::Listing, id.uuid()).await?;
        let missing = products::missing(db, (producer, id), now).await?;
        let variant = |v: &revisions::VariantText| {
            let kept = shelf.iter().find(|kept| kept.id == v.id);
            VariantView {
                id: v.id,
                sku: v.sku.clone(),
                name: v.name.clone(),
                net: v.net,
                weight_g: v.weight_g,
                price: kept.and_then(|kept| kept.price),
                available: kept.map_or(0, |kept| {
                    kept.level.on_hand.saturating_sub(kept.level.reserved)
                }),
            }
        };
        let variants = revision.body.variants.iter().map(variant).collect();
        let version = product.version;
        let at = (revision.id, revision.status);
        Ok((
            version,
            Self::new(product, at, revision.body, (variants, missing, review)),
        ))
    }

    fn new(
        product: Product,
        (revision, revision_status): (RevisionId, RevisionStatus),
        body: RevisionBody,
        (variants, missing, review): (Vec<VariantView>, Vec<Fault>, Option<Lies>),
    ) -> Self {
        let lacks = Problem::from(catalog::Error::Invalid(missing));
        let missing = |error: FieldError| Missing {
            pointer: error.pointer,
            code: error.code,
        };
        Self {
            id: product.id,
            slug: product.slug,
            status: product.status,
            revision,
            revision_status,
            live_revision: product.live_revision,
            public_code: product.public_code,
            fresh: product.fresh,
            max_transit_days: product.max_transit_days,
            name: body.name,
            name_en: body.name_en,
            description: body.description,
            description_en: body.description_en,
            story: body.story,
            set: body.set,
            abv: body.abv_permille.map(revisions::abv),
            facts: body.facts,
            variants,
            images: body.pictures,
            missing: lacks.into_errors().map(missing).collect(),
            review,
        }
    }
}
