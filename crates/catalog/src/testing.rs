//! A small market in a temporary database, for the tests beside the code.

use kernel::{Actor, ProducerId, ProductId, RevisionId, Timestamp, VariantId, Vnd};
use store::{Db, Settings, Value};

use crate::{prices, stock};

pub(crate) const NOW: Timestamp = Timestamp(1_795_400_000_000);

const BODY: &str = r#"{"name": "Nước mắm", "description": "", "set": 9, "variants": []}"#;

pub(crate) struct Shop {
    pub(crate) db: Db,
    pub(crate) producer: ProducerId,
    pub(crate) product: ProductId,
    pub(crate) variants: Vec<VariantId>,
    _dir: tempfile::TempDir,
}

/// A live product of an approved producer with so many variants at 100.000 đ, `on_hand` of each.
pub(crate) async fn shop(variants: usize, on_hand: i64) -> Shop {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/c.db", dir.path().display());
    let db = Db::connect(&Settings::new(url)).await.unwrap();
    store::migrate(&db).await.unwrap();
    let mut shop = Shop {
        db,
        producer: ProducerId::new(NOW),
        product: ProductId::new(NOW),
        variants: (0..variants).map(|_| VariantId::new(NOW)).collect(),
        _dir: dir,
    };
    shop.variants.sort();
    fill(&shop).await;
    let tx = store::write(&shop.db).await.unwrap();
    stock::open(&tx, &shop.variants, NOW).await.unwrap();
    let first: Vec<_> = shop.variants.iter().map(|v| (*v, Vnd(100_000))).collect();
    prices::open(&tx, &first, Actor::SYSTEM, NOW).await.unwrap();
    for variant in &shop.variants {
        let whose = (shop.producer, *variant);
        stock::set_on_hand(&tx, whose, on_hand.into(), Actor::SYSTEM, NOW)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    shop
}

async fn fill(shop: &Shop) {
    let revision = RevisionId::new(NOW);
    let tx = store::write(&shop.db).await.unwrap();
    row(&tx, "INSERT INTO producers (id, name, name_sort, name_folded, entity_type, representative, phone, \
        province_code, commune_code, street, story, status, missed_orders, created_at, sample, version) \
        VALUES ($1, 'HTX Thu Hùng', '', '', 'hop_tac_xa', 'A', '0912000001', '42', '18676', '', '', 'approved', 0, 0, 0, 1)",
        vec![shop.producer.uuid().into()]).await;
    row(&tx, "INSERT INTO products (id, number, producer_id, name, status, live_revision, fresh, created_at, sample, version) \
        VALUES ($1, 1, $2, 'Nước mắm', 'live', $3, 0, 0, 0, 1)",
        vec![shop.product.uuid().into(), shop.producer.uuid().into(), revision.uuid().into()]).await;
    row(
        &tx,
        "INSERT INTO product_revisions (id, product_id, number, status, set_no, body, created_at, version) \
        VALUES ($1, $2, 1, 'approved', 9, $3, 0, 1)",
        vec![revision.uuid().into(), shop.product.uuid().into(), BODY.into()],
    )
    .await;
    for (n, variant) in shop.variants.iter().enumerate() {
        row(&tx, "INSERT INTO variants (id, product_id, producer_id, sku, name, net_amount, net_unit, weight_g, \
            position, active, created_at, version) VALUES ($1, $2, $3, $4, '500 ml', 500, 'ml', 700, 0, 1, 0, 1)",
            vec![variant.uuid().into(), shop.product.uuid().into(), shop.producer.uuid().into(), n.to_string().into()]).await;
    }
    tx.commit().await.unwrap();
}

pub(crate) async fn row(tx: &store::Tx, sql: &str, values: Vec<Value>) {
    store::execute(tx, sql, values).await.unwrap();
}
