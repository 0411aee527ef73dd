//! What follows from an event: who is told, and what a text needs. Reads only; the worker writes.

mod bank_account;
mod case;
mod certificate;
mod decided;
mod letter;
mod membership;
mod order;
mod paper;
mod paused;
pub(crate) mod people;

use notifications::Notice;

use crate::App;
use crate::job::Event;

/// Why an event could not be told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Accounts(#[from] accounts::Error),
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    #[error(transparent)]
    Orders(#[from] orders::Error),
    #[error(transparent)]
    Payments(#[from] payments::Error),
    #[error(transparent)]
    Notices(#[from] notifications::Error),
    /// What the event is about is not there.
    #[error("there is no such {0}")]
    Missing(&'static str),
}

/// The notices that follow from an event. `key` names the event, so that nobody is told twice.
pub(crate) async fn notices(app: &App, key: &str, event: &Event) -> Result<Vec<Notice>, Error> {
    match event {
        Event::Order(order, step) => order::notices(app, key, *order, *step).await,
        Event::Quiet => Ok(vec![]),
        Event::Case(case, step) => case::notices(app, key, *case, *step).await,
        Event::Refund(refund, step) => case::refund_notices(app, key, *refund, *step).await,
        Event::Document(document, step) => paper::notices(app, key, *document, *step).await,
        Event::Takedown(order, overdue) => paper::takedown(app, key, *order, *overdue).await,
        Event::Decided(review) => decided::notices(app, key, *review).await,
        Event::CertificateExpiring(certificate) => {
            certificate::notices(app, key, *certificate, app.now()).await
        }
        Event::Certificate(certificate, step, by) => {
            certificate::news(app, key, *certificate, (*step, *by)).await
        }
        Event::BankAccountChanged(id) => bank_account::notices(app, key, *id).await,
        Event::ShopPaused(producer) => paused::notices(app, key, *producer).await,
        Event::Letter(code) => letter::notices(app, key, *code).await,
        Event::Invited(id) => membership::invited(app, key, *id).await,
        Event::CardIssued(id) => membership::card(app, key, *id).await,
        Event::HandedOver(id) => membership::handed_over(app, key, *id).await,
    }
}
