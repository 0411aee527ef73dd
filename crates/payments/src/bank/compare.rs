//! Our books of the market's bank account against the bank's own lines. A difference is for a person;
//! nothing is mended.

use kernel::{Day, Timestamp};
use store::{ConnectionTrait, Row, Tx, execute, first, rows};

use crate::{Discrepancy, Error, differ};

/// Until which day it was compared: a row of `installation`.
const MARK: &str = "bank.compared";

/// What went out as a line says, and as our books have it under the bank's number of that line.
const OUT: &str = "SELECT x.bank_ref AS subject, x.ours, x.theirs FROM (SELECT l.bank_ref, -l.amount AS theirs, \
    CAST(COALESCE((SELECT SUM(p.amount) FROM payouts p WHERE p.bank_ref = l.bank_ref AND p.status = 'paid'), 0) \
    + COALESCE((SELECT SUM(r.amount) FROM refunds r WHERE r.bank_ref = l.bank_ref AND r.payer = 'market' \
     AND r.status IN ('sent', 'confirmed')), 0) AS BIGINT) AS ours FROM bank_lines l \
    WHERE l.amount < 0 AND l.booked_at >= $1 AND l.booked_at < $2) x WHERE x.ours <> x.theirs";

/// What our books say went out, and no line does.
const UNSEEN: &str = "SELECT x.reference AS subject, x.amount AS ours, CAST(0 AS BIGINT) AS theirs FROM \
    (SELECT p.reference, p.amount, p.bank_ref FROM payouts p WHERE p.status = 'paid' AND p.payment_id IS NULL \
     AND p.settled_at >= $1 AND p.settled_at < $2 \
     UNION ALL SELECT m.reference, r.amount, r.bank_ref FROM refunds r JOIN payments m ON m.id = r.payment_id \
     WHERE r.status IN ('sent', 'confirmed') AND r.payer = 'market' AND r.sent_at >= $1 AND r.sent_at < $2 \
     AND EXISTS (SELECT 1 FROM ledger_entries e WHERE e.subject_id = r.id AND e.cause = 'refund_sent' AND e.credit = 'bank')) x \
    WHERE NOT EXISTS (SELECT 1 FROM bank_lines l WHERE l.bank_ref = x.bank_ref AND l.amount < 0)";

/// What came as a line says, and what our books made of it; and what came by no line.
const IN: &str = "SELECT x.subject, x.ours, x.theirs FROM (SELECT l.bank_ref AS subject, l.amount AS theirs, \
    CAST(COALESCE((SELECT SUM(r.amount) FROM payment_receipts r WHERE r.line_id = l.id), 0) \
    + COALESCE((SELECT SUM(c.amount) FROM card_payouts c WHERE c.line_id = l.id), 0) AS BIGINT) AS ours \
    FROM bank_lines l WHERE l.status = 'matched' AND l.booked_at >= $1 AND l.booked_at < $2 \
    UNION ALL SELECT m.reference, CAST(0 AS BIGINT), r.amount FROM payment_receipts r JOIN payments m ON m.id = r.payment_id \
    WHERE m.custody = 'market' AND m.method = 'vietqr' AND r.line_id IS NULL AND r.received_at >= $1 AND r.received_at < $2) x \
    WHERE x.ours <> x.theirs";

/// What the card company paid out some days ago, and no line is.
const LATE: &str = "SELECT c.provider_id AS subject, c.amount AS ours, CAST(0 AS BIGINT) AS theirs FROM card_payouts c \
    WHERE c.due_at >= $1 AND c.due_at < $2 AND c.line_id IS NULL AND c.returned_at IS NULL";

/// So many days after the bank was to have it, what the card company paid out is missed.
const MISSED_AFTER: i64 = 3;

/// Compares the days of which the bank has told everything and that were not compared before; how many
/// differences are news. A day is told once a later day's line is here.
pub async fn compare(tx: &Tx, now: Timestamp) -> Result<u64, Error> {
    let Some((from, until)) = days(tx).await? else {
        return Ok(0);
    };
    let mut news = 0;
    for (sql, before) in [(OUT, 0), (UNSEEN, 0), (IN, 0), (LATE, MISSED_AFTER)] {
        let start = |day: Day| day.plus_days(-before).start().0.into();
        let range = vec![start(from), start(until)];
        for row in rows(tx, sql, range).await? {
            news += u64::from(differ(tx, &read(&row, now)?).await?);
        }
    }
    let mark = "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) \
        DO UPDATE SET value = excluded.value";
    execute(tx, mark, vec![MARK.into(), until.to_string().into()]).await?;
    Ok(news)
}

async fn days(db: &impl ConnectionTrait) -> Result<Option<(Day, Day)>, Error> {
    let sql = "SELECT MIN(booked_at) AS since, MAX(booked_at) AS last FROM bank_lines";
    let row = first(db, sql, vec![]).await?.ok_or(Error::NotFound)?;
    let instant = |column: &str| row.try_get::<Option<i64>>("", column);
    let Some((since, last)) = instant("since")?.zip(instant("last")?) else {
        return Ok(None);
    };
    let sql = "SELECT value FROM installation WHERE name = $1";
    let mark = first(db, sql, vec![MARK.into()]).await?;
    let mark: Option<String> = mark.map(|row| row.try_get("", "value")).transpose()?;
    let mark = mark.and_then(|day| day.parse().ok());
    let since = mark.unwrap_or_else(|| Day::of(Timestamp(since)));
    let until = Day::of(Timestamp(last));
    Ok((since < until).then_some((since, until)))
}

fn read(row: &Row, now: Timestamp) -> Result<Discrepancy, Error> {
    let subject: String = row.try_get("", "subject")?;
    // A sum of no rows is nothing.
    let amount = |column: &str| {
        let amount = row.try_get::<i64>("", column)?;
        Ok::<_, Error>((amount != 0).then_some(amount))
    };
    let both = (amount("ours")?, amount("theirs")?);
    Ok(Discrepancy::of_amounts(("bank", &subject), both, now))
}
