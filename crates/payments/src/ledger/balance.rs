use kernel::{Day, Vnd};
use store::{ConnectionTrait, Values, rows, values_list};

use super::Account;
use crate::Error;

/// What an account holds at the end of a day, or of all days: debits less credits.
pub async fn balance(
    db: &impl ConnectionTrait,
    account: Account,
    until: Option<Day>,
) -> Result<Vnd, Error> {
    let balances = balances(db, &[account], until).await?;
    Ok(balances.first().copied().unwrap_or(Vnd::ZERO))
}

/// What accounts hold, in their order, by one statement: each account's last checkpoint and what
/// came after it.
pub async fn balances(
    db: &impl ConnectionTrait,
    accounts: &[Account],
    until: Option<Day>,
) -> Result<Vec<Vnd>, Error> {
    if accounts.is_empty() {
        return Ok(vec![]);
    }
    // Days are ISO text: no day is after this one.
    let until = until.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
    let sql = format!(
        "WITH a (account, place) AS (VALUES {}), \
         c AS (SELECT a.account, a.place, (SELECT MAX(k.day) FROM ledger_checkpoints k \
          WHERE k.account = a.account AND k.day <= $1) AS day FROM a) \
         SELECT c.place, CAST(COALESCE((SELECT k.balance FROM ledger_checkpoints k WHERE k.account = c.account AND k.day = c.day), 0) \
         + COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.debit = c.account AND e.day > COALESCE(c.day, '') AND e.day <= $1), 0) \
         - COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.credit = c.account AND e.day > COALESCE(c.day, '') AND e.day <= $1), 0) \
         AS BIGINT) AS balance FROM c ORDER BY c.place",
        values_list(accounts.len(), 2, 2)
    );
    let mut values: Values = vec![until.into()];
    for (place, account) in (0i64..).zip(accounts) {
        values.push(account.to_string().into());
        values.push(place.into());
    }
    let found = rows(db, &sql, values).await?;
    let balance = |row: &store::Row| Ok(Vnd(row.try_get("", "balance")?));
    found.iter().map(balance).collect()
}
