//! What the audit of all books costs: `books fill URL ORDERS` writes so many completed orders with
//! all that belongs to them, `books verify URL` looks through them and prints the seconds it took and
//! the most memory (MB) that this process had.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a program of the bench: what goes wrong ends it"
)]

#[path = "books/rows.rs"]
mod rows;

use std::time::Instant;

use rows::{VARIANTS, id, numbers, shelf, write};
use sea_orm::DbBackend;
use store::Db;

/// So many orders go into one transaction.
const TOGETHER: u64 = 100_000;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["fill", url, orders] => fill(url, orders.parse().unwrap()).await,
        ["verify", url] => verify(url).await,
        _ => panic!("fill URL ORDERS | verify URL"),
    }
}

async fn verify(url: &str) {
    let mut settings = store::Settings::new(url);
    settings.acquire_timeout = std::time::Duration::from_secs(30);
    let db = Db::connect(&settings).await.unwrap();
    let started = Instant::now();
    let checked = market::verify(&db).await.unwrap();
    let took = started.elapsed().as_secs_f64();
    eprintln!("{checked:?}");
    println!("{took:.1} {:.0}", most_mb());
    db.close().await;
}

/// The most memory that this process had.
fn most_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    let kb: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kb / 1024.0
}

async fn fill(url: &str, orders: u64) {
    let db = Db::connect(&store::Settings::new(url)).await.unwrap();
    store::migrate(&db).await.unwrap();
    let lite = db.read().get_database_backend() == DbBackend::Sqlite;
    write(&db, &shelf(orders, lite)).await;
    let mut from = 1;
    while from <= orders {
        let until = (from + TOGETHER - 1).min(orders);
        write(&db, &bought(from, until, lite)).await;
        from = until + 1;
    }
    db.analyse().await.unwrap();
    db.close().await;
}

/// So many orders, each placed, paid and completed.
#[expect(clippy::too_many_lines, reason = "one statement after the other")]
fn bought(from: u64, until: u64, lite: bool) -> Vec<String> {
    let n = numbers(from, until);
    let at = |kind: u32| id(kind, "i", lite);
    let (cart, checkout, order, goods) = (at(5), at(6), at(7), at(8));
    let (payment, receipt, seller) = (at(9), at(10), id(4, "1", lite));
    let turn = format!("(i % {VARIANTS}) + 1");
    let (item, variant) = (id(1, &turn, lite), id(2, &turn, lite));
    let product = id(3, "1", lite);
    let hex = if lite {
        format!("lower(hex({order}))")
    } else {
        format!("replace(CAST({order} AS TEXT), '-', '')")
    };
    let buyer = format!("'buyer:ord_' || substr({hex}, 7)");
    let own = |account: &str| format!("'{account}:pro_00000000000000000000000001'");
    let instant = "1795399200000 + i";
    let mut statements = vec![
        format!("INSERT INTO carts (id, created_at) {n} SELECT {cart}, {instant} FROM n"),
        format!(
            "INSERT INTO checkouts (id, code, cart_id, total, contact_name, contact_phone, lang, age_confirmed, created_at) \
            {n} SELECT {checkout}, 'C' || i, {cart}, 85000, 'Trần Thị Bích', '0912345678', 'vi', 0, {instant} FROM n"
        ),
        format!(
            "INSERT INTO orders (id, code, checkout_id, producer_id, producer_name, producer_province, producer_commune, \
            status, status_at, owner, payment_method, alcohol, fresh, goods, shipping, total, commission, vat_withheld, pit_withheld, \
            weight_g, days_min, days_max, fulfilment, recipient_name, recipient_phone, province_code, commune_code, street, inspection, \
            lang, placed_at, version) {n} SELECT {order}, 'O' || i, {checkout}, {seller}, 'HTX', '42', '18676', 'completed', {instant}, \
            'nobody', 'cod', 0, 0, 65000, 20000, 85000, 3250, 0, 0, 900, 1, 3, 'ship', 'Trần Thị Bích', '0912345678', '42', '18676', \
            'Thôn Hải Bắc', 1, 'vi', {instant}, 1 FROM n"
        ),
        format!(
            "INSERT INTO order_lines (id, order_id, position, variant_id, product_id, title, variant_name, sku, unit_price, total, \
            weight_g, ordered, cancelled, shipped, returned, refunded) {n} SELECT {goods}, {order}, 0, {variant}, {product}, 'Nước mắm', \
            '500 ml', 'NM', 65000, 65000, 900, 1, 0, 1, 0, 0 FROM n"
        ),
        format!(
            "INSERT INTO payments (id, checkout_id, method, status, custody, reference, amount, received, forgiven, surplus, created_at, version) \
            {n} SELECT {payment}, {checkout}, 'cod', 'paid', 'producer', 'O' || i, 85000, 85000, 0, 0, {instant}, 1 FROM n"
        ),
        format!(
            "INSERT INTO payment_orders (payment_id, order_id, amount, captured, refunded) {n} SELECT {payment}, {order}, 85000, 85000, 0 FROM n"
        ),
        format!(
            "INSERT INTO payment_receipts (id, payment_id, amount, capacity, received_at) {n} \
            SELECT {receipt}, {payment}, 85000, 'system', {instant} FROM n"
        ),
    ];
    let steps = [
        ("NULL", "placed"),
        ("'placed'", "accepted"),
        ("'accepted'", "packed"),
        ("'packed'", "shipped"),
        ("'shipped'", "completed"),
    ];
    statements.extend(steps.map(|(before, to)| format!(
        "INSERT INTO order_history (order_id, from_status, to_status, at, capacity) {n} SELECT {order}, {before}, '{to}', {instant}, 'system' FROM n"
    )));
    statements.extend([("reserved", 0, 1), ("sold", -1, -1)].map(|(kind, on_hand, reserved)| format!(
        "INSERT INTO stock_movements (stock_item_id, variant_id, kind, on_hand_delta, reserved_delta, order_id, capacity, at) \
         {n} SELECT {item}, {variant}, '{kind}', {on_hand}, {reserved}, {order}, 'system', {instant} FROM n"
    )));
    statements.push(
        "UPDATE stock_items SET on_hand = (SELECT SUM(m.on_hand_delta) FROM stock_movements m WHERE m.variant_id = stock_items.variant_id)"
            .to_owned(),
    );
    let entries = [
        (own("held"), buyer.clone(), 85_000, "received", &receipt),
        (buyer, own("earned"), 85_000, "earned", &order),
        (
            own("claim"),
            "'commission'".to_owned(),
            3_250,
            "commission",
            &order,
        ),
    ];
    statements.extend(entries.map(|(debit, credit, amount, cause, subject)| format!(
        "INSERT INTO ledger_entries (debit, credit, amount, cause, subject_id, order_id, at, day) \
         {n} SELECT {debit}, {credit}, {amount}, '{cause}', {subject}, {order}, {instant}, '2026-11-23' FROM n"
    )));
    statements
}
