//! A producer's statement: the ledger's transfers as it reads them, with its orders' codes.

mod table;

use std::collections::BTreeMap;

use kernel::{Day, OrderId, ProducerId, Timestamp, Vnd};
use payments::ledger::{self, Account, Cause, Entry, Standing};
use store::ConnectionTrait;

use crate::Error;

pub use table::{statement_csv, statement_xlsx};

/// So many transfers a statement has at most.
pub const STATEMENT_LINES: i64 = 50_000;

/// What moved on a producer's accounts on some days.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// How it stood before.
    pub opening: Standing,
    /// How it stood after.
    pub closing: Standing,
    /// What moved between, in its order.
    pub lines: Vec<StatementLine>,
}

/// What one transfer did to one account of a producer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// The transfer's number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// On which day.
    pub day: Day,
    /// Why.
    pub cause: Cause,
    /// Of which order: its code.
    pub code: Option<String>,
    /// Which account: `payable`, `claim`, `held`, `earned` or `forgiven`.
    pub account: &'static str,
    /// How much it grew by; below nothing where it shrank.
    pub amount: Vnd,
}

/// A producer's statement of some days; at most [`STATEMENT_LINES`] transfers of it.
pub async fn statement(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    (from, until): (Day, Day),
) -> Result<Statement, Error> {
    let days = (from, until);
    let entries = ledger::statement(db, producer, days, (0, STATEMENT_LINES)).await?;
    let (lines, _) = lines(db, producer, &entries).await?;
    Ok(Statement {
        from,
        until,
        opening: ledger::standing(db, producer, Some(from.plus_days(-1))).await?,
        closing: ledger::standing(db, producer, Some(until)).await?,
        lines,
    })
}

/// What some transfers did to a producer's accounts, and the number of the last.
pub(crate) async fn lines(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    entries: &[Entry],
) -> Result<(Vec<StatementLine>, i64), Error> {
    let mut orders: Vec<OrderId> = entries
        .iter()
        .filter_map(|e| e.posting.about.order)
        .collect();
    orders.sort_unstable();
    orders.dedup();
    let codes = orders::codes(db, &orders).await?;
    let own = ledger::accounts(producer);
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        lines.extend(of(entry, &own, &codes));
    }
    Ok((lines, entries.last().map_or(0, |entry| entry.seq)))
}

/// A page of a statement's lines after a transfer's number, and that of the last.
pub async fn statement_page(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    days: (Day, Day),
    (after, limit): (i64, i64),
) -> Result<(Vec<StatementLine>, i64), Error> {
    let entries = ledger::statement(db, producer, days, (after, limit)).await?;
    lines(db, producer, &entries).await
}

fn of<'a>(
    entry: &'a Entry,
    own: &'a [Account],
    codes: &'a BTreeMap<OrderId, String>,
) -> impl Iterator<Item = StatementLine> + 'a {
    const NAMES: [&str; 5] = ["payable", "claim", "held", "earned", "forgiven"];
    let posting = &entry.posting;
    let code = posting.about.order.and_then(|order| codes.get(&order));
    own.iter().zip(NAMES).filter_map(move |(account, name)| {
        let debit = posting.debit == *account;
        if !debit && posting.credit != *account {
            return None;
        }
        // What is owed to the producer and what it earned grow by credits, the others by debits.
        let grows = debit != matches!(account, Account::Payable(_) | Account::Earned(_));
        let amount = posting.amount.0;
        Some(StatementLine {
            seq: entry.seq,
            at: entry.at,
            day: entry.day,
            cause: posting.cause,
            code: code.cloned(),
            account: name,
            amount: Vnd(if grows {
                amount
            } else {
                amount.saturating_neg()
            }),
        })
    })
}
