use kernel::{BankAccount, CheckoutId, Code, OrderId, PaymentId, Timestamp, Vnd};
use store::{Tx, insert};

use crate::{Custody, Error, Payment, Share, Status};

/// Cash at the door for one order.
pub fn cash(order: OrderId, code: &Code, amount: Vnd, now: Timestamp) -> Payment {
    Payment {
        id: PaymentId::new(now),
        method: "cod".to_owned(),
        status: Status::Pending,
        // Who takes the cash is known at the hand-over; until then the carrier is expected.
        custody: Custody::Carrier,
        amount,
        received: Vnd::ZERO,
        forgiven: Vnd::ZERO,
        pay_to: None,
        due_at: None,
        reference: code.as_str().to_owned(),
        shares: vec![Share {
            order,
            amount,
            captured: Vnd::ZERO,
        }],
        version: 1,
    }
}

/// A transfer to the producer's own account for one order.
pub fn transfer(
    (order, code): (OrderId, &Code),
    (amount, to): (Vnd, BankAccount),
    due_at: Option<Timestamp>,
    now: Timestamp,
) -> Payment {
    Payment {
        method: "vietqr".to_owned(),
        custody: Custody::Producer,
        pay_to: Some(to),
        due_at,
        ..cash(order, code, amount, now)
    }
}

/// One transfer to the market's own account for several orders of a checkout, recognised by the
/// checkout's code.
pub fn to_market(
    (orders, code): (&[(OrderId, Vnd)], &Code),
    to: BankAccount,
    due_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Payment, Error> {
    Ok(Payment {
        method: "vietqr".to_owned(),
        custody: Custody::Market,
        pay_to: Some(to),
        due_at,
        ..together(orders, code, now)?
    })
}

/// A payment by card for one or several orders; the card company holds the money.
pub fn card(
    (orders, code): (&[(OrderId, Vnd)], &Code),
    due_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Payment, Error> {
    Ok(Payment {
        method: "stripe".to_owned(),
        custody: Custody::Stripe,
        due_at,
        ..together(orders, code, now)?
    })
}

/// A payment of several orders, each with its share, recognised by their checkout's code.
pub fn together(orders: &[(OrderId, Vnd)], code: &Code, now: Timestamp) -> Result<Payment, Error> {
    let mut shares: Vec<Share> = orders
        .iter()
        .map(|&(order, amount)| Share {
            order,
            amount,
            captured: Vnd::ZERO,
        })
        .collect();
    shares.sort_unstable_by_key(|share| share.order);
    let first = shares.first().ok_or(Error::NotFound)?;
    let amount = Vnd::sum(shares.iter().map(|share| share.amount)).map_err(Error::too_large)?;
    Ok(Payment {
        shares: shares.clone(),
        ..cash(first.order, code, amount, now)
    })
}

/// Opens the payments of a checkout with their shares: two statements whatever their number.
pub async fn open(
    tx: &Tx,
    checkout: CheckoutId,
    payments: &[Payment],
    now: Timestamp,
) -> Result<(), Error> {
    let columns = [
        "id",
        "checkout_id",
        "method",
        "status",
        "custody",
        "reference",
        "amount",
        "received",
        "forgiven",
        "surplus",
        "pay_to_bin",
        "pay_to_account",
        "pay_to_name",
        "due_at",
        "created_at",
        "version",
    ];
    let rows = payments.iter().map(|p| {
        let to = |part: fn(&BankAccount) -> &String| p.pay_to.as_ref().map(part).cloned();
        vec![
            p.id.uuid().into(),
            checkout.uuid().into(),
            p.method.as_str().into(),
            p.status.as_str().into(),
            p.custody.as_str().into(),
            p.reference.as_str().into(),
            p.amount.0.into(),
            p.received.0.into(),
            p.forgiven.0.into(),
            0i64.into(),
            to(|to| &to.bank_bin).into(),
            to(|to| &to.account).into(),
            to(|to| &to.account_name).into(),
            p.due_at.map(|at| at.0).into(),
            now.0.into(),
            p.version.into(),
        ]
    });
    insert(tx, "payments", &columns, rows.collect()).await?;
    let columns = ["payment_id", "order_id", "amount", "captured", "refunded"];
    let shares = payments.iter().flat_map(|p| {
        p.shares.iter().map(|share| {
            vec![
                p.id.uuid().into(),
                share.order.uuid().into(),
                share.amount.0.into(),
                0i64.into(),
                0i64.into(),
            ]
        })
    });
    Ok(insert(tx, "payment_orders", &columns, shares.collect()).await?)
}
