//! What was paid out of a sale that is owed to its buyer: taken back out of the transfer that paid it.

use kernel::{OrderId, PaymentId, PayoutId, RefundId, Timestamp, Vnd};
use store::{Row, Tx, execute, first, for_update, insert, rows};

use super::Payout;
use super::find::read;
use crate::attempt::under_way;
use crate::ledger::{self, About, Account, Cause, Posting};
use crate::{Attempt, AttemptKind, Error, NewAttempt, begin, drop_attempt, finish};

/// The try to take back what a producer owes for a refund, and the transfer that it comes out of: the
/// one under way, or a new one. None where nothing of it is owed any more, a payout takes it off
/// already, or nothing of the transfer is left.
///
/// What is taken back claims the debt, as a payout would: `entry_paid_out_once`.
pub async fn begin_take_back(
    tx: &Tx,
    refund: RefundId,
    now: Timestamp,
) -> Result<Option<(Attempt, String)>, Error> {
    let of = crate::refund(tx, refund).await?;
    let Some(payout) = paid_by(tx, (of.order, of.payment)).await? else {
        return Ok(None);
    };
    let Some(transfer) = payout.bank_ref.clone() else {
        return Ok(None);
    };
    if let Some(attempt) = under_way(tx, AttemptKind::Reversal, refund.uuid()).await? {
        return Ok(Some((attempt, transfer)));
    }
    let (entries, owed) = owed_for(tx, refund).await?;
    let left = payout.amount.0.saturating_sub(payout.reversed.0);
    let amount = Vnd(owed.min(left));
    if amount <= Vnd::ZERO {
        return Ok(None);
    }
    let new = NewAttempt {
        payment: of.payment,
        kind: AttemptKind::Reversal,
        subject: refund.uuid(),
        amount,
    };
    let attempt = begin(tx, new, now).await?;
    let claims = entries
        .into_iter()
        .map(|seq| vec![seq.into(), attempt.id.uuid().into()]);
    let columns = ["entry_seq", "attempt_id"];
    insert(tx, "payout_entries", &columns, claims.collect()).await?;
    reverse(tx, payout.id, amount.0).await?;
    Ok(Some((attempt, transfer)))
}

/// The card company has taken it back: so much less is owed. Said again, it holds.
pub async fn taken_back(
    tx: &Tx,
    (refund, attempt): (RefundId, &Attempt),
    reversal: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let of = crate::refund(tx, refund).await?;
    if !release(tx, attempt).await? {
        return Ok(());
    }
    finish(tx, attempt, (reversal, reversal), now).await?;
    let posting = Posting {
        debit: Account::Stripe,
        credit: Account::Claim(of.producer),
        amount: attempt.amount,
        cause: Cause::Reversed,
        about: About {
            subject: refund.uuid(),
            order: Some(of.order),
            payment: Some(of.payment),
        },
    };
    ledger::post(tx, &[posting], now).await
}

/// The card company will not take it back, and has not: it is a debt of the next batch. Whether that
/// is news.
pub async fn not_taken_back(
    tx: &Tx,
    (refund, attempt): (RefundId, &Attempt),
    now: Timestamp,
) -> Result<bool, Error> {
    let of = crate::refund(tx, refund).await?;
    let payout = paid_by(tx, (of.order, of.payment)).await?;
    if !release(tx, attempt).await? {
        return Ok(false);
    }
    drop_attempt(tx, attempt, now).await?;
    if let Some(payout) = payout {
        reverse(tx, payout.id, attempt.amount.0.saturating_neg()).await?;
    }
    Ok(true)
}

/// The transfer that paid what an order earned, under its lock.
async fn paid_by(tx: &Tx, (order, payment): (OrderId, PaymentId)) -> Result<Option<Payout>, Error> {
    let sql = format!(
        "SELECT p.* FROM payouts p WHERE p.status = 'paid' AND p.payment_id = $2 AND p.id IN \
         (SELECT c.payout_id FROM ledger_entries e JOIN payout_entries c ON c.entry_seq = e.seq \
         WHERE e.order_id = $1 AND e.cause = 'earned'){}",
        for_update(tx)
    );
    let values = vec![order.uuid().into(), payment.uuid().into()];
    first(tx, &sql, values)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// What a producer owes for a refund and nothing has claimed; nothing once some of it was taken back.
async fn owed_for(tx: &Tx, refund: RefundId) -> Result<(Vec<i64>, i64), Error> {
    let sql = "SELECT e.seq, CASE WHEN e.debit LIKE 'claim:%' THEN e.amount ELSE -e.amount END AS owes \
        FROM ledger_entries e WHERE e.subject_id = $1 AND (e.debit LIKE 'claim:%' OR e.credit LIKE 'claim:%') \
        AND NOT EXISTS (SELECT 1 FROM payout_entries c WHERE c.entry_seq = e.seq) \
        AND NOT EXISTS (SELECT 1 FROM ledger_entries r WHERE r.subject_id = $1 AND r.cause = 'reversed')";
    let (mut entries, mut sum) = (vec![], 0i64);
    let read = |row: &Row| Ok::<_, Error>((row.try_get("", "seq")?, row.try_get("", "owes")?));
    for row in rows(tx, sql, vec![refund.uuid().into()]).await? {
        let (seq, amount): (i64, i64) = read(&row)?;
        entries.push(seq);
        sum = sum.saturating_add(amount);
    }
    Ok((entries, sum))
}

/// So much more of a transfer is taken back: never more than was transferred (`reversed_within_payout`).
async fn reverse(tx: &Tx, payout: PayoutId, amount: i64) -> Result<(), Error> {
    let sql = "UPDATE payouts SET reversed = reversed + $2, version = version + 1 WHERE id = $1";
    execute(tx, sql, vec![payout.uuid().into(), amount.into()]).await?;
    Ok(())
}

/// What a try had claimed is free; whether it still had.
async fn release(tx: &Tx, attempt: &Attempt) -> Result<bool, Error> {
    let sql = "DELETE FROM payout_entries WHERE attempt_id = $1";
    Ok(execute(tx, sql, vec![attempt.id.uuid().into()]).await? > 0)
}
