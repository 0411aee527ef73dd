//! The audit of the ledger against what was written down of money. The database goes through it by
//! index: nothing is gathered, however many orders there are.

use kernel::{AttemptId, OrderId, PayoutId, ReceiptId, RefundId};
use store::{ConnectionTrait, first};
use uuid::Uuid;

use crate::Error;

/// The first thing that the ledger and the rest do not agree on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Discord {
    /// What came is not posted as its receipt says.
    #[error("receipt {0:?} is not posted as it was written")]
    Receipt(ReceiptId),
    /// What is owed back, or was sent, is not posted as the refund says.
    #[error("refund {0} is not posted as it stands")]
    Refund(RefundId),
    /// More is paid back of an order than its refunds say, or less.
    #[error("what is paid back of order {0} is not the sum of its refunds")]
    PaidBack(OrderId),
    /// More is paid back of an order than came for it.
    #[error("more is paid back of order {0} than came for it")]
    Overrefund(OrderId),
    /// What stands in the ledger of an order is not what was captured and not paid back.
    #[error("the ledger of order {0} is not what came for it and was not paid back")]
    Order(OrderId),
    /// A payout is not the sum of what it claims, or is not posted as it stands.
    #[error("payout {0} is not the sum of what it claims, or not posted as it stands")]
    Payout(PayoutId),
    /// What was transferred, or taken back, is not posted as the try says.
    #[error("try {0} is not posted as it was done")]
    Try(AttemptId),
    /// What the card company paid out to the market's bank account is not posted, or its line is another.
    #[error("the card company's payout {0} to the bank is not posted as it stands")]
    ToBank(Uuid),
    /// A payout pays what lies elsewhere, or more than came.
    #[error("payout {0} pays what does not lie where it is paid from")]
    Rail(PayoutId),
    /// An entry speaks of nothing that there is.
    #[error("entry {0} of the ledger speaks of nothing that there is")]
    Orphan(i64),
    /// A checkpoint is not the sum of what came before it.
    #[error("the checkpoint of {account} at the end of {day} is not the sum of its entries")]
    Checkpoint {
        /// Whose.
        account: String,
        /// Of which day.
        day: String,
    },
}

const RECEIPTS: &str = "SELECT r.id FROM payment_receipts r WHERE r.amount <> COALESCE((SELECT SUM(e.amount) \
    FROM ledger_entries e WHERE e.subject_id = r.id AND e.cause = 'received'), 0) LIMIT 1";

const REFUNDS: &str = "SELECT r.id FROM refunds r WHERE r.amount <> COALESCE((SELECT SUM(e.amount) \
    FROM ledger_entries e WHERE e.subject_id = r.id AND e.cause = 'refund_owed'), 0) \
    OR CASE WHEN r.status IN ('sent', 'confirmed') THEN r.amount ELSE 0 END <> \
    COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.subject_id = r.id AND e.cause = 'refund_sent'), 0) \
    + COALESCE((SELECT SUM(CASE e.cause WHEN 'refund_sent' THEN e.amount WHEN 'refund_failed' THEN -e.amount ELSE 0 END) \
     FROM payment_attempts a JOIN ledger_entries e ON e.subject_id = a.id WHERE a.subject_id = r.id AND a.kind = 'refund'), 0) LIMIT 1";

/// What was too much is owed back too, and never was captured.
const PAID_BACK: &str = "SELECT s.order_id AS id FROM payment_orders s WHERE s.refunded <> COALESCE((SELECT SUM(r.amount) \
    FROM refunds r WHERE r.order_id = s.order_id AND r.payment_id = s.payment_id AND r.reason <> 'overpaid'), 0) LIMIT 1";

const OVERREFUND: &str = "SELECT s.order_id AS id FROM payment_orders s WHERE s.refunded > s.captured OR s.captured > s.amount LIMIT 1";

/// What came less what is owed back is what was captured and not paid back.
const ORDERS: &str = "SELECT s.order_id AS id FROM payment_orders s WHERE \
    (SELECT SUM(p.captured - p.refunded) FROM payment_orders p WHERE p.order_id = s.order_id) <> \
    COALESCE((SELECT SUM(CASE e.cause WHEN 'received' THEN e.amount WHEN 'refund_owed' THEN -e.amount ELSE 0 END) \
    FROM ledger_entries e WHERE e.order_id = s.order_id), 0) LIMIT 1";

const PAYOUTS: &str = "SELECT p.id FROM payouts p WHERE (p.status IN ('prepared', 'confirmed', 'paid') AND p.amount <> \
    COALESCE((SELECT SUM(CASE WHEN e.credit LIKE 'payable:%' OR e.credit LIKE 'claim:%' THEN e.amount ELSE 0 END \
     - CASE WHEN e.debit LIKE 'payable:%' OR e.debit LIKE 'claim:%' THEN e.amount ELSE 0 END) \
     FROM payout_entries c JOIN ledger_entries e ON e.seq = c.entry_seq WHERE c.payout_id = p.id), 0)) \
    OR (p.status NOT IN ('prepared', 'confirmed', 'paid') AND EXISTS (SELECT 1 FROM payout_entries c WHERE c.payout_id = p.id)) \
    OR COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.subject_id = p.id AND e.cause = 'paid_out'), 0) \
     <> CASE p.status WHEN 'paid' THEN p.amount ELSE 0 END LIMIT 1";

/// What cards paid is paid out by the card company, everything else by the bank; and of one payment by
/// card at most what came.
const RAILS: &str = "SELECT p.id FROM payouts p WHERE EXISTS (SELECT 1 FROM payout_entries c JOIN ledger_entries e ON e.seq = c.entry_seq \
    WHERE c.payout_id = p.id AND (e.debit LIKE 'payable:%' OR e.credit LIKE 'payable:%') AND (p.payment_id IS NULL) = EXISTS \
    (SELECT 1 FROM payment_orders s JOIN payments m ON m.id = s.payment_id WHERE s.order_id = e.order_id AND m.custody = 'stripe')) \
    OR (p.payment_id IS NOT NULL AND (SELECT SUM(x.amount) FROM payouts x WHERE x.payment_id = p.payment_id AND x.status IN ('prepared', 'confirmed', 'paid')) \
    > (SELECT SUM(s.captured) FROM payment_orders s WHERE s.payment_id = p.payment_id)) LIMIT 1";

const TRIES: &str = "SELECT a.id FROM payment_attempts a WHERE a.status = 'done' AND a.kind IN ('transfer', 'reversal') AND a.amount <> \
    COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.subject_id = a.subject_id \
    AND e.cause = CASE a.kind WHEN 'transfer' THEN 'paid_out' ELSE 'reversed' END), 0) LIMIT 1";

/// What the card company paid out to the bank left it once, came back once if at all, and is the bank's
/// line where it is one.
const TO_BANK: &str = "SELECT p.id FROM card_payouts p WHERE \
    p.amount <> COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.subject_id = p.id AND e.cause = 'to_bank' AND e.credit = 'stripe'), 0) \
    OR CASE WHEN p.returned_at IS NULL THEN 0 ELSE p.amount END <> \
    COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.subject_id = p.id AND e.cause = 'to_bank_failed'), 0) \
    OR (p.line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM bank_lines l WHERE l.id = p.line_id AND l.status = 'matched' AND l.amount = p.amount)) LIMIT 1";

const ORPHANS: &str = "SELECT e.seq FROM ledger_entries e WHERE \
    (e.cause = 'received' AND NOT EXISTS (SELECT 1 FROM payment_receipts r WHERE r.id = e.subject_id)) \
    OR (e.cause = 'forgiven' AND NOT EXISTS (SELECT 1 FROM payment_receipts r WHERE r.id = e.subject_id) \
     AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = e.subject_id)) \
    OR (e.cause = 'unmatched' AND NOT EXISTS (SELECT 1 FROM bank_lines l WHERE l.id = e.subject_id)) \
    OR (e.cause = 'refund_owed' AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.id = e.subject_id)) \
    OR (e.cause = 'reversed' AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.id = e.subject_id)) \
    OR (e.cause = 'fee' AND NOT EXISTS (SELECT 1 FROM payment_attempts a WHERE a.id = e.subject_id) \
     AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.id = e.subject_id) \
     AND NOT EXISTS (SELECT 1 FROM card_payouts c WHERE c.id = e.subject_id)) \
    OR (e.cause IN ('to_bank', 'to_bank_failed') AND NOT EXISTS (SELECT 1 FROM card_payouts c WHERE c.id = e.subject_id)) \
    OR (e.cause IN ('paid_out', 'netted') AND NOT EXISTS (SELECT 1 FROM payouts p WHERE p.id = e.subject_id)) \
    OR (e.cause IN ('received', 'earned') AND NOT EXISTS (SELECT 1 FROM payment_orders s WHERE s.order_id = e.order_id)) LIMIT 1";

/// Each checkpoint beside the one before it and what came between.
const CHECKPOINTS: &str = "SELECT k.account, k.day FROM (SELECT account, day, balance, \
    LAG(balance) OVER (PARTITION BY account ORDER BY day) AS before, \
    LAG(day) OVER (PARTITION BY account ORDER BY day) AS since FROM ledger_checkpoints) k \
    WHERE k.balance <> COALESCE(k.before, 0) \
    + COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.debit = k.account AND e.day > COALESCE(k.since, '') AND e.day <= k.day), 0) \
    - COALESCE((SELECT SUM(e.amount) FROM ledger_entries e WHERE e.credit = k.account AND e.day > COALESCE(k.since, '') AND e.day <= k.day), 0) LIMIT 1";

/// How many entries there are, or the first discord.
pub async fn look_through(db: &impl ConnectionTrait) -> Result<Result<i64, Discord>, Error> {
    type Named = fn(Uuid) -> Discord;
    let checks: [(&str, Named); 9] = [
        (RECEIPTS, |id| Discord::Receipt(id.into())),
        (REFUNDS, |id| Discord::Refund(id.into())),
        (OVERREFUND, |id| Discord::Overrefund(id.into())),
        (PAID_BACK, |id| Discord::PaidBack(id.into())),
        (ORDERS, |id| Discord::Order(id.into())),
        (PAYOUTS, |id| Discord::Payout(id.into())),
        (RAILS, |id| Discord::Rail(id.into())),
        (TRIES, |id| Discord::Try(id.into())),
        (TO_BANK, Discord::ToBank),
    ];
    for (sql, named) in checks {
        if let Some(row) = first(db, sql, vec![]).await? {
            return Ok(Err(named(row.try_get("", "id")?)));
        }
    }
    if let Some(row) = first(db, ORPHANS, vec![]).await? {
        return Ok(Err(Discord::Orphan(row.try_get("", "seq")?)));
    }
    if let Some(row) = first(db, CHECKPOINTS, vec![]).await? {
        return Ok(Err(Discord::Checkpoint {
            account: row.try_get("", "account")?,
            day: row.try_get("", "day")?,
        }));
    }
    let row = first(db, "SELECT COUNT(*) AS n FROM ledger_entries", vec![]).await?;
    let n: Option<i64> = row.map(|row| row.try_get("", "n")).transpose()?;
    Ok(Ok(n.unwrap_or(0)))
}
