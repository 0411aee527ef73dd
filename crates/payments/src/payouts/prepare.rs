use std::collections::BTreeMap;

use kernel::{
    Actor, BankAccount, Code, DAY_MS, Day, PayoutBatchId, PayoutId, ProducerId, Timestamp, Vnd,
};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, insert, rows};

use super::{BatchStatus, Rail, Status};
use crate::Error;
use crate::ledger::Account;

/// A batch to be prepared.
#[derive(Debug, Clone)]
pub struct Preparing {
    /// How the money goes.
    pub rail: Rail,
    /// Where each producer is paid; who is not among them waits.
    pub to: BTreeMap<ProducerId, BankAccount>,
}

/// Who has earned something until then that no payout has claimed: who may be in a batch now.
pub async fn payees(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<ProducerId>, Error> {
    let until = earned_until(db, now).await?;
    let sql = "SELECT DISTINCT e.credit FROM ledger_entries e WHERE e.cause IN ('earned', 'taken') AND e.credit LIKE 'payable:%' \
        AND e.at <= $1 AND NOT EXISTS (SELECT 1 FROM payout_entries c WHERE c.entry_seq = e.seq) ORDER BY e.credit";
    let found = rows(db, sql, vec![until.0.into()]).await?;
    let mut payees = Vec::with_capacity(found.len());
    for row in &found {
        let account: String = row.try_get("", "credit")?;
        if let Account::Payable(producer) = account.parse()? {
            payees.push(producer);
        }
    }
    Ok(payees)
}

/// What is earned before then may be paid out now.
pub(super) async fn earned_until(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Timestamp, Error> {
    let days: i64 = rules::value(db, "payout.hold_days", "*", Day::of(now)).await?;
    Ok(now.plus_ms(days.saturating_mul(DAY_MS).saturating_neg()))
}

/// Prepares a batch: each payout claims what it pays. Two that are prepared at once are one after
/// the other, or the second is the rule `entry_paid_out_once`.
pub async fn prepare(
    tx: &Tx,
    preparing: &Preparing,
    actor: Actor,
    now: Timestamp,
) -> Result<PayoutBatchId, Error> {
    let by = actor.account.ok_or(Error::FourEyes)?;
    let until = earned_until(tx, now).await?;
    let minimum: i64 = rules::value(tx, "payout.minimum", "*", Day::of(now)).await?;
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
        preparing.rail.as_str().into(),
        BatchStatus::Prepared.as_str().into(),
        until.0.into(),
        by.uuid().into(),
        now.0.into(),
        1i64.into(),
    ];
    insert(tx, "payout_batches", &columns, vec![row]).await?;
    let mut count = 0;
    for (producer, to) in &preparing.to {
        let due = Due::of(tx, *producer, until).await?;
        if due.amount().0 >= minimum.max(1) {
            due.claim(tx, id, to, now).await?;
            count += 1;
        }
    }
    if count == 0 {
        return Err(Error::NothingToPayOut);
    }
    let detail = json!({ "rail": preparing.rail.as_str(), "payouts": count });
    super::settle::record(tx, id, ("payouts.prepare", detail), actor, now).await?;
    Ok(id)
}

/// What a producer may be paid.
pub(super) struct Due {
    producer: ProducerId,
    entries: Vec<i64>,
    pub(super) payable: Vnd,
    pub(super) claim: Vnd,
}

impl Due {
    /// The entries of what the market owes and of what the producer owes that no payout has claimed,
    /// of orders that earned their money until then and that no card's bank argues about, or has taken
    /// back. What a payout itself moved is not among them.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        producer: ProducerId,
        until: Timestamp,
    ) -> Result<Self, Error> {
        let sql = "SELECT e.seq, e.debit, e.credit, e.amount FROM ledger_entries e WHERE e.seq IN \
            (SELECT seq FROM ledger_entries WHERE debit IN ($1, $2) UNION SELECT seq FROM ledger_entries WHERE credit IN ($1, $2)) \
            AND e.cause NOT IN ('paid_out', 'netted') AND NOT EXISTS (SELECT 1 FROM payout_entries c WHERE c.entry_seq = e.seq) \
            AND (e.order_id IS NULL OR EXISTS (SELECT 1 FROM ledger_entries x WHERE x.subject_id = e.order_id \
             AND x.cause = 'earned' AND x.at <= $3)) AND NOT EXISTS (SELECT 1 FROM payment_orders s JOIN disputes d \
             ON d.payment_id = s.payment_id WHERE s.order_id = e.order_id AND d.status <> 'won') ORDER BY e.seq";
        let (payable, claim) = (Account::Payable(producer), Account::Claim(producer));
        let values = vec![
            payable.to_string().into(),
            claim.to_string().into(),
            until.0.into(),
        ];
        let mut due = Self {
            producer,
            entries: vec![],
            payable: Vnd::ZERO,
            claim: Vnd::ZERO,
        };
        for row in rows(db, sql, values).await? {
            due.add(&row, (payable, claim))?;
        }
        Ok(due)
    }

    fn add(&mut self, row: &Row, (payable, claim): (Account, Account)) -> Result<(), Error> {
        let account = |column: &str| row.try_get::<String>("", column)?.parse::<Account>();
        let (debit, credit) = (account("debit")?, account("credit")?);
        let amount = Vnd(row.try_get("", "amount")?);
        let too_large = |err: kernel::MoneyError| Error::Unreadable(err.to_string());
        if credit == payable {
            self.payable = self.payable.plus(amount).map_err(too_large)?;
        }
        if debit == payable {
            self.payable = self.payable.minus(amount).map_err(too_large)?;
        }
        if debit == claim {
            self.claim = self.claim.plus(amount).map_err(too_large)?;
        }
        if credit == claim {
            self.claim = self.claim.minus(amount).map_err(too_large)?;
        }
        self.entries.push(row.try_get("", "seq")?);
        Ok(())
    }

    /// What is paid: below nothing where the producer owes more than it is owed.
    pub(super) fn amount(&self) -> Vnd {
        Vnd(self.payable.0.saturating_sub(self.claim.0))
    }

    async fn claim(
        &self,
        tx: &Tx,
        batch: PayoutBatchId,
        to: &BankAccount,
        now: Timestamp,
    ) -> Result<(), Error> {
        let id = PayoutId::new(now);
        let columns = [
            "id",
            "batch_id",
            "producer_id",
            "reference",
            "status",
            "payable",
            "claim",
            "amount",
            "pay_to_bin",
            "pay_to_account",
            "pay_to_name",
            "created_at",
            "version",
        ];
        let row = vec![
            id.uuid().into(),
            batch.uuid().into(),
            self.producer.uuid().into(),
            Code::random().as_str().into(),
            Status::Prepared.as_str().into(),
            self.payable.0.into(),
            self.claim.0.into(),
            self.amount().0.into(),
            to.bank_bin.as_str().into(),
            to.account.as_str().into(),
            to.account_name.as_str().into(),
            now.0.into(),
            1i64.into(),
        ];
        insert(tx, "payouts", &columns, vec![row]).await?;
        let claims = self
            .entries
            .iter()
            .map(|seq| vec![(*seq).into(), id.uuid().into()]);
        Ok(insert(
            tx,
            "payout_entries",
            &["entry_seq", "payout_id"],
            claims.collect(),
        )
        .await?)
    }
}
