//! Many rows by few statements, which the database makes itself.

use store::Db;

/// So many variants are sold in turn.
pub(crate) const VARIANTS: u64 = 1_000;

/// Writes all of it at once.
pub(crate) async fn write(db: &Db, statements: &[String]) {
    let tx = store::write(db).await.unwrap();
    for sql in statements {
        store::execute(&tx, sql, vec![]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// An id of a kind, made of a number that the statement counts.
pub(crate) fn id(kind: u32, number: &str, lite: bool) -> String {
    if lite {
        format!("unhex(printf('%04x0000000070008000%012x', {kind}, {number}))")
    } else {
        format!(
            "(lpad(to_hex({kind}), 4, '0') || '0000000070008000' || lpad(to_hex({number}), 12, '0'))::uuid"
        )
    }
}

/// The numbers from one to another.
pub(crate) fn numbers(from: u64, until: u64) -> String {
    format!(
        "WITH RECURSIVE n (i) AS (SELECT CAST({from} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {until})"
    )
}

/// Stock for all of them.
pub(crate) fn shelf(orders: u64, lite: bool) -> Vec<String> {
    let n = numbers(1, VARIANTS);
    let each = orders / VARIANTS + 1;
    let (item, variant) = (id(1, "i", lite), id(2, "i", lite));
    let (product, producer) = (id(3, "1", lite), id(4, "1", lite));
    vec![
        format!(
            "INSERT INTO producers (id, name, name_sort, name_folded, entity_type, representative, phone, \
            province_code, commune_code, street, story, status, missed_orders, created_at, sample, version) \
            VALUES ({producer}, 'HTX', '', '', 'hop_tac_xa', 'A', '0912000001', '42', '18676', '', '', 'approved', 0, 0, 0, 1)"
        ),
        format!(
            "INSERT INTO products (id, number, producer_id, name, status, fresh, created_at, sample, version) \
            VALUES ({product}, 1, {producer}, 'Nước mắm', 'draft', 0, 0, 0, 1)"
        ),
        format!(
            "INSERT INTO variants (id, product_id, producer_id, sku, name, net_amount, net_unit, weight_g, \
            position, active, created_at, version) {n} SELECT {variant}, {product}, {producer}, CAST(i AS TEXT), '500 ml', 500, 'ml', 700, 0, 1, 0, 1 FROM n"
        ),
        format!(
            "INSERT INTO stock_items (id, variant_id, on_hand, reserved) {n} SELECT {item}, {variant}, \
            {each}, 0 FROM n"
        ),
        format!(
            "INSERT INTO stock_movements (stock_item_id, variant_id, kind, on_hand_delta, reserved_delta, capacity, at) \
            {n} SELECT {item}, {variant}, 'received', {each}, 0, 'system', 0 FROM n"
        ),
    ]
}
