use kernel::{Actor, ProducerId, ProductId, Timestamp};
use store::{Tx, first, insert};

use crate::producers::{self, ProducerStatus};
use crate::revisions::{Draft, Number, check, write_draft};
use crate::{Error, record, variants};

/// A new product.
#[derive(Debug, Clone)]
pub struct New {
    /// The text of its first revision.
    pub draft: Draft,
    /// Whether it is perishable.
    pub fresh: bool,
    /// For how many days at most it may travel.
    pub max_transit_days: Option<i64>,
}

const COLUMNS: [&str; 11] = [
    "id",
    "number",
    "producer_id",
    "name",
    "status",
    "fresh",
    "max_transit_days",
    "created_at",
    "sample",
    "version",
    "first_live_at",
];

/// Creates a product: a draft with the draft of its first revision and its variants, with their
/// prices where they are said and nothing in stock. An applicant may prepare the first listing
/// before the application is decided.
pub async fn create(
    tx: &Tx,
    producer: ProducerId,
    new: New,
    actor: Actor,
    now: Timestamp,
) -> Result<ProductId, Error> {
    let seller = producers::find(tx, producer).await?;
    if matches!(
        seller.status,
        ProducerStatus::Rejected | ProducerStatus::Suspended
    ) {
        return Err(Error::State {
            what: "producer",
            status: seller.status.as_str(),
            step: "create_product",
        });
    }
    transit(new.max_transit_days)?;
    let id = ProductId::new(now);
    let draft = check(tx, (producer, id), new.draft, now).await?;
    let row = vec![
        id.uuid().into(),
        next_number(tx).await?.into(),
        producer.uuid().into(),
        draft.name.as_str().into(),
        super::ProductStatus::Draft.as_str().into(),
        i64::from(new.fresh).into(),
        new.max_transit_days.into(),
        now.0.into(),
        0i64.into(),
        1i64.into(),
        None::<i64>.into(),
    ];
    insert(tx, "products", &COLUMNS, vec![row]).await?;
    let body = variants::save(tx, (producer, id), draft, (actor, now)).await?;
    write_draft(tx, id, Number::New(1), &body, (actor, now)).await?;
    record::product(tx, actor, "catalog.create_product", id, now).await?;
    Ok(id)
}

pub(super) fn transit(days: Option<i64>) -> Result<(), Error> {
    match days {
        Some(days) if !(1..=30).contains(&days) => Err(Error::Invalid(vec![crate::Fault::new(
            "/max_transit_days",
            crate::Wrong::OutOfRange(1, 30),
        )])),
        _ => Ok(()),
    }
}

async fn next_number(tx: &Tx) -> Result<i64, Error> {
    let sql = "UPDATE counters SET value = value + 1 WHERE name = 'product' RETURNING value";
    let row = first(tx, sql, vec![]).await?;
    let row = row.ok_or_else(|| Error::Unreadable("counters has no product".into()))?;
    Ok(row.try_get("", "value")?)
}
