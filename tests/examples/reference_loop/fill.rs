use kernel::{Clock, Timestamp};
use sea_orm::sqlx::Connection;
use sea_orm::sqlx::postgres::PgConnection;
use uuid::Uuid;

use crate::pools::{Cell, Pool};
use crate::statements::{Item, insert};

/// How many carts one statement makes.
const TOGETHER: usize = 1_000;

/// Makes a market of the sample and so many products.
pub(crate) async fn market(url: &str, products: usize) {
    if let Some((server, name)) = url.strip_prefix("postgres:").and(url.rsplit_once('/')) {
        let mut admin = PgConnection::connect(&format!("{server}/postgres"))
            .await
            .unwrap();
        assert_eq!(name, "ocop", "the bench's database");
        sea_orm::sqlx::query("CREATE DATABASE ocop")
            .execute(&mut admin)
            .await
            .unwrap();
    }
    let db = store::Db::connect(&store::Settings::new(url))
        .await
        .unwrap();
    store::migrate(&db).await.unwrap();
    let now = Clock::System.now();
    sample::fill(&db, None, now).await.unwrap();
    sample::generate(&db, products, now, |_made| ())
        .await
        .unwrap();
    db.close().await;
}

/// What can be ordered: things of which there are plenty.
pub(crate) async fn items(pool: &Pool) -> Vec<Item> {
    let sql = "SELECT s.id, s.variant_id, v.product_id FROM stock_items s \
        JOIN variants v ON v.id = s.variant_id \
        WHERE s.on_hand - s.reserved >= 40 ORDER BY s.variant_id";
    let rows = pool.ids(sql).await.into_iter();
    rows.map(|(stock, variant, product)| Item {
        stock,
        variant,
        product,
    })
    .collect()
}

/// Carts to be ordered.
pub(crate) async fn carts(pool: &Pool, many: usize) -> Vec<Uuid> {
    let Timestamp(now) = Clock::System.now();
    let carts: Vec<Uuid> = (0..many)
        .map(|_| Uuid::from(kernel::CartId::random()))
        .collect();
    let sql = insert("carts", &["id", "created_at"], TOGETHER, pool.is_numbered());
    for some in carts.chunks_exact(TOGETHER) {
        let cells = some
            .iter()
            .flat_map(|id| [Cell::Id(*id), Cell::Number(now)]);
        pool.execute(&(sql, cells.collect())).await;
    }
    carts
}
