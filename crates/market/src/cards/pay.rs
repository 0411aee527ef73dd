//! A card has paid: the orders begin, or the money is owed back, in the transaction that decides it.

use gateway::Intent;
use kernel::{Actor, Timestamp, Vnd};
use payments::{Attempt, Receipt};

use crate::receipt::{Late, take_in};
use crate::step::{Whose, lock};
use crate::{App, Error, books};

/// Takes what a card paid, once. Late money takes what was ordered again, where all of it is still
/// there; else it goes back.
pub(super) async fn pay(
    app: &App,
    attempt: &Attempt,
    intent: &Intent,
    now: Timestamp,
) -> Result<(), Error> {
    let paid = |late| async move { store::retry(|| once(app, attempt, (intent, late), now)).await };
    match paid(Late::TakeAgain).await {
        Err(Error::Catalog(catalog::Error::OutOfStock(_gone))) => paid(Late::PayBack).await,
        done => done,
    }
}

async fn once(
    app: &App,
    attempt: &Attempt,
    (intent, late): (&Intent, Late),
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(&app.db).await?;
    let mut orders = vec![];
    // In the order of their ids, so that nobody waits crosswise.
    for order in payments::payment(&tx, attempt.payment).await?.orders() {
        orders.push(lock(&tx, order, Whose::Holder).await?);
    }
    let payment = payments::payment(&tx, attempt.payment).await?;
    let receipt = Receipt {
        amount: Vnd(intent.received),
        bank_ref: Some(intent.id.clone()),
        forgive: false,
        line: None,
    };
    let received = payments::receive(&tx, payment.id, &receipt, Actor::SYSTEM, now).await?;
    if let Some(received) = received {
        for standing in &orders {
            books::came(&tx, standing, &received, now).await?;
        }
        take_in(&tx, &orders, (&received, late), Actor::SYSTEM, now).await?;
    }
    let charge = intent.charge.as_deref().unwrap_or(&intent.id);
    payments::finish(&tx, attempt, (&intent.id, charge), now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
