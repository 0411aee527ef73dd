use futures_util::future::join_all;
use kernel::{AttemptId, Timestamp};
use scenarios::{Fake, Value};
use sea_orm::DbBackend;
use store::Db;

use crate::rows::{VARIANTS, id, numbers, shelf, write};

/// So many are made at a time.
const TOGETHER: usize = 16;
/// What each order costs.
const TOTAL: i64 = 85_000;

/// So many payments that wait at the stand-in.
pub(crate) async fn intents(fake: &Fake, many: usize) -> Vec<String> {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/v1/payment_intents", fake.url());
    let make = async || {
        let request = client
            .post(&url)
            .bearer_auth("sk_test_stories")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("amount={TOTAL}&currency=vnd"));
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        let made: Value = serde_json::from_slice(&answer).unwrap();
        made["id"].as_str().unwrap().to_owned()
    };
    let mut intents = vec![];
    while intents.len() < many {
        let some = TOGETHER.min(many - intents.len());
        intents.extend(join_all((0..some).map(|_| make())).await);
    }
    intents
}

/// An order for each of them, all alike, with ids that are the same in every database.
pub(crate) async fn orders(db: &Db, intents: &[String], now: Timestamp) {
    let lite = db.read().get_database_backend() == DbBackend::Sqlite;
    let many = u64::try_from(intents.len()).unwrap();
    write(db, &shelf(many, lite)).await;
    write(db, &waiting(many, lite, now)).await;
    for (at, some) in intents.chunks(500).enumerate() {
        tries(db, (at * 500, some), lite, now).await;
    }
    db.analyse().await.unwrap();
}

/// So many orders that wait for their money.
fn waiting(many: u64, lite: bool, now: Timestamp) -> Vec<String> {
    let n = numbers(1, many);
    let at = |kind: u32| id(kind, "i", lite);
    let (cart, checkout, order, goods) = (at(5), at(6), at(7), at(8));
    let (payment, seller) = (at(9), id(4, "1", lite));
    let turn = format!("(i % {VARIANTS}) + 1");
    let (item, variant) = (id(1, &turn, lite), id(2, &turn, lite));
    let product = id(3, "1", lite);
    let (now, until) = (now.0, now.plus_hours(24).0);
    vec![
        format!("INSERT INTO carts (id, created_at) {n} SELECT {cart}, {now} FROM n"),
        format!(
            "INSERT INTO checkouts (id, code, cart_id, total, contact_name, contact_phone, lang, age_confirmed, created_at) \
            {n} SELECT {checkout}, 'C' || i, {cart}, {TOTAL}, 'Trần Thị Bích', '0912345678', 'vi', 0, {now} FROM n"
        ),
        format!(
            "INSERT INTO orders (id, code, checkout_id, producer_id, producer_name, producer_province, producer_commune, \
            status, status_at, owner, state_until, payment_method, alcohol, fresh, goods, shipping, total, commission, vat_withheld, \
            pit_withheld, weight_g, days_min, days_max, fulfilment, recipient_name, recipient_phone, province_code, commune_code, \
            street, inspection, lang, placed_at, version) {n} SELECT {order}, 'O' || i, {checkout}, {seller}, 'HTX', '42', '18676', \
            'awaiting_payment', {now}, 'buyer', {until}, 'stripe', 0, 0, 65000, 20000, {TOTAL}, 3250, 0, 0, 900, 1, 3, 'ship', \
            'Trần Thị Bích', '0912345678', '42', '18676', 'Thôn Hải Bắc', 1, 'vi', {now}, 1 FROM n"
        ),
        format!(
            "INSERT INTO order_lines (id, order_id, position, variant_id, product_id, title, variant_name, sku, unit_price, total, \
            weight_g, ordered, cancelled, shipped, returned, refunded) {n} SELECT {goods}, {order}, 0, {variant}, {product}, 'Nước mắm', \
            '500 ml', 'NM', 65000, 65000, 900, 1, 0, 0, 0, 0 FROM n"
        ),
        format!(
            "INSERT INTO order_history (order_id, to_status, at, capacity) {n} SELECT {order}, 'awaiting_payment', {now}, 'guest' FROM n"
        ),
        format!(
            "INSERT INTO stock_movements (stock_item_id, variant_id, kind, on_hand_delta, reserved_delta, order_id, capacity, at) \
            {n} SELECT {item}, {variant}, 'reserved', 0, 1, {order}, 'guest', {now} FROM n"
        ),
        "UPDATE stock_items SET reserved = (SELECT SUM(m.reserved_delta) FROM stock_movements m WHERE m.variant_id = stock_items.variant_id)"
            .to_owned(),
        format!(
            "INSERT INTO payments (id, checkout_id, method, status, custody, reference, amount, received, forgiven, surplus, due_at, \
            created_at, version) {n} SELECT {payment}, {checkout}, 'stripe', 'pending', 'stripe', 'C' || i, {TOTAL}, 0, 0, 0, {until}, {now}, 1 FROM n"
        ),
        format!(
            "INSERT INTO payment_orders (payment_id, order_id, amount, captured, refunded) {n} SELECT {payment}, {order}, {TOTAL}, 0, 0 FROM n"
        ),
    ]
}

/// The tries of some of them, each under the stand-in's name for it, all of them due.
async fn tries(db: &Db, (from, intents): (usize, &[String]), lite: bool, now: Timestamp) {
    let rows = intents.iter().enumerate().map(|(at, intent)| {
        let payment = id(9, &(from + at + 1).to_string(), lite);
        let attempt = AttemptId::new(now).uuid().simple().to_string();
        let own = if lite {
            format!("unhex('{attempt}')")
        } else {
            format!("'{attempt}'::uuid")
        };
        format!(
            "({own}, {payment}, 'intent', {payment}, {TOTAL}, 'bench-{intent}', '{intent}', '{intent}_secret_x', 'open', {now}, {now})",
            now = now.0
        )
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    let sql = format!(
        "INSERT INTO payment_attempts (id, payment_id, kind, subject_id, amount, provider_key, provider_id, client_secret, \
        status, look_at, created_at) VALUES {rows}"
    );
    write(db, &[sql]).await;
}
