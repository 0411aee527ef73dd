//! The stories of a listing on a real database, from the application to the decision.

mod decided;
mod edited;

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
