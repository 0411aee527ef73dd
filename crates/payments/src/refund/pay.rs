use kernel::{Actor, PaymentId, RefundId, Timestamp};
use serde_json::json;
use store::{Row, Tx, execute, first, for_update, rows};
use uuid::Uuid;

use super::due::deadline;
use super::{Refund, RefundStatus, SURPLUS, record};
use crate::attempt::under_way;
use crate::ledger::{self, Account};
use crate::{Attempt, AttemptKind, Custody, Error, NewAttempt, Payer, Status};

/// The try to send a refund back to its card: the one that is under way, or a new one. None where it is
/// not due any more: somebody else was faster.
pub async fn begin_to_card(
    tx: &Tx,
    id: RefundId,
    now: Timestamp,
) -> Result<Option<Attempt>, Error> {
    let due = locked(tx, id).await?;
    if due.status != RefundStatus::Due {
        return Ok(None);
    }
    if let Some(attempt) = under_way(tx, AttemptKind::Refund, id.uuid()).await? {
        return Ok(Some(attempt));
    }
    let new = NewAttempt {
        payment: due.payment,
        kind: AttemptKind::Refund,
        subject: id.uuid(),
        amount: due.amount,
    };
    crate::begin(tx, new, now).await.map(Some)
}

/// A refund, locked until the transaction ends: who sends it and who begins to send it are one after
/// the other.
async fn locked(tx: &Tx, id: RefundId) -> Result<Refund, Error> {
    let sql = format!("SELECT id FROM refunds WHERE id = $1{}", for_update(tx));
    first(tx, &sql, vec![id.uuid().into()]).await?;
    super::refund(tx, id).await
}

/// The payer says that it is on its way. Said again, it holds. What could go to no card is paid by a
/// person out of the market's bank account; not while a try to send it to its card is under way.
pub async fn send(
    tx: &Tx,
    refund: &Refund,
    bank_ref: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let refund = &locked(tx, refund.id).await?;
    let from = match (refund.payer, refund.custody) {
        (Payer::Producer, _) => Account::Held(refund.producer),
        (Payer::Market, Custody::Stripe) => {
            if under_way(tx, AttemptKind::Refund, refund.id.uuid())
                .await?
                .is_some()
            {
                return Err(Error::RefundState(refund.status));
            }
            Account::Bank
        }
        (Payer::Market, custody) => Account::holder(custody, refund.producer),
    };
    if leaves(tx, refund, (refund.id.uuid(), from, bank_ref), (actor, now)).await? {
        told(tx, refund, now).await?;
    }
    Ok(())
}

/// The card company has sent it to its card. Said again, it holds.
pub async fn send_to_card(
    tx: &Tx,
    refund: &Refund,
    (attempt, provider_id): (&Attempt, &str),
    now: Timestamp,
) -> Result<(), Error> {
    let from = (attempt.id.uuid(), Account::Stripe, Some(provider_id));
    if leaves(tx, refund, from, (Actor::SYSTEM, now)).await? {
        told(tx, refund, now).await?;
    }
    crate::finish(tx, attempt, (provider_id, provider_id), now).await
}

/// The refunds of a payment that are due and that nobody is about to send to its card.
pub(crate) async fn waiting(tx: &Tx, payment: PaymentId) -> Result<Vec<Refund>, Error> {
    let sql = "SELECT id FROM refunds WHERE payment_id = $1 AND status = 'due' ORDER BY id";
    let mut waiting = vec![];
    for row in rows(tx, sql, vec![payment.uuid().into()]).await? {
        let refund = locked(tx, RefundId(row.try_get("", "id")?)).await?;
        let sent = under_way(tx, AttemptKind::Refund, refund.id.uuid()).await?;
        if refund.status == RefundStatus::Due && sent.is_none() {
            waiting.push(refund);
        }
    }
    Ok(waiting)
}

/// The buyer has it from their card's bank, which took it back.
pub(crate) async fn taken_by_bank(
    tx: &Tx,
    refund: &Refund,
    dispute: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let from = (refund.id.uuid(), Account::Disputes, Some(dispute));
    leaves(tx, refund, from, (Actor::SYSTEM, now)).await?;
    let sql = "UPDATE refunds SET status = 'confirmed', confirmed_at = $2 WHERE id = $1 AND status = 'sent'";
    execute(tx, sql, vec![refund.id.uuid().into(), now.0.into()]).await?;
    Ok(())
}

async fn told(tx: &Tx, refund: &Refund, now: Timestamp) -> Result<(), Error> {
    let payload = json!({ "refund": refund.id });
    Ok(jobs::enqueue(tx, "payments.refund_sent", &payload, now).await?)
}

/// It leaves an account, and what is paid of its payment is so much less; whether it had not before.
async fn leaves(
    tx: &Tx,
    refund: &Refund,
    (subject, from, bank_ref): (Uuid, Account, Option<&str>),
    (actor, now): (Actor, Timestamp),
) -> Result<bool, Error> {
    if matches!(refund.status, RefundStatus::Sent | RefundStatus::Confirmed) {
        return Ok(false);
    }
    let sql = "UPDATE refunds SET status = 'sent', sent_at = $2, bank_ref = $3, version = version + 1 \
        WHERE id = $1 AND status IN ('due', 'failed')";
    let values = vec![
        refund.id.uuid().into(),
        now.0.into(),
        bank_ref.map(str::to_owned).into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::RefundState(refund.status));
    }
    let which = (subject, refund.payment, refund.order);
    ledger::post(tx, &[ledger::sent_from(which, from, refund.amount)], now).await?;
    settle(tx, refund).await?;
    let which = (refund.id, refund.order);
    record(tx, which, ("payments.send_refund", json!({})), actor, now).await?;
    Ok(true)
}

/// The payment is what its refunds that have left make it. What came too much was never the order's:
/// without it the payment is as it should be.
async fn settle(tx: &Tx, refund: &Refund) -> Result<(), Error> {
    let sql = "UPDATE payments SET version = version + 1, status = CASE WHEN $4 = 1 THEN \
        CASE status WHEN 'overpaid' THEN $5 ELSE status END WHEN \
        (SELECT SUM(r.amount) FROM refunds r WHERE r.payment_id = payments.id AND r.reason <> $6 \
        AND r.status IN ('sent', 'confirmed')) >= received - surplus \
        THEN $2 ELSE $3 END WHERE id = (SELECT payment_id FROM refunds WHERE id = $1)";
    let values = vec![
        refund.id.uuid().into(),
        Status::Refunded.as_str().into(),
        Status::PartlyRefunded.as_str().into(),
        i64::from(refund.reason == SURPLUS).into(),
        Status::Paid.as_str().into(),
        SURPLUS.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// The card company says that what it had sent, by its own name for it, did not arrive: it lies there
/// again, and is due again. Its card may be gone: its buyer is asked where it goes. Which refund it
/// is, where that is news.
pub async fn came_back(
    tx: &Tx,
    provider_id: &str,
    now: Timestamp,
) -> Result<Option<RefundId>, Error> {
    let sql = "UPDATE payment_attempts SET returned_at = $2 WHERE kind = 'refund' AND provider_id = $1 \
        AND status = 'done' AND returned_at IS NULL";
    if execute(tx, sql, vec![provider_id.into(), now.0.into()]).await? == 0 {
        return Ok(None);
    }
    let sql =
        "SELECT id, subject_id FROM payment_attempts WHERE kind = 'refund' AND provider_id = $1";
    let row = first(tx, sql, vec![provider_id.into()]).await?;
    let row: Row = row.ok_or(Error::NotFound)?;
    let (attempt, id): (Uuid, Uuid) = (row.try_get("", "id")?, row.try_get("", "subject_id")?);
    let refund = super::refund(tx, RefundId(id)).await?;
    let sql = "UPDATE refunds SET status = 'due', sent_at = NULL, confirmed_at = NULL, bank_ref = NULL, \
        overdue_at = NULL, due_at = $2, version = version + 1 WHERE id = $1 AND status IN ('sent', 'confirmed')";
    let due_at = deadline(tx, now).await?;
    if execute(tx, sql, vec![id.into(), due_at.0.into()]).await? == 0 {
        return Err(Error::RefundState(refund.status));
    }
    let which = (attempt, refund.payment, refund.order);
    let sent = ledger::sent_from(which, Account::Stripe, refund.amount);
    ledger::post(tx, &[ledger::came_back(sent)], now).await?;
    unsettle(tx, &refund).await?;
    let which = (refund.id, refund.order);
    let what = ("payments.refund_failed", json!({}));
    record(tx, which, what, Actor::SYSTEM, now).await?;
    let payload = json!({ "refund": refund.id });
    jobs::enqueue(tx, "payments.refund_due", &payload, now).await?;
    Ok(Some(refund.id))
}

/// The payment is as it was before the refund left.
async fn unsettle(tx: &Tx, refund: &Refund) -> Result<(), Error> {
    let sql = "UPDATE payments SET version = version + 1, status = CASE WHEN $2 = 1 THEN 'overpaid' WHEN EXISTS \
        (SELECT 1 FROM refunds r WHERE r.payment_id = payments.id AND r.reason <> $3 AND r.status IN ('sent', 'confirmed')) \
        THEN 'partly_refunded' ELSE 'paid' END WHERE id = $1";
    let values = vec![
        refund.payment.uuid().into(),
        i64::from(refund.reason == SURPLUS).into(),
        SURPLUS.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// The buyer has it: where it went is nobody's business any more.
pub async fn confirm(tx: &Tx, refund: &Refund, actor: Actor, now: Timestamp) -> Result<(), Error> {
    if refund.status == RefundStatus::Confirmed {
        return Ok(());
    }
    let sql = "UPDATE refunds SET status = 'confirmed', confirmed_at = $2, version = version + 1 \
        WHERE id = $1 AND status = 'sent'";
    let values = vec![refund.id.uuid().into(), now.0.into()];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::RefundState(refund.status));
    }
    let sql = "DELETE FROM refund_destinations WHERE refund_id = $1";
    execute(tx, sql, vec![refund.id.uuid().into()]).await?;
    let which = (refund.id, refund.order);
    record(
        tx,
        which,
        ("payments.confirm_refund", json!({})),
        actor,
        now,
    )
    .await
}
