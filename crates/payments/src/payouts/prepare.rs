use std::collections::BTreeMap;

use kernel::{Actor, BankAccount, Code, PayoutBatchId, PayoutId, ProducerId, Timestamp};
use serde_json::json;
use store::{Tx, Values, insert};
use uuid::Uuid;

use super::due::{Due, Paid, earned_until, minimum, sum};
use super::{BatchStatus, PayTo, Rail, Status};
use crate::Error;

/// Where each producer is paid by a rail; who is not among them waits.
#[derive(Debug, Clone)]
pub enum Payees {
    /// By the bank's file.
    Bank(BTreeMap<ProducerId, BankAccount>),
    /// By the card company's transfers: its names of their accounts.
    Card(BTreeMap<ProducerId, String>),
}

impl Payees {
    const fn rail(&self) -> Rail {
        match self {
            Self::Bank(_) => Rail::BankFile,
            Self::Card(_) => Rail::Stripe,
        }
    }

    fn producers(&self) -> Vec<ProducerId> {
        match self {
            Self::Bank(to) => to.keys().copied().collect(),
            Self::Card(to) => to.keys().copied().collect(),
        }
    }

    fn to(&self, producer: ProducerId, paid: &Paid) -> Option<PayTo> {
        match self {
            Self::Bank(to) => to.get(&producer).cloned().map(PayTo::Bank),
            Self::Card(to) => {
                let (account, payment) = to.get(&producer).cloned().zip(paid.card)?;
                Some(PayTo::Card { account, payment })
            }
        }
    }
}

/// Prepares a batch: each payout claims what it pays. Two that are prepared at once are one after
/// the other, or the second is the rule `entry_paid_out_once`.
pub async fn prepare(
    tx: &Tx,
    payees: &Payees,
    actor: Actor,
    now: Timestamp,
) -> Result<PayoutBatchId, Error> {
    let by = actor.account.ok_or(Error::FourEyes)?;
    let until = earned_until(tx, now).await?;
    let minimum = minimum(tx, now).await?;
    let rail = payees.rail();
    let id = PayoutBatchId::new(now);
    let columns = [
        "id",
        "rail",
        "status",
        "earned_until",
        "prepared_by",
        "prepared_at",
        "version",
    ];
    let row = vec![
        id.uuid().into(),
        rail.as_str().into(),
        BatchStatus::Prepared.as_str().into(),
        until.0.into(),
        by.uuid().into(),
        now.0.into(),
        1i64.into(),
    ];
    insert(tx, "payout_batches", &columns, vec![row]).await?;
    let mut payouts = vec![];
    for (producer, due) in Due::of_all(tx, &payees.producers(), until).await? {
        let all = due.payable_by(rail);
        if sum(&all) < minimum {
            continue;
        }
        for paid in all {
            if let Some(to) = payees.to(producer, &paid) {
                payouts.push(Planned { producer, paid, to });
            }
        }
    }
    if payouts.is_empty() {
        return Err(Error::NothingToPayOut);
    }
    claim(tx, id, &payouts, now).await?;
    let detail = json!({ "rail": rail.as_str(), "payouts": payouts.len() });
    super::settle::record(tx, id, ("payouts.prepare", detail), actor, now).await?;
    Ok(id)
}

/// A payout that is to be.
struct Planned {
    producer: ProducerId,
    paid: Paid,
    to: PayTo,
}

async fn claim(
    tx: &Tx,
    batch: PayoutBatchId,
    payouts: &[Planned],
    now: Timestamp,
) -> Result<(), Error> {
    let columns = [
        "id",
        "batch_id",
        "producer_id",
        "reference",
        "status",
        "payable",
        "claim",
        "amount",
        "reversed",
        "created_at",
        "version",
        "pay_to_bin",
        "pay_to_account",
        "pay_to_name",
        "card_account",
        "payment_id",
    ];
    let (mut rows, mut claims): (Vec<Values>, Vec<Values>) = (vec![], vec![]);
    for Planned { producer, paid, to } in payouts {
        let id = PayoutId::new(now);
        let mut row: Values = vec![
            id.uuid().into(),
            batch.uuid().into(),
            producer.uuid().into(),
            Code::random().as_str().into(),
            Status::Prepared.as_str().into(),
            paid.payable.0.into(),
            paid.claim.0.into(),
            paid.amount().0.into(),
            0i64.into(),
            now.0.into(),
            1i64.into(),
        ];
        row.extend(place(to));
        rows.push(row);
        let entries = paid.entries.iter();
        claims.extend(entries.map(|seq| vec![(*seq).into(), id.uuid().into()]));
    }
    insert(tx, "payouts", &columns, rows).await?;
    Ok(insert(tx, "payout_entries", &["entry_seq", "payout_id"], claims).await?)
}

/// The columns of where it goes.
fn place(to: &PayTo) -> Values {
    match to {
        PayTo::Bank(to) => vec![
            to.bank_bin.as_str().into(),
            to.account.as_str().into(),
            to.account_name.as_str().into(),
            None::<String>.into(),
            None::<Uuid>.into(),
        ],
        PayTo::Card { account, payment } => vec![
            None::<String>.into(),
            None::<String>.into(),
            None::<String>.into(),
            account.as_str().into(),
            Some(payment.uuid()).into(),
        ],
    }
}
