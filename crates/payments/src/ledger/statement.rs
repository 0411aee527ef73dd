//! A producer's accounts as it reads them.

use kernel::{Day, ProducerId, Vnd};
use store::{ConnectionTrait, in_list, rows};

use super::entry::{COLUMNS, Entry};
use super::{Account, Bearer, balances};
use crate::Error;

/// What stands between a producer, its buyers' money and the market. Each of it is what it says, and
/// below nothing where it is the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What the market owes the producer.
    pub payable: Vnd,
    /// What the producer owes the market.
    pub claim: Vnd,
    /// What it took itself, less what it paid back.
    pub held: Vnd,
    /// What it has earned of money that never passed through the market.
    pub earned: Vnd,
    /// What it let go of.
    pub forgiven: Vnd,
}

/// The accounts of a producer, in the order of [`Standing`].
pub const fn accounts(producer: ProducerId) -> [Account; 5] {
    [
        Account::Payable(producer),
        Account::Claim(producer),
        Account::Held(producer),
        Account::Earned(producer),
        Account::Forgiven(Bearer::Producer(producer)),
    ]
}

/// How a producer stands at the end of a day, or now.
pub async fn standing(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    until: Option<Day>,
) -> Result<Standing, Error> {
    let held = balances(db, &accounts(producer), until).await?;
    let of = |place: usize| held.get(place).copied().unwrap_or(Vnd::ZERO);
    let owed = |place: usize| Vnd(of(place).0.saturating_neg());
    Ok(Standing {
        payable: owed(0),
        claim: of(1),
        held: of(2),
        earned: owed(3),
        forgiven: of(4),
    })
}

/// The transfers that touch a producer's accounts on some days, in their order; at most so many
/// after a number.
pub async fn statement(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    (from, until): (Day, Day),
    (after, limit): (i64, i64),
) -> Result<Vec<Entry>, Error> {
    let own = accounts(producer).map(|account| account.to_string());
    let list = in_list(own.len(), 5);
    let sql = format!(
        "SELECT {COLUMNS} FROM ledger_entries e WHERE e.seq IN (SELECT seq FROM ledger_entries \
         WHERE debit IN {list} AND day >= $1 AND day <= $2 UNION SELECT seq FROM ledger_entries \
         WHERE credit IN {list} AND day >= $1 AND day <= $2) AND e.seq > $3 ORDER BY e.seq LIMIT $4"
    );
    let mut values = vec![
        from.to_string().into(),
        until.to_string().into(),
        after.into(),
        limit.into(),
    ];
    values.extend(own.into_iter().map(Into::into));
    rows(db, &sql, values)
        .await?
        .iter()
        .map(Entry::read)
        .collect()
}
