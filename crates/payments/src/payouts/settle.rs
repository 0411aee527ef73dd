use kernel::{Actor, PayoutBatchId, PayoutId, Timestamp, Vnd};
use serde_json::json;
use store::{Tx, execute, first, for_update};
use uuid::Uuid;

use super::find::{payout_in, payouts_of};
use super::{BatchStatus, PayTo, Payout, Rail, Status};
use crate::ledger::{self, About, Account, Cause, Posting};
use crate::{Error, TO_PRODUCER};

/// A second person says that a batch may be paid; what goes by the card company sets out. Said again,
/// it holds.
pub async fn confirm(
    tx: &Tx,
    batch: PayoutBatchId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let (status, prepared_by) = locked(tx, batch).await?;
    match status {
        BatchStatus::Confirmed | BatchStatus::Settled => return Ok(()),
        BatchStatus::Cancelled => return Err(Error::PayoutState(Status::Cancelled)),
        BatchStatus::Prepared => {}
    }
    let by = actor
        .account
        .map(Uuid::from)
        .filter(|by| *by != prepared_by);
    let by = by.ok_or(Error::FourEyes)?;
    let sql = "UPDATE payout_batches SET status = 'confirmed', confirmed_by = $2, confirmed_at = $3, \
        version = version + 1 WHERE id = $1 AND status = 'prepared'";
    execute(tx, sql, vec![batch.uuid().into(), by.into(), now.0.into()]).await?;
    turn_all(tx, batch, (Status::Prepared, Status::Confirmed)).await?;
    if rail(tx, batch).await? == Rail::Stripe {
        for payout in payouts_of(tx, batch).await? {
            jobs::enqueue(tx, TO_PRODUCER, &json!({ "payout": payout.id }), now).await?;
        }
    }
    record(tx, batch, ("payouts.confirm", json!({})), actor, now).await
}

/// A batch that nobody has confirmed is given up: what it was to pay is in the next one.
pub async fn cancel(
    tx: &Tx,
    batch: PayoutBatchId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    match locked(tx, batch).await?.0 {
        BatchStatus::Cancelled => return Ok(()),
        BatchStatus::Confirmed => return Err(Error::PayoutState(Status::Confirmed)),
        BatchStatus::Settled => return Err(Error::PayoutState(Status::Paid)),
        BatchStatus::Prepared => {}
    }
    let sql = "UPDATE payout_batches SET status = 'cancelled', version = version + 1 \
        WHERE id = $1 AND status = 'prepared'";
    execute(tx, sql, vec![batch.uuid().into()]).await?;
    turn_all(tx, batch, (Status::Prepared, Status::Cancelled)).await?;
    let sql = "DELETE FROM payout_entries WHERE payout_id IN (SELECT id FROM payouts WHERE batch_id = $1)";
    execute(tx, sql, vec![batch.uuid().into()]).await?;
    record(tx, batch, ("payouts.cancel", json!({})), actor, now).await
}

/// The bank has paid a payout: it stands in the ledger. Said again, it holds.
pub async fn paid(
    tx: &Tx,
    (batch, id): (PayoutBatchId, PayoutId),
    bank_ref: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    locked(tx, batch).await?;
    let payout = payout_in(tx, (batch, id)).await?;
    by_a_person(&payout)?;
    left(tx, &payout, bank_ref, actor, now).await
}

/// What the card company moves ends by its word alone.
const fn by_a_person(payout: &Payout) -> Result<(), Error> {
    match payout.to {
        PayTo::Bank(_) => Ok(()),
        PayTo::Card { .. } => Err(Error::PaidByCards),
    }
}

/// A payout, whose batch is locked, has left: it stands in the ledger. Said again, it holds.
pub(super) async fn left(
    tx: &Tx,
    payout: &Payout,
    bank_ref: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    match payout.status {
        Status::Paid => return Ok(()),
        Status::Confirmed => {}
        other => return Err(Error::PayoutState(other)),
    }
    end(tx, payout, (Status::Paid, bank_ref), now).await?;
    ledger::post(tx, &postings(payout), now).await?;
    settle(tx, payout.batch).await?;
    let detail = json!({ "payout": payout.id, "amount": payout.amount.0 });
    record(tx, payout.batch, ("payouts.paid", detail), actor, now).await
}

/// All of a batch that was open has left. Said again, it holds.
pub async fn all_paid(
    tx: &Tx,
    batch: PayoutBatchId,
    bank_ref: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    match locked(tx, batch).await?.0 {
        BatchStatus::Prepared => return Err(Error::PayoutState(Status::Prepared)),
        BatchStatus::Cancelled => return Err(Error::PayoutState(Status::Cancelled)),
        BatchStatus::Settled => return Ok(()),
        BatchStatus::Confirmed => {}
    }
    if rail(tx, batch).await? == Rail::Stripe {
        return Err(Error::PaidByCards);
    }
    for payout in payouts_of(tx, batch).await? {
        if payout.status == Status::Confirmed {
            paid(tx, (batch, payout.id), bank_ref, actor, now).await?;
        }
    }
    Ok(())
}

/// The bank's payout did not arrive: what it was to pay is free again. Said again, it holds.
pub async fn fail(
    tx: &Tx,
    (batch, id): (PayoutBatchId, PayoutId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    locked(tx, batch).await?;
    let payout = payout_in(tx, (batch, id)).await?;
    by_a_person(&payout)?;
    stayed(tx, &payout, actor, now).await
}

/// A payout, whose batch is locked, has not left: what it was to pay is free again. Said again, it
/// holds.
pub(super) async fn stayed(
    tx: &Tx,
    payout: &Payout,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    match payout.status {
        Status::Failed => return Ok(()),
        Status::Confirmed => {}
        other => return Err(Error::PayoutState(other)),
    }
    end(tx, payout, (Status::Failed, None), now).await?;
    let sql = "DELETE FROM payout_entries WHERE payout_id = $1";
    execute(tx, sql, vec![payout.id.uuid().into()]).await?;
    settle(tx, payout.batch).await?;
    let detail = json!({ "payout": payout.id, "amount": payout.amount.0 });
    record(tx, payout.batch, ("payouts.fail", detail), actor, now).await
}

/// What a payout moves: what the producer owed is taken off what it is owed, the rest leaves.
fn postings(payout: &Payout) -> Vec<Posting> {
    let (from, payment) = match payout.to {
        PayTo::Bank(_) => (Account::Bank, None),
        PayTo::Card { payment, .. } => (Account::Stripe, Some(payment)),
    };
    let (payable, claim) = (
        Account::Payable(payout.producer),
        Account::Claim(payout.producer),
    );
    let about = About {
        subject: payout.id.uuid(),
        order: None,
        payment,
    };
    let (debit, credit) = if payout.claim >= Vnd::ZERO {
        (payable, claim)
    } else {
        (claim, payable)
    };
    vec![
        Posting {
            debit,
            credit,
            amount: Vnd(payout.claim.0.saturating_abs()),
            cause: Cause::Netted,
            about,
        },
        Posting {
            debit: payable,
            credit: from,
            amount: payout.amount,
            cause: Cause::PaidOut,
            about,
        },
    ]
}

/// Where a batch stands and who prepared it, locked until the transaction ends.
pub(super) async fn locked(tx: &Tx, batch: PayoutBatchId) -> Result<(BatchStatus, Uuid), Error> {
    let lock = for_update(tx);
    let sql = format!("SELECT status, prepared_by FROM payout_batches WHERE id = $1{lock}");
    let row = first(tx, &sql, vec![batch.uuid().into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    let status: String = row.try_get("", "status")?;
    let status = BatchStatus::parse(&status).ok_or(Error::Unreadable(status))?;
    Ok((status, row.try_get("", "prepared_by")?))
}

async fn rail(tx: &Tx, batch: PayoutBatchId) -> Result<Rail, Error> {
    let sql = "SELECT rail FROM payout_batches WHERE id = $1";
    let row = first(tx, sql, vec![batch.uuid().into()]).await?;
    let rail: String = row.ok_or(Error::NotFound)?.try_get("", "rail")?;
    Rail::parse(&rail).ok_or(Error::Unreadable(rail))
}

async fn turn_all(
    tx: &Tx,
    batch: PayoutBatchId,
    (from, to): (Status, Status),
) -> Result<(), Error> {
    let sql =
        "UPDATE payouts SET status = $3, version = version + 1 WHERE batch_id = $1 AND status = $2";
    let values = vec![
        batch.uuid().into(),
        from.as_str().into(),
        to.as_str().into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

async fn end(
    tx: &Tx,
    payout: &Payout,
    (to, bank_ref): (Status, Option<&str>),
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE payouts SET status = $2, bank_ref = $3, settled_at = $4, version = version + 1 \
        WHERE id = $1 AND status = 'confirmed'";
    let values = vec![
        payout.id.uuid().into(),
        to.as_str().into(),
        bank_ref.map(str::to_owned).into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::PayoutState(payout.status));
    }
    Ok(())
}

/// A batch whose payouts have all ended is settled.
async fn settle(tx: &Tx, batch: PayoutBatchId) -> Result<(), Error> {
    let open = payouts_of(tx, batch).await?;
    if open.iter().any(|payout| payout.status == Status::Confirmed) {
        return Ok(());
    }
    let sql = "UPDATE payout_batches SET status = 'settled', version = version + 1 \
        WHERE id = $1 AND status = 'confirmed'";
    execute(tx, sql, vec![batch.uuid().into()]).await?;
    Ok(())
}

pub(super) async fn record(
    tx: &Tx,
    batch: PayoutBatchId,
    (action, detail): (&'static str, serde_json::Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject_kind: "payout_batch",
        subject_id: batch.to_string(),
        detail,
    };
    Ok(audit::record(tx, entry, now).await?)
}
