use std::collections::BTreeMap;

use kernel::{BankAccount, CheckoutId, OrderId, PaymentId, Timestamp, Vnd};
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
    /// For which orders.
    pub orders: Vec<OrderId>,
    /// For optimistic writes.
    pub version: i64,
}

impl Payment {
    /// What has yet to come.
    pub fn remaining(&self) -> Vnd {
        let settled = self.received.0.saturating_add(self.forgiven.0);
        Vnd(self.amount.0.saturating_sub(settled).max(0))
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

/// The payments of an order, locked until the transaction ends.
pub(crate) async fn locked(tx: &Tx, order: OrderId) -> Result<Vec<Payment>, Error> {
    let clause = "p.id IN (SELECT payment_id FROM payment_orders WHERE order_id = $1)";
    let lock = store::for_update(tx);
    load(tx, clause, vec![order.uuid().into()], lock).await
}

async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: store::Values,
    lock: &str,
) -> Result<Vec<Payment>, Error> {
    let sql = format!(
        "SELECT p.id, p.method, p.status, p.custody, p.amount, p.received, p.forgiven, p.due_at, \
         p.pay_to_bin, p.pay_to_account, p.pay_to_name, p.reference, p.version, s.order_id \
         FROM payments p JOIN payment_orders s ON s.payment_id = p.id WHERE {clause} ORDER BY p.id, s.order_id{lock}"
    );
    let mut payments: BTreeMap<PaymentId, Payment> = BTreeMap::new();
    for row in rows(db, &sql, values).await? {
        let order = OrderId(row.try_get("", "order_id")?);
        let payment = payment(&row)?;
        payments
            .entry(payment.id)
            .or_insert(payment)
            .orders
            .push(order);
    }
    Ok(payments.into_values().collect())
}

fn payment(row: &Row) -> Result<Payment, Error> {
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
        orders: vec![],
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
