use kernel::Day;
use store::{Tx, execute, first};

use crate::Error;

/// Writes what each account holds at the end of a day, where it has moved since the checkpoint
/// before; how many. For days that are over: what is posted later counts from there.
///
/// Buyers' clearing is left out: a few entries each, found by index, and one more row for every
/// order would cost more than it spares.
pub async fn checkpoint(tx: &Tx, day: Day) -> Result<u64, Error> {
    let last = first(tx, "SELECT MAX(day) AS day FROM ledger_checkpoints", vec![]).await?;
    let last: Option<String> = last
        .map(|row| row.try_get("", "day"))
        .transpose()?
        .flatten();
    let last = last.unwrap_or_default();
    let sql = "INSERT INTO ledger_checkpoints (account, day, balance) \
        SELECT m.account, $2, CAST(SUM(m.amount) + COALESCE((SELECT k.balance FROM ledger_checkpoints k \
         WHERE k.account = m.account ORDER BY k.day DESC LIMIT 1), 0) AS BIGINT) \
        FROM (SELECT debit AS account, amount FROM ledger_entries WHERE day > $1 AND day <= $2 AND debit NOT LIKE 'buyer:%' \
         UNION ALL SELECT credit, -amount FROM ledger_entries WHERE day > $1 AND day <= $2 AND credit NOT LIKE 'buyer:%') m \
        GROUP BY m.account";
    let values = vec![last.as_str().into(), day.to_string().into()];
    Ok(execute(tx, sql, values).await?)
}
