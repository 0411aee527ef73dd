use kernel::Timestamp;
use sea_orm::DbBackend;
use store::Db;

/// Nothing before this is ever due.
const FAR: i64 = 4_102_444_800_000;

/// Writes so many orders that wait for their producers, all of one checkout, with deadlines that are
/// far away, each another.
pub async fn write_waiting_orders(db: &Db, many: i64, now: Timestamp) {
    let id = if db.read().get_database_backend() == DbBackend::Sqlite {
        "randomblob(16)"
    } else {
        "gen_random_uuid()"
    };
    let cart = format!(
        "INSERT INTO carts (id, created_at) VALUES ({id}, {now})",
        now = now.0
    );
    let checkout = "INSERT INTO checkouts (id, code, cart_id, total, contact_name, contact_phone, lang, age_confirmed, created_at) \
         SELECT id, 'WAITING', id, 0, '', '', 'vi', 0, created_at FROM carts";
    let orders = format!(
        "INSERT INTO orders (id, code, checkout_id, producer_id, producer_name, producer_province, producer_commune, \
         status, status_at, owner, state_until, remind_at, payment_method, alcohol, fresh, goods, shipping, total, \
         commission, vat_withheld, pit_withheld, weight_g, days_min, days_max, fulfilment, recipient_name, recipient_phone, province_code, commune_code, street, \
         inspection, lang, placed_at, version) \
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) \
         SELECT {id}, 'W' || i, c.id, c.id, 'HTX', '42', '18676', 'placed', {now}, 'producer', {FAR} + i, {FAR} + i, 'cod', \
         0, 0, 65000, 0, 65000, 0, 0, 0, 500, 1, 3, 'ship', '', '', '42', '18676', '', 1, 'vi', {now}, 1 \
         FROM n, checkouts c WHERE c.code = 'WAITING'",
        now = now.0
    );
    // The statistics are what the database would gather by itself a little later.
    for sql in [cart.as_str(), checkout, &orders, "ANALYZE orders"] {
        let tx = store::write(db).await.unwrap();
        store::execute(&tx, sql, vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// Lets the deadlines and reminders of so many of them pass.
pub async fn let_pass(db: &Db, many: i64, now: Timestamp) {
    let sql = format!(
        "UPDATE orders SET state_until = {past} + i, remind_at = {past} + i FROM \
         (SELECT id AS one, state_until - {FAR} - {many} AS i FROM orders WHERE state_until > {FAR} \
         ORDER BY state_until LIMIT {many}) AS first WHERE orders.id = first.one",
        past = now.0
    );
    let tx = store::write(db).await.unwrap();
    store::execute(&tx, &sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
}
