use kernel::{Actor, ProducerId, ProductId, Timestamp};
use store::{Tx, execute};

use super::create::transit;
use super::find::{Product, owned};
use super::status::ProductStatus;
use crate::revisions::{Draft, Number, Patch, check, newest, write_draft};
use crate::{Error, feed, record, variants};

/// Changes a product. Its text goes into the draft of a revision, a new one where none is being
/// written: what is on sale, or waits for an official, stays as it is. How it travels changes at
/// once. `expected` is the version that the caller read.
pub async fn edit(
    tx: &Tx,
    (producer, id): (ProducerId, ProductId),
    expected: i64,
    patch: Patch,
    (actor, now): (Actor, Timestamp),
) -> Result<(), Error> {
    let product = owned(tx, producer, id).await?;
    if product.version != expected {
        return Err(Error::Stale);
    }
    may_change(&product)?;
    transit(patch.max_transit_days.flatten())?;
    let travels = touch(tx, &product, &patch).await?;
    if patch.changes_text() {
        let base = newest(tx, &product).await?;
        let number = base.next_draft();
        let draft = check(tx, (producer, id), patch.on(Draft::from(&base.body)), now).await?;
        let body = variants::save(tx, (producer, id), draft, (actor, now)).await?;
        write_draft(tx, id, number, &body, (actor, now)).await?;
        if product.status == ProductStatus::Draft {
            rename(tx, id, &body.name).await?;
        }
    }
    record::product(tx, actor, "catalog.edit_product", id, now).await?;
    let changed: &[ProductId] = if travels { &[id] } else { &[] };
    feed::changed(tx, changed, now).await
}

fn may_change(product: &Product) -> Result<(), Error> {
    match product.status {
        ProductStatus::Retired | ProductStatus::TakenDown => Err(Error::State {
            what: "product",
            status: product.status.as_str(),
            step: "edit",
        }),
        ProductStatus::Draft
        | ProductStatus::Live
        | ProductStatus::Paused
        | ProductStatus::Suspended => Ok(()),
    }
}

/// A new version, and how it travels. Whether buyers see a change.
async fn touch(tx: &Tx, product: &Product, patch: &Patch) -> Result<bool, Error> {
    let fresh = patch.fresh.unwrap_or(product.fresh);
    let days = patch.max_transit_days.unwrap_or(product.max_transit_days);
    let sql = "UPDATE products SET fresh = $2, max_transit_days = $3, version = version + 1 WHERE id = $1";
    let values = vec![
        product.id.uuid().into(),
        i64::from(fresh).into(),
        days.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(product.status == ProductStatus::Live
        && (fresh != product.fresh || days != product.max_transit_days))
}

async fn rename(tx: &Tx, id: ProductId, name: &str) -> Result<(), Error> {
    let sql = "UPDATE products SET name = $2 WHERE id = $1";
    execute(tx, sql, vec![id.uuid().into(), name.into()]).await?;
    Ok(())
}

impl crate::revisions::Revision {
    /// The number under which the next text is written: this one's while it is a draft.
    fn next_draft(&self) -> Number {
        if self.status == crate::revisions::RevisionStatus::Draft {
            Number::Same(self.id)
        } else {
            Number::New(self.newest_number + 1)
        }
    }
}
