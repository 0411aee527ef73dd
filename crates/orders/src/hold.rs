//! An order that waits for its money. Nothing heard: the buyer's move, and it expires. Once money or
//! an "I have paid" came it is the payee's, and no clock ends it: a call, then the operator.

use kernel::{Closures, Timestamp, waking_deadline};
use serde_json::json;
use store::{Tx, execute};

use crate::deadline::{Circumstances, Deadline};
use crate::step::Standing;
use crate::{Error, Owner, Refused, Status};

/// How many waking hours the payee has to look into the account; once more after the call.
pub const CHECK_HOURS: i64 = 12;

impl Standing {
    /// Whether money, or the word that it was sent, holds the order: no clock ends it then.
    pub fn is_held(&self) -> bool {
        self.status == Status::AwaitingPayment && self.owner != Owner::Buyer
    }
}

/// Until when an order that is placed now waits for its money, where nothing is heard.
pub fn payment_due(now: Timestamp) -> Option<Timestamp> {
    let none = Closures::default();
    let of = Circumstances {
        closures: &none,
        fresh: false,
        days_max: 0,
        before: Deadline::default(),
    };
    Status::AwaitingPayment.rule().deadline(now, of).until
}

/// Money is said to be on its way, or some of it came: the payee looks.
pub async fn hold(
    tx: &Tx,
    standing: &Standing,
    closures: &Closures,
    now: Timestamp,
) -> Result<(), Error> {
    let until = waking_deadline(now, CHECK_HOURS, closures);
    let deadline = Deadline {
        until: Some(until),
        remind_at: None,
    };
    turn(tx, standing, (Owner::Payee, deadline), None).await
}

/// The payee found nothing: the buyer's time begins anew, and they are told.
pub async fn let_go(tx: &Tx, standing: &Standing, now: Timestamp) -> Result<(), Error> {
    let none = Closures::default();
    let of = Circumstances {
        closures: &none,
        fresh: standing.fresh,
        days_max: standing.days_max,
        before: Deadline::default(),
    };
    let deadline = Status::AwaitingPayment.rule().deadline(now, of);
    turn(tx, standing, (Owner::Buyer, deadline), None).await?;
    let payload = json!({ "order": standing.id });
    Ok(jobs::enqueue(tx, "orders.payment_missing", &payload, now).await?)
}

/// The payee has not looked in time: they are called; the second time it is the operator's.
pub async fn unchecked(
    tx: &Tx,
    standing: &Standing,
    closures: &Closures,
    now: Timestamp,
) -> Result<(), Error> {
    if standing.overdue {
        return for_operator(tx, standing, now).await;
    }
    let deadline = Deadline {
        until: Some(waking_deadline(now, CHECK_HOURS, closures)),
        remind_at: None,
    };
    turn(tx, standing, (Owner::Payee, deadline), Some(now)).await
}

/// Nobody has looked in time, or the operator is the payee: it is the operator's, for ever.
pub async fn for_operator(tx: &Tx, standing: &Standing, now: Timestamp) -> Result<(), Error> {
    let operators = (Owner::Operator, Deadline::default());
    turn(tx, standing, operators, Some(now)).await?;
    let payload = json!({ "order": standing.id });
    Ok(jobs::enqueue(tx, "orders.payment_unchecked", &payload, now).await?)
}

async fn turn(
    tx: &Tx,
    standing: &Standing,
    (owner, deadline): (Owner, Deadline),
    called_at: Option<Timestamp>,
) -> Result<(), Error> {
    let sql = "UPDATE orders SET owner = $2, state_until = $3, remind_at = $4, reminded_at = NULL, asked_buyer_at = $5, \
        version = version + 1 WHERE id = $1 AND status = 'awaiting_payment'";
    let values = vec![
        standing.id.uuid().into(),
        owner.as_str().into(),
        deadline.until.map(|at| at.0).into(),
        deadline.remind_at.map(|at| at.0).into(),
        called_at.map(|at| at.0).into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Refused {
            from: standing.status,
            step: "pay",
        }
        .into());
    }
    Ok(())
}
