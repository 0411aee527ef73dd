//! The goods again: an order that makes a case good, to the same place, at no price.

use kernel::{Actor, Closures, Code, LineId, OrderId, Timestamp};
use serde_json::json;
use store::{Tx, Values, execute, insert};

use crate::case::Case;
use crate::deadline::{Circumstances, Deadline};
use crate::step::Standing;
use crate::{Error, Status};

/// Writes the order that replaces a case's lines: a copy that costs nothing. Its stock is the
/// caller's to reserve.
pub async fn replace(
    tx: &Tx,
    (standing, case): (&Standing, &Case),
    closures: &Closures,
    actor: Actor,
    now: Timestamp,
) -> Result<OrderId, Error> {
    let id = OrderId::new(now);
    copy(tx, (id, standing, case), closures, now).await?;
    for line in &case.lines {
        let sql = "INSERT INTO order_lines (id, order_id, position, variant_id, product_id, title, variant_name, sku, \
            unit_price, total, weight_g, stars, decision_no, certificate_id, ordered, cancelled, shipped, returned, refunded) \
            SELECT $1, $2, position, variant_id, product_id, title, variant_name, sku, 0, 0, weight_g, stars, \
            decision_no, certificate_id, CAST($4 AS BIGINT), 0, 0, 0, 0 FROM order_lines WHERE id = $3";
        let values = vec![
            LineId::new(now).uuid().into(),
            id.uuid().into(),
            line.line.uuid().into(),
            line.quantity.into(),
        ];
        execute(tx, sql, values).await?;
    }
    let entry = crate::history::entry(id, (None, Status::Placed), None, actor, now);
    insert(tx, "order_history", crate::history::COLUMNS, vec![entry]).await?;
    let sql = "UPDATE cases SET replacement_id = $2 WHERE id = $1";
    execute(tx, sql, vec![case.id.uuid().into(), id.uuid().into()]).await?;
    jobs::enqueue(tx, "orders.placed", &json!({ "order": id }), now).await?;
    Ok(id)
}

async fn copy(
    tx: &Tx,
    (id, standing, case): (OrderId, &Standing, &Case),
    closures: &Closures,
    now: Timestamp,
) -> Result<(), Error> {
    let status = Status::Placed;
    let deadline = status.rule().deadline(
        now,
        Circumstances {
            closures,
            fresh: standing.fresh,
            days_max: standing.days_max,
            before: Deadline::default(),
        },
    );
    let sql = "INSERT INTO orders (id, code, checkout_id, account_id, producer_id, producer_name, producer_province, \
        producer_commune, status, status_at, owner, state_until, remind_at, payment_method, alcohol, age_confirmed_at, \
        buyer_birth_year, fresh, goods, shipping, total, commission, vat_withheld, pit_withheld, weight_g, days_min, days_max, \
        fulfilment, recipient_name, recipient_phone, province_code, \
        commune_code, street, note, inspection, terms_version, source, lang, replaces, placed_at, version) \
        SELECT $1, $2, checkout_id, account_id, producer_id, producer_name, producer_province, producer_commune, \
        $4, CAST($5 AS BIGINT), $6, CAST($7 AS BIGINT), CAST($8 AS BIGINT), payment_method, alcohol, age_confirmed_at, \
        buyer_birth_year, fresh, 0, 0, 0, 0, 0, 0, \
        weight_g, days_min, days_max, fulfilment, recipient_name, recipient_phone, province_code, commune_code, \
        street, note, inspection, terms_version, source, lang, $9, CAST($5 AS BIGINT), 1 FROM orders WHERE id = $3";
    let values: Values = vec![
        id.uuid().into(),
        Code::random().as_str().into(),
        standing.id.uuid().into(),
        status.as_str().into(),
        now.0.into(),
        status.owner().as_str().into(),
        deadline.until.map(|at| at.0).into(),
        deadline.remind_at.map(|at| at.0).into(),
        case.id.uuid().into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}
