use kernel::{RevisionId, Timestamp};
use store::{Tx, Value, execute};
use uuid::Uuid;

use super::find::Product;
use super::status::ProductEvent;
use crate::revisions::{self, RevisionBody, RevisionEvent};
use crate::{Error, codes, slugs, variants};

/// Puts an approved revision in the place of the live one: name, slug, public code, variants. The
/// caller has locked the product, and writes the feed last.
pub(crate) async fn go_live(
    tx: &Tx,
    product: &Product,
    revision: RevisionId,
    now: Timestamp,
) -> Result<(), Error> {
    let body = revisions::advance(tx, revision, RevisionEvent::Approve, now).await?;
    if let Some(older) = product.live_revision {
        revisions::advance(tx, older, RevisionEvent::Supersede, now).await?;
    }
    let subject = slugs::Subject::Product(product.id);
    let slug = slugs::mint(tx, subject, &body.name, now).await?;
    let code = match &product.public_code {
        Some(code) => code.clone(),
        None => codes::mint(tx, product.id, now).await?,
    };
    write(tx, product, revision, (&body, slug, code), now).await?;
    variants::put_on_sale(tx, product.id, &body.variants).await
}

async fn write(
    tx: &Tx,
    product: &Product,
    revision: RevisionId,
    (body, slug, code): (&RevisionBody, String, String),
    now: Timestamp,
) -> Result<(), Error> {
    let to = product.status.apply(ProductEvent::Approve)?;
    let sql = "UPDATE products SET status = $2, live_revision = $3, name = $4, slug = $5, \
               public_code = $6, first_live_at = COALESCE(first_live_at, $7), version = version + 1 \
               WHERE id = $1 AND status = $8";
    let values: Vec<Value> = vec![
        product.id.uuid().into(),
        to.as_str().into(),
        Uuid::from(revision).into(),
        body.name.as_str().into(),
        slug.into(),
        code.into(),
        now.0.into(),
        product.status.as_str().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}
