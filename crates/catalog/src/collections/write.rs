use kernel::{Actor, CollectionId, Day, ProductId, Timestamp};
use serde_json::json;
use store::{Tx, execute, insert};
use uuid::Uuid;

use super::read::{Collection, Kind, in_area};
use crate::reviews::{Area, Official};
use crate::text::{line, none_of, required};
use crate::{Error, Fault, Wrong, feed, record};

/// What an official says of a collection.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it is about.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// From when it is shown.
    pub from: Option<Day>,
    /// Until when, that day included.
    pub until: Option<Day>,
}

/// Begins a collection in the official's first area.
pub async fn create(
    tx: &Tx,
    official: &Official,
    draft: Draft,
    now: Timestamp,
) -> Result<CollectionId, Error> {
    let draft = checked(&draft)?;
    let (province, commune) = match official.areas.first() {
        Some(Area::Commune(code)) => {
            let known = reference::commune(code).map(|commune| commune.province.to_owned());
            (known, Some(code.clone()))
        }
        Some(Area::Province(code)) => (Some(code.clone()), None),
        Some(Area::Country) => (None, None),
        None => return Err(Error::NotFound),
    };
    let id = CollectionId::new(now);
    let row = vec![
        id.uuid().into(),
        draft.kind.as_str().into(),
        draft.title.into(),
        province.into(),
        commune.into(),
        draft.from.map(|day| day.to_string()).into(),
        draft.until.map(|day| day.to_string()).into(),
        official.actor.account.map(Uuid::from).into(),
    ];
    let columns = [
        "id",
        "kind",
        "title",
        "province_code",
        "commune_code",
        "from_on",
        "until_on",
        "curator",
    ];
    insert(tx, "collections", &columns, vec![row]).await?;
    recorded(tx, official.actor, ("catalog.create_collection", id), now).await?;
    Ok(id)
}

/// Changes what is said of a collection of the official's area.
pub async fn edit(
    tx: &Tx,
    official: &Official,
    id: CollectionId,
    draft: Draft,
    now: Timestamp,
) -> Result<(), Error> {
    let draft = checked(&draft)?;
    let was = in_area(tx, official, id).await?;
    let sql =
        "UPDATE collections SET kind = $2, title = $3, from_on = $4, until_on = $5 WHERE id = $1";
    let values = vec![
        id.uuid().into(),
        draft.kind.as_str().into(),
        draft.title.into(),
        draft.from.map(|day| day.to_string()).into(),
        draft.until.map(|day| day.to_string()).into(),
    ];
    execute(tx, sql, values).await?;
    recorded(tx, official.actor, ("catalog.edit_collection", id), now).await?;
    shown_anew(tx, &was, now).await
}

fn checked(draft: &Draft) -> Result<Draft, Error> {
    let draft = Draft {
        title: line(&draft.title),
        ..draft.clone()
    };
    let mut faults = vec![];
    required(&mut faults, "/title", &draft.title, 80);
    if draft
        .from
        .zip(draft.until)
        .is_some_and(|(from, until)| until < from)
    {
        faults.push(Fault::new("/until", Wrong::OutsideTerm));
    }
    none_of(faults)?;
    Ok(draft)
}

pub(super) async fn recorded(
    tx: &Tx,
    actor: Actor,
    (action, id): (&str, CollectionId),
    now: Timestamp,
) -> Result<(), Error> {
    let what = ("collection", id.to_string(), json!({}));
    record::entry(tx, actor, action, what, now).await
}

/// Every kept page of the shop hears of it by its listings.
async fn shown_anew(tx: &Tx, collection: &Collection, now: Timestamp) -> Result<(), Error> {
    let products: Vec<ProductId> = collection
        .products
        .iter()
        .map(|product| product.id)
        .collect();
    feed::changed(tx, &products, now).await
}
