//! What a text must have before an official sees it.

use kernel::{Day, ProductId, Timestamp};
use store::{ConnectionTrait, Tx, in_list, rows};

use super::body::RevisionBody;
use super::claims::claims_stars;
use crate::certificates::{self, Certificate};
use crate::documents::{self, Goods};
use crate::facts;
use crate::products::Product;
use crate::text::none_of;
use crate::{Error, Fault, Wrong};

/// Whether a text may be handed in, or all that is missing.
pub(crate) async fn complete(
    tx: &Tx,
    product: &Product,
    body: &RevisionBody,
    now: Timestamp,
) -> Result<(), Error> {
    none_of(lacks(tx, product, body, now).await?)
}

/// All that a text lacks before it may be handed in.
pub(crate) async fn lacks(
    db: &impl ConnectionTrait,
    product: &Product,
    body: &RevisionBody,
    now: Timestamp,
) -> Result<Vec<Fault>, Error> {
    let today = Day::of(now);
    let mut faults = vec![];
    if body.description.is_empty() {
        faults.push(Fault::new("/description", Wrong::Required));
    }
    if body.variants.is_empty() {
        faults.push(Fault::new("/variants", Wrong::Required));
    }
    strength(db, body, today, &mut faults).await?;
    let definitions = facts::of_set(db, body.set, today).await?;
    facts::missing(&body.facts, &definitions, &mut faults);
    unpriced(db, body, now, &mut faults).await?;
    let goods = Goods {
        product: product.id,
        set: body.set,
        abv_permille: body.abv_permille,
    };
    documents::missing(db, (product.producer, goods), today, &mut faults).await?;
    faults.extend(false_claims(body, stars(db, product.id, today).await?));
    Ok(faults)
}

async fn strength(
    db: &impl ConnectionTrait,
    body: &RevisionBody,
    today: Day,
    faults: &mut Vec<Fault>,
) -> Result<(), Error> {
    if !reference::set(body.set).is_some_and(|set| set.alcohol) {
        return Ok(());
    }
    let strongest: i64 = rules::value(db, "alcohol.max_abv_permille", "*", today).await?;
    match body.abv_permille {
        None => faults.push(Fault::new("/abv", Wrong::Required)),
        Some(abv) if abv > strongest => {
            faults.push(Fault::new("/abv", Wrong::TooStrong(strongest)));
        }
        Some(_) => {}
    }
    Ok(())
}

/// Each variant needs a price before it can be on sale.
async fn unpriced(
    db: &impl ConnectionTrait,
    body: &RevisionBody,
    now: Timestamp,
    faults: &mut Vec<Fault>,
) -> Result<(), Error> {
    let sql = format!(
        "SELECT DISTINCT variant_id FROM variant_prices WHERE min_quantity = 1 AND from_at <= $1 \
         AND (until_at IS NULL OR until_at > $1) AND variant_id IN {}",
        in_list(body.variants.len(), 2)
    );
    let mut values = vec![now.0.into()];
    values.extend(body.variants.iter().map(|v| v.id.uuid().into()));
    let mut priced = vec![];
    for row in &rows(db, &sql, values).await? {
        priced.push(kernel::VariantId(row.try_get("", "variant_id")?));
    }
    for (i, variant) in body.variants.iter().enumerate() {
        if !priced.contains(&variant.id) {
            faults.push(Fault::new(format!("/variants/{i}/price"), Wrong::Required));
        }
    }
    Ok(())
}

/// The stars that this product may show today.
pub(crate) async fn stars(
    db: &impl ConnectionTrait,
    product: ProductId,
    today: Day,
) -> Result<Option<i64>, Error> {
    let sql = format!(
        "SELECT {} FROM certificates c LEFT JOIN decisions d ON d.id = c.decision_id WHERE c.product_id = $1",
        certificates::COLUMNS
    );
    let mut held = vec![];
    for row in &rows(db, &sql, vec![product.uuid().into()]).await? {
        held.extend(Certificate::read(row)?);
    }
    Ok(certificates::standing(&held, today).stars())
}

/// Where a text claims stars that are not held.
pub(crate) fn false_claims(body: &RevisionBody, stars: Option<i64>) -> Vec<Fault> {
    let mut texts = vec![
        ("/name".to_owned(), body.name.as_str()),
        ("/description".to_owned(), body.description.as_str()),
        ("/story".to_owned(), body.story.as_str()),
        ("/name_en".to_owned(), body.name_en.as_deref().unwrap_or("")),
        (
            "/description_en".to_owned(),
            body.description_en.as_deref().unwrap_or(""),
        ),
    ];
    for (i, variant) in body.variants.iter().enumerate() {
        texts.push((format!("/variants/{i}/name"), &variant.name));
    }
    texts
        .into_iter()
        .filter(|(_, text)| claims_stars(text, stars))
        .map(|(pointer, _)| Fault::new(pointer, Wrong::FalseClaim))
        .collect()
}
