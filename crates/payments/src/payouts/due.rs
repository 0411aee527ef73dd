use std::collections::BTreeMap;

use kernel::{DAY_MS, Day, PaymentId, ProducerId, Timestamp, Vnd};
use store::{ConnectionTrait, Row, Values, in_list, rows};
use uuid::Uuid;

use super::Rail;
use super::share::share;
use crate::Error;
use crate::ledger::Account;

/// The payment by card that brought what an order earned, if one did.
const CARD: &str = "(SELECT p.id FROM payment_orders s JOIN payments p ON p.id = s.payment_id \
    WHERE s.order_id = e.order_id AND p.custody = 'stripe' ORDER BY p.id LIMIT 1)";
/// So many producers are asked about by one statement.
const AT_ONCE: usize = 500;

/// Who has earned something until then that no payout has claimed: who may be in a batch now.
pub async fn payees(
    db: &impl ConnectionTrait,
    rail: Rail,
    now: Timestamp,
) -> Result<Vec<ProducerId>, Error> {
    let until = earned_until(db, now).await?;
    let by_card = match rail {
        Rail::BankFile => "IS NULL",
        Rail::Stripe => "IS NOT NULL",
    };
    let sql = format!(
        "SELECT DISTINCT e.credit FROM ledger_entries e WHERE e.cause IN ('earned', 'taken') AND e.credit LIKE 'payable:%' \
         AND e.at <= $1 AND NOT EXISTS (SELECT 1 FROM payout_entries c WHERE c.entry_seq = e.seq) \
         AND {CARD} {by_card} ORDER BY e.credit"
    );
    let found = rows(db, &sql, vec![until.0.into()]).await?;
    let mut payees = Vec::with_capacity(found.len());
    for row in &found {
        let account: String = row.try_get("", "credit")?;
        if let Account::Payable(producer) = account.parse()? {
            payees.push(producer);
        }
    }
    Ok(payees)
}

/// Who would be paid by a rail now, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Who.
    pub producer: ProducerId,
    /// What they have earned there, what they owe taken off: below nothing where they owe more.
    pub amount: Vnd,
    /// Whether it comes to the least that is paid out.
    pub enough: bool,
}

/// What waits to be paid out by a rail, by producer.
pub async fn waiting_by(
    db: &impl ConnectionTrait,
    rail: Rail,
    now: Timestamp,
) -> Result<Vec<Waiting>, Error> {
    let until = earned_until(db, now).await?;
    let minimum = minimum(db, now).await?;
    let payees = payees(db, rail, now).await?;
    let mut due = Due::of_all(db, &payees, until).await?;
    let waiting = payees.into_iter().map(|producer| {
        let due = due.remove(&producer).unwrap_or_default();
        Waiting {
            producer,
            amount: due.net(rail),
            enough: sum(&due.payable_by(rail)) >= minimum,
        }
    });
    Ok(waiting.collect())
}

/// What is earned before then may be paid out now.
pub(super) async fn earned_until(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Timestamp, Error> {
    let days: i64 = rules::value(db, "payout.hold_days", "*", Day::of(now)).await?;
    Ok(now.plus_ms(days.saturating_mul(DAY_MS).saturating_neg()))
}

/// The least that is paid out.
pub(super) async fn minimum(db: &impl ConnectionTrait, now: Timestamp) -> Result<i64, Error> {
    let minimum: i64 = rules::value(db, "payout.minimum", "*", Day::of(now)).await?;
    Ok(minimum.max(1))
}

/// Some entries of the ledger, and what they come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    amount: i64,
    entries: Vec<i64>,
}

impl Part {
    fn add(&mut self, entry: i64, amount: i64) -> Result<(), Error> {
        let sum = self.amount.checked_add(amount);
        self.amount = sum.ok_or_else(|| Error::Unreadable("a sum is too large".to_owned()))?;
        self.entries.push(entry);
        Ok(())
    }
}

/// One transfer that a producer can be paid by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paid {
    /// The payment by card that it comes out of.
    pub(super) card: Option<PaymentId>,
    /// What is owed to the producer.
    pub(super) payable: Vnd,
    /// What it owes, and is taken off.
    pub(super) claim: Vnd,
    /// The entries that both are.
    pub(super) entries: Vec<i64>,
}

impl Paid {
    /// What is paid.
    pub(super) fn amount(&self) -> Vnd {
        Vnd(self.payable.0.saturating_sub(self.claim.0))
    }
}

/// What some transfers come to.
pub(super) fn sum(all: &[Paid]) -> i64 {
    all.iter()
        .fold(0, |sum, paid| sum.saturating_add(paid.amount().0))
}

/// What a producer may be paid, by where it lies, and what it owes, by what for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Due {
    bank: Part,
    cards: BTreeMap<PaymentId, Part>,
    debts: BTreeMap<Uuid, Part>,
}

impl Due {
    /// What one producer is due.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        producer: ProducerId,
        until: Timestamp,
    ) -> Result<Self, Error> {
        let mut all = Self::of_all(db, &[producer], until).await?;
        Ok(all.remove(&producer).unwrap_or_default())
    }

    /// The entries of what the market owes some producers and of what they owe that nothing has
    /// claimed, of orders that earned their money until then and that no card's bank argues about. What
    /// a payout itself moved is not among them. Of whom there is none, there is no answer.
    pub(super) async fn of_all(
        db: &impl ConnectionTrait,
        producers: &[ProducerId],
        until: Timestamp,
    ) -> Result<BTreeMap<ProducerId, Self>, Error> {
        let mut all = BTreeMap::<ProducerId, Self>::new();
        for some in producers.chunks(AT_ONCE) {
            let accounts = some
                .iter()
                .flat_map(|own| [Account::Payable(*own), Account::Claim(*own)]);
            let mut values: Values = vec![until.0.into()];
            values.extend(accounts.map(|account| account.to_string().into()));
            let list = in_list(values.len().saturating_sub(1), 2);
            let sql = format!(
                "SELECT e.seq, e.debit, e.credit, e.amount, e.subject_id, {CARD} AS card FROM ledger_entries e WHERE e.seq IN \
                 (SELECT seq FROM ledger_entries WHERE debit IN {list} UNION SELECT seq FROM ledger_entries WHERE credit IN {list}) \
                 AND e.cause NOT IN ('paid_out', 'netted') AND NOT EXISTS (SELECT 1 FROM payout_entries c WHERE c.entry_seq = e.seq) \
                 AND (e.order_id IS NULL OR EXISTS (SELECT 1 FROM ledger_entries x WHERE x.subject_id = e.order_id \
                  AND x.cause = 'earned' AND x.at <= $1)) AND NOT EXISTS (SELECT 1 FROM payment_orders s JOIN disputes d \
                  ON d.payment_id = s.payment_id WHERE s.order_id = e.order_id AND d.status = 'open') ORDER BY e.seq"
            );
            for row in rows(db, &sql, values).await? {
                let account = |column: &str| row.try_get::<String>("", column)?.parse::<Account>();
                let sides = (account("debit")?, account("credit")?);
                if let Some(producer) = of_producer(sides.0).or_else(|| of_producer(sides.1)) {
                    all.entry(producer).or_default().add(&row, sides)?;
                }
            }
        }
        Ok(all)
    }

    fn add(&mut self, row: &Row, (debit, credit): (Account, Account)) -> Result<(), Error> {
        let (entry, amount): (i64, i64) = (row.try_get("", "seq")?, row.try_get("", "amount")?);
        let is_debt = matches!(debit, Account::Claim(_));
        if is_debt || matches!(credit, Account::Claim(_)) {
            let of: Uuid = row.try_get("", "subject_id")?;
            let amount = if is_debt { amount } else { -amount };
            return self.debts.entry(of).or_default().add(entry, amount);
        }
        let is_payable = matches!(credit, Account::Payable(_));
        let part = match row.try_get::<Option<Uuid>>("", "card")? {
            Some(card) => self.cards.entry(PaymentId(card)).or_default(),
            None => &mut self.bank,
        };
        part.add(entry, if is_payable { amount } else { -amount })
    }

    /// What the producer would be paid by both rails; below nothing where it owes more.
    pub(super) fn total(&self) -> Vnd {
        let cards = self.cards.values().map(|part| part.amount);
        let owed = cards.fold(self.bank.amount, i64::saturating_add);
        Vnd(owed.saturating_sub(self.owing()))
    }

    /// What it has earned of the money of one rail, less all that it owes.
    fn net(&self, rail: Rail) -> Vnd {
        let owed = match rail {
            Rail::BankFile => self.bank.amount,
            Rail::Stripe => self
                .cards
                .values()
                .fold(0, |sum: i64, part| sum.saturating_add(part.amount)),
        };
        Vnd(owed.saturating_sub(self.owing()))
    }

    fn owing(&self) -> i64 {
        let debts = self.debts.values().map(|part| part.amount);
        debts.fold(0, i64::saturating_add)
    }

    /// The transfers of a rail that would pay it.
    pub(super) fn payable_by(&self, rail: Rail) -> Vec<Paid> {
        match rail {
            Rail::BankFile => self.by_bank().into_iter().collect(),
            Rail::Stripe => self.by_card(),
        }
    }

    fn by_bank(&self) -> Option<Paid> {
        let mut entries = self.bank.entries.clone();
        for debt in self.debts.values() {
            entries.extend(&debt.entries);
        }
        let paid = Paid {
            card: None,
            payable: Vnd(self.bank.amount),
            claim: Vnd(self.owing()),
            entries,
        };
        (paid.amount() > Vnd::ZERO).then_some(paid)
    }

    /// A payment of which nothing is left, or less, is a debt like others.
    fn by_card(&self) -> Vec<Paid> {
        let sells = |part: &&Part| part.amount > 0;
        let sales: Vec<(&PaymentId, &Part)> =
            self.cards.iter().filter(|(_, part)| sells(part)).collect();
        let mut debts: Vec<Part> = self.debts.values().cloned().collect();
        for part in self.cards.values().filter(|part| !sells(part)) {
            debts.push(Part {
                amount: part.amount.saturating_neg(),
                entries: part.entries.clone(),
            });
        }
        let amounts: Vec<i64> = sales.iter().map(|(_, part)| part.amount).collect();
        let owes: Vec<i64> = debts.iter().map(|part| part.amount).collect();
        let shared = share(&amounts, &owes);
        let paid = sales.into_iter().zip(shared).filter_map(|(sale, bears)| {
            let borne = bears?.into_iter().filter_map(|place| debts.get(place));
            Some(paid_out_of(sale, borne))
        });
        paid.collect()
    }
}

fn paid_out_of<'a>(
    (payment, sale): (&PaymentId, &Part),
    debts: impl Iterator<Item = &'a Part>,
) -> Paid {
    let mut paid = Paid {
        card: Some(*payment),
        payable: Vnd(sale.amount),
        claim: Vnd::ZERO,
        entries: sale.entries.clone(),
    };
    for debt in debts {
        paid.claim = Vnd(paid.claim.0.saturating_add(debt.amount));
        paid.entries.extend(&debt.entries);
    }
    paid
}

/// Whose account it is of those that a payout settles.
const fn of_producer(account: Account) -> Option<ProducerId> {
    if let Account::Payable(producer) | Account::Claim(producer) = account {
        Some(producer)
    } else {
        None
    }
}
