//! The rows of variants: made with the draft that first names them, so that they have a price and
//! stock before they are on sale; changed when a revision that changes them is approved.

use kernel::{Actor, ProducerId, ProductId, Timestamp, VariantId};
use store::{Tx, Value, Values, execute, in_list, insert, rows, values_list};

use crate::revisions::{Draft, RevisionBody, VariantDraft, VariantText};
use crate::{Error, prices, stock};

const COLUMNS: [&str; 12] = [
    "id",
    "product_id",
    "producer_id",
    "sku",
    "name",
    "net_amount",
    "net_unit",
    "weight_g",
    "position",
    "active",
    "created_at",
    "version",
];

/// The draft as the body of a revision: new variants have their rows, off sale, their prices and
/// an empty stock. A variant that was never on sale follows the draft at once. One that comes
/// without an id but with the SKU of a variant of this product is that variant.
pub(crate) async fn save(
    tx: &Tx,
    (producer, product): (ProducerId, ProductId),
    draft: Draft,
    (actor, now): (Actor, Timestamp),
) -> Result<RevisionBody, Error> {
    let known = known(tx, product).await?;
    let (mut texts, mut new, mut priced) = (vec![], vec![], vec![]);
    for (position, variant) in (0i64..).zip(draft.variants) {
        let same = known.iter().find(|(_, sku)| *sku == variant.sku);
        let id = variant.id.or(same.map(|(id, _)| *id));
        let price = variant.price;
        let is_new = id.is_none();
        let text = text(id.unwrap_or_else(|| VariantId::new(now)), variant);
        if is_new {
            new.push(row((producer, product), position, &text, now));
            priced.extend(price.map(|price| (text.id, price)));
        }
        texts.push((is_new, text));
    }
    insert(tx, "variants", &COLUMNS, new).await?;
    let opened: Vec<VariantId> = texts
        .iter()
        .filter(|(is_new, _)| *is_new)
        .map(|(_, t)| t.id)
        .collect();
    stock::open(tx, &opened, now).await?;
    prices::open(tx, &priced, actor, now).await?;
    let texts: Vec<VariantText> = texts.into_iter().map(|(_, text)| text).collect();
    write(tx, product, &texts, "variants.active = 0", 0).await?;
    Ok(RevisionBody {
        name: draft.name,
        name_en: draft.name_en,
        description: draft.description,
        description_en: draft.description_en,
        story: draft.story,
        set: draft.set,
        abv_permille: draft.abv_permille,
        facts: draft.facts,
        variants: texts,
        pictures: draft.pictures,
    })
}

/// Puts the variants of an approved revision on sale as it describes them; the others leave.
pub(crate) async fn put_on_sale(
    tx: &Tx,
    product: ProductId,
    variants: &[VariantText],
) -> Result<(), Error> {
    let sql = format!(
        "UPDATE variants SET active = 0, version = version + 1 \
         WHERE product_id = $1 AND active = 1 AND id NOT IN {}",
        in_list(variants.len(), 2)
    );
    let mut values: Values = vec![product.uuid().into()];
    values.extend(variants.iter().map(|v| Value::from(v.id.uuid())));
    execute(tx, &sql, values).await?;
    write(tx, product, variants, "1 = 1", 1).await
}

/// Writes the texts into the rows that a condition admits, with one statement.
async fn write(
    tx: &Tx,
    product: ProductId,
    variants: &[VariantText],
    condition: &'static str,
    active: i64,
) -> Result<(), Error> {
    if variants.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "WITH told (id, sku, name, net_amount, net_unit, weight_g, position) AS (VALUES {}) \
         UPDATE variants SET sku = told.sku, name = told.name, net_amount = told.net_amount, \
         net_unit = told.net_unit, weight_g = told.weight_g, position = told.position, active = $2, \
         version = version + 1 FROM told \
         WHERE variants.id = told.id AND variants.product_id = $1 AND {condition}",
        values_list(variants.len(), 7, 3)
    );
    let mut values: Values = vec![product.uuid().into(), active.into()];
    for (position, text) in (0i64..).zip(variants) {
        values.extend([
            text.id.uuid().into(),
            text.sku.as_str().into(),
            text.name.as_str().into(),
            text.net.amount.into(),
            text.net.unit.as_str().into(),
            text.weight_g.into(),
            position.into(),
        ]);
    }
    execute(tx, &sql, values).await?;
    Ok(())
}

async fn known(tx: &Tx, product: ProductId) -> Result<Vec<(VariantId, String)>, Error> {
    let sql = "SELECT id, sku FROM variants WHERE product_id = $1";
    rows(tx, sql, vec![product.uuid().into()])
        .await?
        .iter()
        .map(|row| Ok((VariantId(row.try_get("", "id")?), row.try_get("", "sku")?)))
        .collect()
}

fn text(id: VariantId, draft: VariantDraft) -> VariantText {
    VariantText {
        id,
        sku: draft.sku,
        name: draft.name,
        net: draft.net,
        weight_g: draft.weight_g,
    }
}

fn row(
    (producer, product): (ProducerId, ProductId),
    position: i64,
    text: &VariantText,
    now: Timestamp,
) -> Values {
    vec![
        text.id.uuid().into(),
        product.uuid().into(),
        producer.uuid().into(),
        text.sku.as_str().into(),
        text.name.as_str().into(),
        text.net.amount.into(),
        text.net.unit.as_str().into(),
        text.weight_g.into(),
        position.into(),
        0i64.into(),
        now.0.into(),
        1i64.into(),
    ]
}
