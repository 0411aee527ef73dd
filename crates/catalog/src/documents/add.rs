use kernel::{Actor, Day, DocumentId, ProducerId, ProductId, Timestamp};
use serde_json::json;
use store::{Tx, execute, first, insert};
use uuid::Uuid;

use super::kind::{DocumentKind, DocumentState};
use crate::reviews::{self, Case, ReviewKind};
use crate::text::{line, none_of, required};
use crate::{Error, Fault, Wrong, record};

/// No paper names a last day further off; one without end names none.
const MOST_MONTHS: i64 = 50 * 12;

/// A paper as its producer hands it in; its file is kept already.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Which.
    pub id: DocumentId,
    /// For which product, where it is for one.
    pub product: Option<ProductId>,
    /// What it is.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// Since when it holds.
    pub issued_on: Day,
    /// Its last day; by the rule of its kind where none is said.
    pub expires_on: Option<Day>,
    /// What its file is.
    pub media_type: &'static str,
}

/// Hands a document in: it waits for an official of the producer's place.
pub async fn add(
    tx: &Tx,
    producer: ProducerId,
    new: NewDocument,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let new = checked(tx, producer, new, now).await?;
    let columns = [
        "id",
        "producer_id",
        "product_id",
        "kind",
        "number",
        "issued_on",
        "expires_on",
        "media_type",
        "state",
        "created_by",
        "created_at",
    ];
    let row = vec![
        new.id.uuid().into(),
        producer.uuid().into(),
        new.product.map(Uuid::from).into(),
        new.kind.as_str().into(),
        new.number.into(),
        new.issued_on.to_string().into(),
        new.expires_on.map(|day| day.to_string()).into(),
        new.media_type.into(),
        DocumentState::Submitted.as_str().into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
    ];
    insert(tx, "documents", &columns, vec![row]).await?;
    let case = Case {
        kind: ReviewKind::Document,
        subject: new.id.uuid(),
        revision: None,
        producer,
        prepared_by: actor.account,
    };
    reviews::open(tx, case, actor, now).await?;
    let what = ("document", new.id.to_string(), json!({ "kind": new.kind }));
    record::entry(tx, actor, "catalog.add_document", what, now).await
}

async fn checked(
    tx: &Tx,
    producer: ProducerId,
    new: NewDocument,
    now: Timestamp,
) -> Result<NewDocument, Error> {
    let today = Day::of(now);
    let months: Option<i64> =
        rules::value(tx, "document.valid_months", new.kind.as_str(), today).await?;
    let by_rule = months.map(|months| new.issued_on.plus_months(months));
    let new = NewDocument {
        number: line(&new.number),
        expires_on: new.expires_on.or(by_rule),
        ..new
    };
    let mut faults = vec![];
    required(&mut faults, "/number", &new.number, 60);
    if new.issued_on > today {
        faults.push(Fault::new("/issued_on", Wrong::OutsideTerm));
    }
    if new.expires_on.is_some_and(|day| {
        day < today || day < new.issued_on || day > today.plus_months(MOST_MONTHS)
    }) {
        faults.push(Fault::new("/expires_on", Wrong::OutsideTerm));
    }
    if let Some(product) = new.product {
        let sql = "SELECT id FROM products WHERE id = $1 AND producer_id = $2";
        let ids = vec![product.uuid().into(), producer.uuid().into()];
        if first(tx, sql, ids).await?.is_none() {
            faults.push(Fault::new("/product", Wrong::Unknown));
        }
    }
    none_of(faults)?;
    Ok(new)
}

/// An official has looked at it.
pub(crate) async fn decided(tx: &Tx, id: DocumentId, holds: bool) -> Result<(), Error> {
    let state = if holds {
        DocumentState::Verified
    } else {
        DocumentState::Rejected
    };
    let sql = "UPDATE documents SET state = $2 WHERE id = $1 AND state = 'submitted'";
    let values = vec![id.uuid().into(), state.as_str().into()];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}
