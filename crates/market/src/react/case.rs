use kernel::{AccountId, CaseId, CheckoutId, Lang, OrderId, RefundId};
use notifications::{
    CaseFacts, CaseStep, Message, Notice, Recipient, RefundFacts, RefundStep, Side,
};
use payments::Payer;
use uuid::Uuid;

use super::{Error, people};
use crate::App;

/// A step of a case, to those whose move it is or who wait for it.
pub(super) async fn notices(
    app: &App,
    key: &str,
    case: CaseId,
    step: CaseStep,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let case = orders::case(db, case).await?;
    let (checkout, buyer) = buyer(app, case.order).await?;
    let facts = CaseFacts {
        order: case.order,
        checkout,
        code: case.code,
        producer: case.producer_name,
        kind: case.kind.as_str().to_owned(),
        wish: case.wish.as_str().to_owned(),
        answer: case.answer.0.map(|answer| answer.as_str().to_owned()),
        decision: case.decision.0,
        until: case.answer_by,
    };
    let message = |to| Message::Case {
        step,
        to,
        case: Box::new(facts.clone()),
    };
    let mut notices = vec![];
    for side in step.sides() {
        let to = match side {
            Side::Buyer => vec![buyer.clone()],
            Side::Producer => people::producer(db, case.producer).await?,
            // The operator alone: an official never sees whose order it is.
            Side::Official => people::accounts(db, accounts::admins(db).await?).await?,
        };
        notices.extend(to.into_iter().map(|to| Notice {
            event: format!("{key}/{side:?}"),
            to,
            producer: (*side == Side::Producer).then_some(case.producer),
            message: message(*side),
        }));
    }
    Ok(notices)
}

/// A step of a refund, to the buyer or to its payer.
pub(super) async fn refund_notices(
    app: &App,
    key: &str,
    refund: RefundId,
    step: RefundStep,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let refund = payments::refund(db, refund).await?;
    let (checkout, buyer) = buyer(app, refund.order).await?;
    let facts = RefundFacts {
        order: refund.order,
        checkout,
        code: refund.reference,
        amount: refund.amount,
        until: refund.due_at,
    };
    let (side, to) = match (step, refund.payer) {
        (RefundStep::Due | RefundStep::Sent, _) => (Side::Buyer, vec![buyer]),
        (RefundStep::Payable, Payer::Producer) => {
            (Side::Producer, people::producer(db, refund.producer).await?)
        }
        (RefundStep::Payable, Payer::Market) | (RefundStep::Overdue, _) => {
            let admins = accounts::admins(db).await?;
            (Side::Official, people::accounts(db, admins).await?)
        }
    };
    let notice = |to| Notice {
        event: key.to_owned(),
        to,
        producer: (side == Side::Producer).then_some(refund.producer),
        message: Message::Refund {
            step,
            to: side,
            refund: Box::new(facts.clone()),
        },
    };
    Ok(to.into_iter().map(notice).collect())
}

/// Who bought, and how they are reached.
async fn buyer(app: &App, order: OrderId) -> Result<(CheckoutId, Recipient), Error> {
    let db = app.db.read();
    let sql = "SELECT o.checkout_id, o.account_id, o.lang, c.contact_name, c.contact_phone, c.contact_email \
        FROM orders o JOIN checkouts c ON c.id = o.checkout_id WHERE o.id = $1";
    let row = store::first(db, sql, vec![order.uuid().into()]).await?;
    let row = row.ok_or(Error::Missing("order"))?;
    let read = || -> Result<(CheckoutId, Recipient), store::Error> {
        let account: Option<Uuid> = row.try_get("", "account_id")?;
        let to = Recipient {
            account: account.map(AccountId),
            name: Some(row.try_get("", "contact_name")?),
            email: row.try_get("", "contact_email")?,
            phone: Some(row.try_get("", "contact_phone")?),
            lang: Lang::from_tag(&row.try_get::<String>("", "lang")?),
        };
        Ok((CheckoutId(row.try_get("", "checkout_id")?), to))
    };
    let (checkout, mut to) = read()?;
    if to.email.is_none() {
        let own = people::accounts(db, to.account).await?;
        to.email = own.into_iter().find_map(|person| person.email);
    }
    Ok((checkout, to))
}
