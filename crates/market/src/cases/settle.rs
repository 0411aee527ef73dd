//! What a settled case costs: money that falls due, goods that are sent again, goods that are back.

use catalog::stock;
use kernel::{Actor, OrderId, Timestamp, Vnd};
use orders::{Case, CaseEvent, CaseKind, Counted, Event, Remedy, Standing, Status};
use payments::Owed;
use store::Tx;

use super::Saying;
use crate::step::advance;
use crate::{Error, books};

/// Closes a case: what is due is done, and the order goes on.
pub(super) async fn settle(
    tx: &Tx,
    (standing, case): (&Standing, &Case),
    (due, saying): (Remedy, &Saying),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    match due {
        Remedy::Refund => refund(tx, (standing, case), saying, actor, now).await?,
        Remedy::Replacement => replace(tx, (standing, case), actor, now).await?,
        Remedy::Return | Remedy::Refuse => {}
    }
    let missing = case.kind == CaseKind::NotReceived && standing.status == Status::Shipped;
    if missing && matches!(due, Remedy::Refund | Remedy::Replacement) {
        // Nobody has it: the producer looks for the box, until it is back or lost.
        return advance(
            tx,
            standing,
            Event::FailDelivery { refused: false },
            actor,
            now,
        )
        .await;
    }
    Ok(orders::resume(tx, standing, case, now).await?)
}

async fn refund(
    tx: &Tx,
    (standing, case): (&Standing, &Case),
    saying: &Saying,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if standing.status == Status::Delivered {
        books::collected(tx, standing, now).await?;
    }
    orders::count_lines(tx, case, Counted::Refunded).await?;
    let owed = owed(standing, case, saying.amount)?;
    payments::owe(tx, &owed, actor, now).await?;
    if saying.event == CaseEvent::Received {
        orders::count_lines(tx, case, Counted::Returned).await?;
        if saying.whole {
            stock::take_back(tx, &stock_of(case, standing.id), actor, now).await?;
        }
    }
    Ok(())
}

/// The price of the lines, or what was decided.
fn owed(standing: &Standing, case: &Case, amount: Option<Vnd>) -> Result<Owed<'static>, Error> {
    let mut lines = Vnd::ZERO;
    for line in &case.lines {
        let price = line.unit_price.times(line.quantity);
        lines = price
            .and_then(|price| lines.plus(price))
            .map_err(orders::Error::from)?;
    }
    Ok(Owed {
        order: standing.id,
        producer: standing.producer,
        case: Some(case.id),
        amount: amount.unwrap_or(lines),
        reason: case.kind.as_str(),
    })
}

/// The goods again, for nothing; where there are none left, it is refused and money is the way.
async fn replace(
    tx: &Tx,
    (standing, case): (&Standing, &Case),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if standing.status != Status::Delivered && !payments::paid(tx, standing.id).await? {
        return Err(orders::Error::NothingPaid.into());
    }
    let closures = catalog::closures(tx, standing.producer, now).await?;
    let made = orders::replace(tx, (standing, case), &closures, actor, now).await?;
    orders::count_lines(tx, case, Counted::Refunded).await?;
    Ok(stock::reserve(tx, &stock_of(case, made), actor, now).await?)
}

fn stock_of(case: &Case, order: OrderId) -> Vec<stock::Line> {
    let lines = case.lines.iter().map(|line| stock::Line {
        variant: line.variant,
        quantity: line.quantity,
        order,
    });
    lines.collect()
}

/// An order that was to make a case good has ended without its goods: the money is owed after all.
pub(crate) async fn broken_promise(
    tx: &Tx,
    standing: &Standing,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(case) = orders::replaced(tx, standing.id).await? else {
        return Ok(());
    };
    let case = orders::case(tx, case).await?;
    let original = orders::lock(tx, case.order, None).await?;
    if original.status != Status::DeliveryFailed {
        books::collected(tx, &original, now).await?;
    }
    let owed = owed(&original, &case, None)?;
    payments::owe(tx, &owed, Actor::SYSTEM, now).await?;
    Ok(())
}
