use std::collections::BTreeMap;

use kernel::{BankAccount, CheckoutId, Code, OrderId, PaymentId, Timestamp, Vnd};
use store::{ConnectionTrait, Row, Tx, in_list, rows};

use crate::{BadCode, Custody, Error, Status, Transfer};

/// One thing that can be collected, for one or several orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Which.
    pub id: PaymentId,
    /// How: `cod`, `vietqr`, `stripe`.
    pub method: String,
    /// Where it stands.
    pub status: Status,
    /// Who holds the money.
    pub custody: Custody,
    /// The whole.
    pub amount: Vnd,
    /// What has come of it.
    pub received: Vnd,
    /// What its payee let go of.
    pub forgiven: Vnd,
    /// Where it is to be sent, where that is an account.
    pub pay_to: Option<BankAccount>,
    /// Until when it is waited for, where nothing is heard.
    pub due_at: Option<Timestamp>,
    /// The code that it is recognised by: an order's, or its checkout's.
    pub reference: String,
    /// For which orders, and how much of it each of them is: in the order of their ids.
    pub shares: Vec<Share>,
    /// For optimistic writes.
    pub version: i64,
}

/// What one order has in a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Which order.
    pub order: OrderId,
    /// Its part of the whole.
    pub amount: Vnd,
    /// What has come of that.
    pub captured: Vnd,
}

impl Share {
    /// What has yet to come of it.
    pub(crate) fn missing(&self) -> Vnd {
        Vnd(self.amount.0.saturating_sub(self.captured.0).max(0))
    }
}

impl Payment {
    /// What has yet to come.
    pub fn remaining(&self) -> Vnd {
        let settled = self.received.0.saturating_add(self.forgiven.0);
        Vnd(self.amount.0.saturating_sub(settled).max(0))
    }

    /// Whether it is paid by card.
    pub fn is_card(&self) -> bool {
        self.method == "stripe"
    }

    /// Whether its money is still waited for.
    pub const fn is_wanted(&self) -> bool {
        matches!(
            self.status,
            Status::Pending | Status::Reported | Status::PartlyPaid
        )
    }

    /// For which orders.
    pub fn orders(&self) -> Vec<OrderId> {
        self.shares.iter().map(|share| share.order).collect()
    }

    /// The order by which its buyer is asked for it, so that they are asked once: the first that is
    /// still wanted.
    pub fn asked_by(&self) -> Option<OrderId> {
        let wanted = self.shares.iter().find(|share| share.missing() > Vnd::ZERO);
        wanted.map(|share| share.order)
    }

    /// The same payment as one of its orders sees it: that order's share, and nobody else's.
    #[must_use]
    pub fn seen_by(&self, order: OrderId) -> Self {
        let mut seen = self.clone();
        seen.shares.retain(|share| share.order == order);
        if let (Some(share), true) = (seen.shares.first(), self.shares.len() > 1) {
            seen.amount = share.amount;
            seen.received = share.captured;
            let settled = self.remaining() == Vnd::ZERO;
            seen.forgiven = if settled { share.missing() } else { Vnd::ZERO };
        }
        seen
    }

    /// The payload of the code that sends exactly what has yet to come; none where nothing is
    /// waited for.
    pub fn vietqr(&self) -> Option<Result<String, BadCode>> {
        let open = matches!(
            self.status,
            Status::Pending | Status::Reported | Status::PartlyPaid
        );
        let to = self.pay_to.as_ref().filter(|_| open)?;
        let transfer = Transfer {
            bank_bin: &to.bank_bin,
            account: &to.account,
            amount: Some(self.remaining()),
            bill: None,
            text: Some(&self.reference),
        };
        Some(transfer.payload())
    }
}

/// The payments of a checkout, in the order in which they were opened.
pub async fn of_checkout(
    db: &impl ConnectionTrait,
    checkout: CheckoutId,
) -> Result<Vec<Payment>, Error> {
    load(db, "p.checkout_id = $1", vec![checkout.uuid().into()], "").await
}

/// The payments of some orders.
pub async fn of_orders(
    db: &impl ConnectionTrait,
    orders: &[OrderId],
) -> Result<Vec<Payment>, Error> {
    let clause = format!(
        "p.id IN (SELECT payment_id FROM payment_orders WHERE order_id IN {})",
        in_list(orders.len(), 1)
    );
    let values = orders.iter().map(|o| o.uuid().into()).collect();
    load(db, &clause, values, "").await
}

/// The payment of an order: what is wanted of its buyer.
pub async fn of_order(db: &impl ConnectionTrait, order: OrderId) -> Result<Payment, Error> {
    let found = of_orders(db, &[order]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// A payment.
pub async fn payment(db: &impl ConnectionTrait, id: PaymentId) -> Result<Payment, Error> {
    let found = load(db, "p.id = $1", vec![id.uuid().into()], "").await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// A payment, locked until the transaction ends. Whoever moves its orders has locked those before.
pub(crate) async fn locked(tx: &Tx, id: PaymentId) -> Result<Payment, Error> {
    let lock = store::for_update(tx);
    let found = load(tx, "p.id = $1", vec![id.uuid().into()], lock).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// The payments that are recognised by these codes.
pub(crate) async fn of_references(
    db: &impl ConnectionTrait,
    codes: &[Code],
) -> Result<Vec<Payment>, Error> {
    let clause = format!("p.reference IN {}", in_list(codes.len(), 1));
    let values = codes.iter().map(|code| code.as_str().into()).collect();
    load(db, &clause, values, "").await
}

pub(crate) async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: store::Values,
    lock: &str,
) -> Result<Vec<Payment>, Error> {
    let sql = format!(
        "SELECT p.id, p.method, p.status, p.custody, p.amount, p.received, p.forgiven, p.due_at, \
         p.pay_to_bin, p.pay_to_account, p.pay_to_name, p.reference, p.version, \
         s.order_id, s.amount AS share, s.captured \
         FROM payments p JOIN payment_orders s ON s.payment_id = p.id WHERE {clause} ORDER BY p.id, s.order_id{lock}"
    );
    let mut payments: BTreeMap<PaymentId, Payment> = BTreeMap::new();
    for row in rows(db, &sql, values).await? {
        let share = Share {
            order: OrderId(row.try_get("", "order_id")?),
            amount: Vnd(row.try_get("", "share")?),
            captured: Vnd(row.try_get("", "captured")?),
        };
        let payment = read(&row)?;
        payments
            .entry(payment.id)
            .or_insert(payment)
            .shares
            .push(share);
    }
    Ok(payments.into_values().collect())
}

fn read(row: &Row) -> Result<Payment, Error> {
    let status: String = row.try_get("", "status")?;
    let custody: String = row.try_get("", "custody")?;
    Ok(Payment {
        id: PaymentId(row.try_get("", "id")?),
        method: row.try_get("", "method")?,
        status: Status::parse(&status).ok_or(Error::Unreadable(status))?,
        custody: Custody::parse(&custody).ok_or(Error::Unreadable(custody))?,
        amount: Vnd(row.try_get("", "amount")?),
        received: Vnd(row.try_get("", "received")?),
        forgiven: Vnd(row.try_get("", "forgiven")?),
        pay_to: pay_to(row)?,
        due_at: row.try_get::<Option<i64>>("", "due_at")?.map(Timestamp),
        reference: row.try_get("", "reference")?,
        shares: vec![],
        version: row.try_get("", "version")?,
    })
}

fn pay_to(row: &Row) -> Result<Option<BankAccount>, Error> {
    let text = |column: &str| row.try_get::<Option<String>>("", column);
    let (bin, account, name) = (
        text("pay_to_bin")?,
        text("pay_to_account")?,
        text("pay_to_name")?,
    );
    Ok(bin
        .zip(account)
        .zip(name)
        .map(|((bank_bin, account), account_name)| BankAccount {
            bank_bin,
            account,
            account_name,
        }))
}
