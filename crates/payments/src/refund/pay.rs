use kernel::{Actor, Timestamp};
use serde_json::json;
use store::{Tx, execute};

use super::{Refund, RefundStatus, SURPLUS, record};
use crate::{Error, Status, ledger};

/// The payer says that it is on its way. Said again, it holds.
pub async fn send(
    tx: &Tx,
    refund: &Refund,
    bank_ref: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if matches!(refund.status, RefundStatus::Sent | RefundStatus::Confirmed) {
        return Ok(());
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
    let which = (refund.id, refund.payment, refund.order);
    let from = (refund.payer, refund.producer, refund.custody);
    ledger::post(tx, &ledger::sent(which, from, refund.amount), now).await?;
    // What came too much was never the order's: without it the payment is as it should be.
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
    let which = (refund.id, refund.order);
    record(tx, which, ("payments.send_refund", json!({})), actor, now).await?;
    let payload = json!({ "refund": refund.id });
    Ok(jobs::enqueue(tx, "payments.refund_sent", &payload, now).await?)
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
