//! The stories of a listing on a real database, from the application to the decision.

use std::collections::BTreeMap;

use kernel::{AccountId, Actor, Capacity, DAY_MS, ProducerId, ProductId, ReviewId, Timestamp, Vnd};
use store::{Db, Settings, Tx, rows, write};

use crate::producers::{self, EntityType, ProducerStatus, Profile};
use crate::products::{self, New, ProductStatus};
use crate::reviews::{
    self, Area, Decision, Level, Official, RemarkText, Review, ReviewKind, Ruling,
};
use crate::revisions::{self, Draft, FactValue, Net, NetUnit, Patch, RevisionStatus, VariantDraft};
use crate::suspensions::{self, OpenOrders};
use crate::{Error, Fault, Wrong, slugs};

/// Monday 23 November 2026, nine in the morning in Vietnam.
const NOW: Timestamp = Timestamp(1_795_399_200_000);

struct Market {
    db: Db,
    applicant: Actor,
    _dir: tempfile::TempDir,
}

impl Market {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/m.db", dir.path().display());
        let db = Db::connect(&Settings::new(url)).await.unwrap();
        store::migrate(&db).await.unwrap();
        Self {
            db,
            applicant: Actor::new(AccountId::new(NOW), Capacity::Member),
            _dir: dir,
        }
    }

    async fn tx(&self) -> Tx {
        write(&self.db).await.unwrap()
    }

    async fn apply(&self) -> ProducerId {
        let tx = self.tx().await;
        let id = producers::apply(&tx, profile(), self.applicant, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn submit_producer(&self, id: ProducerId) {
        let tx = self.tx().await;
        producers::submit(&tx, id, self.applicant, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn create(&self, producer: ProducerId) -> ProductId {
        let new = New {
            draft: draft(),
            fresh: false,
            max_transit_days: None,
        };
        let tx = self.tx().await;
        let id = products::create(&tx, producer, new, self.applicant, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn submit(&self, producer: ProducerId, product: ProductId) -> Result<(), Error> {
        let tx = self.tx().await;
        products::submit(&tx, (producer, product), self.applicant, NOW).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    async fn edit(&self, producer: ProducerId, product: ProductId, patch: Patch) {
        let version = products::find(self.db.read(), producer, product)
            .await
            .unwrap()
            .version;
        let tx = self.tx().await;
        let who = (self.applicant, NOW);
        products::edit(&tx, (producer, product), version, patch, who)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn review(&self, kind: ReviewKind, subject: uuid::Uuid) -> Review {
        reviews::latest(self.db.read(), kind, subject)
            .await
            .unwrap()
            .unwrap()
    }

    async fn decide(
        &self,
        review: ReviewId,
        official: &Official,
        ruling: Ruling,
    ) -> Result<Review, Error> {
        let tx = self.tx().await;
        let review = reviews::decide(&tx, review, official, ruling, NOW).await?;
        tx.commit().await.unwrap();
        Ok(review)
    }

    /// A producer and a product on sale, decided in one sitting.
    async fn on_sale(&self) -> (ProducerId, ProductId) {
        let producer = self.apply().await;
        let product = self.create(producer).await;
        self.submit(producer, product).await.unwrap();
        self.submit_producer(producer).await;
        let review = self.review(ReviewKind::Producer, producer.uuid()).await;
        self.decide(review.id, &commune(), approve(None))
            .await
            .unwrap();
        (producer, product)
    }

    async fn status(&self, producer: ProducerId, product: ProductId) -> ProductStatus {
        products::find(self.db.read(), producer, product)
            .await
            .unwrap()
            .status
    }

    async fn feed(&self) -> usize {
        rows(self.db.read(), "SELECT seq FROM feed", vec![])
            .await
            .unwrap()
            .len()
    }
}

fn profile() -> Profile {
    Profile {
        name: "HTX Nước mắm Cẩm Nhượng".into(),
        entity_type: EntityType::Cooperative,
        representative: "Nguyễn Thị Hoa".into(),
        phone: "+84 912 000 003".into(),
        commune_code: "18676".into(),
        street: "Thôn Hải Nam".into(),
        tax_id: Some("3001234567".into()),
        story: String::new(),
    }
}

fn draft() -> Draft {
    let text = |s: &str| FactValue::Text(s.into());
    Draft {
        name: "Nước mắm cốt".into(),
        name_en: None,
        description: "Cá cơm ủ chượp 18 tháng.".into(),
        description_en: None,
        story: "Nghề của bà.".into(),
        set: 9,
        abv_permille: None,
        facts: BTreeMap::from([
            ("origin".into(), text("Xã Thiên Cầm, Hà Tĩnh")),
            ("ingredients".into(), text("Cá cơm, muối")),
            ("storage".into(), text("Nơi khô mát")),
        ]),
        variants: vec![VariantDraft {
            id: None,
            sku: "NM-500".into(),
            name: "Chai 500 ml".into(),
            net: Net {
                amount: 500,
                unit: NetUnit::Ml,
            },
            weight_g: 900,
            price: Some(Vnd(65_000)),
        }],
        pictures: vec![],
    }
}

fn official(area: Area) -> Official {
    Official {
        actor: Actor::new(AccountId::new(NOW), Capacity::Official),
        areas: vec![area],
        producers: vec![],
    }
}

fn commune() -> Official {
    official(Area::Commune("18676".into()))
}

fn approve(revision: Option<kernel::RevisionId>) -> Ruling {
    Ruling {
        decision: Decision::Approved,
        revision,
        remarks: vec![],
    }
}

fn send_back(revision: Option<kernel::RevisionId>, code: &str) -> Ruling {
    Ruling {
        decision: Decision::ChangesRequested,
        revision,
        remarks: vec![RemarkText {
            pointer: "/story".into(),
            code: code.into(),
            text: "Câu chuyện giống của nhà khác.".into(),
        }],
    }
}

fn named(name: &str) -> Patch {
    Patch {
        name: Some(name.into()),
        ..Patch::default()
    }
}

#[tokio::test]
async fn an_application_and_its_first_listing_are_decided_in_one_sitting() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    let seller = producers::find(market.db.read(), producer).await.unwrap();
    assert_eq!(seller.status, ProducerStatus::Approved);
    assert_eq!(
        (seller.profile.phone.as_str(), seller.province_code.as_str()),
        ("0912000003", "42")
    );
    let listing = products::find(market.db.read(), producer, product)
        .await
        .unwrap();
    assert_eq!(listing.status, ProductStatus::Live);
    let slug = listing.slug.unwrap();
    assert!(slug.starts_with("nuoc-mam-cot-") && listing.public_code.is_some());
    let led = slugs::find(market.db.read(), &slug).await.unwrap();
    assert_eq!(led, Some(slugs::Subject::Product(product)));
    assert_eq!(market.feed().await, 1);
    let active = "SELECT sku FROM variants WHERE active = 1";
    assert_eq!(
        rows(market.db.read(), active, vec![]).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_listing_is_not_approved_before_its_producer() {
    let market = Market::new().await;
    let producer = market.apply().await;
    let product = market.create(producer).await;
    market.submit(producer, product).await.unwrap();
    market.submit_producer(producer).await;
    let listing = market.review(ReviewKind::Listing, product.uuid()).await;
    let early = market
        .decide(listing.id, &commune(), approve(listing.revision))
        .await;
    assert!(matches!(early, Err(Error::ProducerNotApproved)));
    // Sent back by itself, the listing leaves the application to be approved alone.
    let back = send_back(listing.revision, "story_copied");
    market.decide(listing.id, &commune(), back).await.unwrap();
    let application = market.review(ReviewKind::Producer, producer.uuid()).await;
    market
        .decide(application.id, &commune(), approve(None))
        .await
        .unwrap();
    assert_eq!(market.status(producer, product).await, ProductStatus::Draft);
    let remarks = reviews::remarks(market.db.read(), listing.id)
        .await
        .unwrap();
    assert_eq!(remarks[0].code, reviews::RemarkCode::StoryCopied);
}

#[tokio::test]
async fn an_edited_text_waits_while_the_live_one_sells_on() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    market
        .edit(producer, product, named("Nước mắm hạ thổ"))
        .await;
    market.submit(producer, product).await.unwrap();
    let listing = products::find(market.db.read(), producer, product)
        .await
        .unwrap();
    assert_eq!(
        (listing.status, listing.name.as_str()),
        (ProductStatus::Live, "Nước mắm cốt")
    );
    let first = market.review(ReviewKind::Listing, product.uuid()).await;
    // Another text is handed in meanwhile: the older one can no longer be approved.
    market
        .edit(producer, product, named("Nước mắm hạ thổ 24 tháng"))
        .await;
    market.submit(producer, product).await.unwrap();
    let stale = market
        .decide(first.id, &commune(), approve(first.revision))
        .await;
    assert!(matches!(stale, Err(Error::Stale)));
    let second = market.review(ReviewKind::Listing, product.uuid()).await;
    assert_eq!(second.id, first.id);
    market
        .decide(second.id, &commune(), approve(second.revision))
        .await
        .unwrap();
    let renamed = products::find(market.db.read(), producer, product)
        .await
        .unwrap();
    assert_eq!(renamed.name, "Nước mắm hạ thổ 24 tháng");
    assert_eq!(renamed.public_code, listing.public_code);
    // The old address leads to the same product.
    let old = slugs::find(market.db.read(), &listing.slug.unwrap())
        .await
        .unwrap();
    assert_eq!(old, Some(slugs::Subject::Product(product)));
    let listed = products::list(market.db.read(), producer, kernel::Limit(10), None)
        .await
        .unwrap();
    assert_eq!(listed.data[0].revision_status, RevisionStatus::Approved);
}

#[tokio::test]
async fn who_prepared_or_submitted_a_thing_does_not_decide_on_it() {
    let market = Market::new().await;
    let producer = market.apply().await;
    market.submit_producer(producer).await;
    let review = market.review(ReviewKind::Producer, producer.uuid()).await;
    let mut own = commune();
    own.actor = market.applicant;
    let refused = market.decide(review.id, &own, approve(None)).await;
    assert!(matches!(refused, Err(Error::OwnWork)));
    let mut colleague = commune();
    colleague.producers = vec![producer];
    let refused = market.decide(review.id, &colleague, approve(None)).await;
    assert!(matches!(refused, Err(Error::OwnWork)));
}

#[tokio::test]
async fn an_official_decides_in_their_own_area_and_once() {
    let market = Market::new().await;
    let producer = market.apply().await;
    market.submit_producer(producer).await;
    let review = market.review(ReviewKind::Producer, producer.uuid()).await;
    let elsewhere = official(Area::Commune("18673".into()));
    let unseen = market.decide(review.id, &elsewhere, approve(None)).await;
    assert!(matches!(unseen, Err(Error::NotFound)));
    let filter = reviews::Filter::default();
    let page = (kernel::Limit(10), None);
    let theirs = reviews::list(market.db.read(), &elsewhere, filter.clone(), page)
        .await
        .unwrap();
    assert!(theirs.data.is_empty());
    let higher = official(Area::Province("42".into()));
    let seen = reviews::list(market.db.read(), &higher, filter, page)
        .await
        .unwrap();
    assert_eq!(seen.data[0].review.id, review.id);
    market
        .decide(review.id, &higher, approve(None))
        .await
        .unwrap();
    // The same again changes nothing; another's decision comes too late.
    market
        .decide(review.id, &higher, approve(None))
        .await
        .unwrap();
    let late = market.decide(review.id, &commune(), approve(None)).await;
    assert!(matches!(late, Err(Error::State { what: "review", .. })));
}

#[tokio::test]
async fn what_is_not_decided_in_time_goes_up_one_level_at_a_time() {
    let market = Market::new().await;
    let producer = market.apply().await;
    market.submit_producer(producer).await;
    let level = async || market.review(ReviewKind::Producer, producer.uuid()).await;
    assert_eq!(
        (
            level().await.level,
            reviews::escalate_overdue(&market.db, NOW).await.unwrap()
        ),
        (Level::Commune, 0)
    );
    let later = level().await.due_at;
    assert_eq!(
        reviews::escalate_overdue(&market.db, later).await.unwrap(),
        1
    );
    assert_eq!(level().await.level, Level::Province);
    assert!(level().await.due_at > later);
    let end = later.plus_ms(30 * DAY_MS);
    assert_eq!(reviews::escalate_overdue(&market.db, end).await.unwrap(), 1);
    assert_eq!(
        reviews::escalate_overdue(&market.db, end.plus_ms(30 * DAY_MS))
            .await
            .unwrap(),
        0
    );
    assert_eq!(level().await.level, Level::Platform);
}

#[tokio::test]
async fn a_text_is_handed_in_complete_and_without_false_claims() {
    let market = Market::new().await;
    let producer = market.apply().await;
    let product = market.create(producer).await;
    let mut patch = named("Nước mắm OCOP 4 sao");
    patch.description = Some(String::new());
    patch.facts = Some(BTreeMap::from([(
        "origin".into(),
        FactValue::Text("Hà Tĩnh".into()),
    )]));
    market.edit(producer, product, patch).await;
    let Err(Error::Invalid(faults)) = market.submit(producer, product).await else {
        panic!("it was handed in");
    };
    for fault in [
        Fault::new("/description", Wrong::Required),
        Fault::new("/facts/ingredients", Wrong::Required),
        Fault::new("/name", Wrong::FalseClaim),
    ] {
        assert!(faults.contains(&fault), "{fault:?} in {faults:?}");
    }
}

#[tokio::test]
async fn restoring_returns_to_what_was_before() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    let order = || suspensions::Order {
        reason_code: "recall".into(),
        note: "Lô có mùi lạ.".into(),
        open_orders: OpenOrders::Cancel,
    };
    let tx = market.tx().await;
    products::pause(&tx, (producer, product), market.applicant, NOW)
        .await
        .unwrap();
    let it = suspensions::Subject::Product(product);
    suspensions::suspend(&tx, it, order(), &commune(), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        market.status(producer, product).await,
        ProductStatus::Suspended
    );
    let jobs = "SELECT payload FROM jobs WHERE kind = 'market.cancel_suspended'";
    assert_eq!(rows(market.db.read(), jobs, vec![]).await.unwrap().len(), 1);
    let tx = market.tx().await;
    suspensions::restore(&tx, it, &commune(), NOW)
        .await
        .unwrap();
    let all = suspensions::Subject::Producer(producer);
    suspensions::suspend(&tx, all, order(), &commune(), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        market.status(producer, product).await,
        ProductStatus::Paused
    );
    let seller = producers::find(market.db.read(), producer).await.unwrap();
    assert_eq!(seller.status, ProducerStatus::Suspended);
}

#[tokio::test]
async fn another_producers_product_is_not_there_and_a_sku_is_a_producers_own() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    let other = market.apply().await;
    assert!(matches!(
        products::find(market.db.read(), other, product).await,
        Err(Error::NotFound)
    ));
    // The same SKU is another producer's own, but not this one's a second time.
    market.create(other).await;
    let again = New {
        draft: draft(),
        fresh: false,
        max_transit_days: None,
    };
    let tx = market.tx().await;
    let twice = products::create(&tx, producer, again, market.applicant, NOW).await;
    let Err(Error::Invalid(faults)) = twice else {
        panic!("the SKU was taken");
    };
    assert_eq!(faults, [Fault::new("/variants/0/sku", Wrong::Duplicate)]);
}

#[tokio::test]
async fn a_draft_keeps_its_variants_and_a_stale_edit_is_refused() {
    let market = Market::new().await;
    let (producer, product) = market.on_sale().await;
    let listing = products::find(market.db.read(), producer, product)
        .await
        .unwrap();
    let before = revisions::newest(market.db.read(), &listing).await.unwrap();
    let mut variants = Draft::from(&before.body).variants;
    variants.push(VariantDraft {
        id: None,
        sku: "NM-1000".into(),
        name: "Chai 1 lít".into(),
        price: Some(Vnd(120_000)),
        ..variants[0].clone()
    });
    let patch = Patch {
        variants: Some(variants),
        ..Patch::default()
    };
    market.edit(producer, product, patch).await;
    let after = revisions::newest(market.db.read(), &listing).await.unwrap();
    assert_eq!((after.number, after.status), (2, RevisionStatus::Draft));
    assert_eq!(after.body.variants[0], before.body.variants[0]);
    let on_sale = "SELECT sku FROM variants WHERE active = 1";
    assert_eq!(
        rows(market.db.read(), on_sale, vec![]).await.unwrap().len(),
        1
    );
    let tx = market.tx().await;
    let who = (market.applicant, NOW);
    let stale = products::edit(&tx, (producer, product), listing.version, named("X"), who).await;
    assert!(matches!(stale, Err(Error::Stale)));
}
