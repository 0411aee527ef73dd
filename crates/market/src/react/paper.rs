use catalog::{documents, takedowns};
use kernel::{AuthorityOrderId, DocumentId};
use notifications::{DocumentStep, Message, Notice};

use super::{Error, people};
use crate::App;

/// What becomes of a paper, to its producer's people.
pub(super) async fn notices(
    app: &App,
    key: &str,
    document: DocumentId,
    step: DocumentStep,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let document = documents::find(db, document).await?;
    let Some(expires_on) = document.expires_on else {
        return Ok(vec![]);
    };
    let message = Message::Document {
        step,
        kind: document.kind.as_str().to_owned(),
        number: document.number,
        expires_on,
    };
    let told = people::producer(db, document.producer).await?;
    let notice = |to| Notice {
        event: key.to_owned(),
        to,
        producer: Some(document.producer),
        message: message.clone(),
    };
    Ok(told.into_iter().map(notice).collect())
}

/// An authority's order, to who runs the market.
pub(super) async fn takedown(
    app: &App,
    key: &str,
    order: AuthorityOrderId,
    overdue: bool,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let order = takedowns::find(db, order).await?;
    if order.done_at.is_some() {
        return Ok(vec![]);
    }
    let message = Message::Takedown {
        overdue,
        product: order.product_name,
        authority: order.authority,
        number: order.number,
        until: order.due_at,
    };
    let admins = people::accounts(db, accounts::admins(db).await?).await?;
    let notice = |to| Notice {
        event: key.to_owned(),
        to,
        producer: None,
        message: message.clone(),
    };
    Ok(admins.into_iter().map(notice).collect())
}
