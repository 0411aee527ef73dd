//! Who will take the money of an order, and what becomes of a payment when its order ends.

use kernel::{OrderId, Vnd};
use store::{Tx, execute};

use crate::payment::{locked, of_orders};
use crate::{Custody, Error, Share, Status};

/// Who takes the cash, known once the box is handed over.
pub async fn hand_over(tx: &Tx, order: OrderId, custody: Custody) -> Result<(), Error> {
    let sql = "UPDATE payments SET custody = $2, version = version + 1 WHERE method = 'cod' AND custody <> $2 \
        AND id IN (SELECT payment_id FROM payment_orders WHERE order_id = $1)";
    let values = vec![order.uuid().into(), custody.as_str().into()];
    execute(tx, sql, values).await?;
    Ok(())
}

/// The order ended before its payment was there: what has yet to come for it is no longer wanted.
/// Where that was all that was missing, the payment is paid: its other orders, which may begin now.
pub async fn leave(tx: &Tx, order: OrderId) -> Result<Vec<OrderId>, Error> {
    let Some(payment) = of_orders(tx, &[order]).await?.into_iter().next() else {
        return Ok(vec![]);
    };
    let payment = &locked(tx, payment.id).await?;
    let (own, others): (Vec<Share>, Vec<Share>) = payment
        .shares
        .iter()
        .partition(|share| share.order == order);
    let open = matches!(
        payment.status,
        Status::Pending | Status::Reported | Status::PartlyPaid
    );
    if !open || others.iter().all(|share| share.amount == Vnd::ZERO) {
        cancel(tx, order).await?;
        return Ok(vec![]);
    }
    let unwanted = own.first().map_or(Vnd::ZERO, Share::missing);
    let paid = payment.received > Vnd::ZERO && payment.remaining() == unwanted;
    let sql = "UPDATE payment_orders SET amount = captured WHERE payment_id = $1 AND order_id = $2";
    let values = vec![payment.id.uuid().into(), order.uuid().into()];
    execute(tx, sql, values).await?;
    let sql = "UPDATE payments SET amount = amount - $3, status = $4, version = version + 1 \
        WHERE id = $1 AND version = $2";
    let status = if paid { Status::Paid } else { payment.status };
    let values = vec![
        payment.id.uuid().into(),
        payment.version.into(),
        unwanted.0.into(),
        status.as_str().into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::State(payment.status));
    }
    let others = others.iter().map(|share| share.order);
    Ok(if paid { others.collect() } else { vec![] })
}

/// Nothing was paid in time: nothing is waited for any more. What comes late still finds it.
pub async fn cancel(tx: &Tx, order: OrderId) -> Result<(), Error> {
    let sql = "UPDATE payments SET status = 'cancelled', version = version + 1 \
        WHERE status IN ('pending', 'reported') AND received = 0 \
        AND id IN (SELECT payment_id FROM payment_orders WHERE order_id = $1)";
    execute(tx, sql, vec![order.uuid().into()]).await?;
    Ok(())
}
