//! Paying producers: who is paid where is the catalogue's to say, what they are paid the ledger's.

use std::collections::BTreeMap;

use kernel::{Actor, PayoutBatchId, PayoutId, ProducerId, Timestamp, words};
use payments::CardAccount;
use payments::payouts::{self, Payees, Rail, Waiting};
use store::Db;

use crate::Error;
use crate::error::Refusal;
use crate::once::{self, Key};

/// Two that prepare at once: who was slower looks again, so often at most.
const LOOKS: usize = 4;

/// Prepares a batch of everything that may be paid out now, once under a key.
pub async fn prepare_payouts(
    db: &Db,
    rail: Rail,
    (key, actor): (&Key, Actor),
    now: Timestamp,
) -> Result<PayoutBatchId, Error> {
    for _ in 0..LOOKS {
        match prepared(db, rail, (key, actor), now).await {
            Err(Error::Store(err) | Error::Payments(payments::Error::Store(err)))
                if faster(&err) => {}
            done => return done,
        }
    }
    Err(Refusal::InFlight.into())
}

/// Whether somebody else has claimed the same, or has used the same key.
fn faster(err: &store::Error) -> bool {
    matches!(
        err,
        store::Error::Rule("entry_paid_out_once" | "idempotency_key_once")
    )
}

async fn prepared(
    db: &Db,
    rail: Rail,
    (key, actor): (&Key, Actor),
    now: Timestamp,
) -> Result<PayoutBatchId, Error> {
    store::retry(|| async {
        if let Some(stored) = once::answered(db.read(), key).await? {
            return stored.body.parse().map_err(unreadable);
        }
        // A look before the write lock: what is claimed is read again under it.
        let to = payees(db, rail, now).await?;
        let tx = store::write(db).await?;
        let batch = payouts::prepare(&tx, &to, actor, now).await?;
        once::answer(&tx, key, &batch.to_string(), now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(batch)
    })
    .await
}

/// Whom a rail can pay now, and where.
async fn payees(db: &Db, rail: Rail, now: Timestamp) -> Result<Payees, Error> {
    let payees = payouts::payees(db.read(), rail, now).await?;
    Ok(match rail {
        Rail::BankFile => {
            Payees::Bank(catalog::bank_accounts::current(db.read(), &payees, now).await?)
        }
        Rail::Stripe => {
            let mut known = payments::card_accounts(db.read(), &payees).await?;
            known.retain(|_, found| found.ready);
            let account = |(producer, found): (ProducerId, CardAccount)| (producer, found.account);
            Payees::Card(known.into_iter().map(account).collect())
        }
    })
}

words! {
    /// Why a producer is not in a batch.
    WaitsFor {
        /// Nothing: the next batch pays it.
        Batch = "batch",
        /// It owes more than it is owed, or comes to less than is paid out.
        More = "more",
        /// It has no account that this rail pays to: no bank account past its waiting time, none at
        /// the card company.
        Account = "account",
        /// Its account at the card company takes no transfers yet.
        Readiness = "readiness",
    }
}

/// What waits to be paid out by a rail, by producer, and for what.
pub async fn payouts_waiting(
    db: &Db,
    rail: Rail,
    now: Timestamp,
) -> Result<Vec<(Waiting, WaitsFor)>, Error> {
    let all = payouts::waiting_by(db.read(), rail, now).await?;
    let producers: Vec<ProducerId> = all.iter().map(|waiting| waiting.producer).collect();
    let without: BTreeMap<ProducerId, WaitsFor> = match rail {
        Rail::BankFile => {
            let known = catalog::bank_accounts::current(db.read(), &producers, now).await?;
            let none = producers.iter().filter(|own| !known.contains_key(own));
            none.map(|own| (*own, WaitsFor::Account)).collect()
        }
        Rail::Stripe => {
            let known = payments::card_accounts(db.read(), &producers).await?;
            let lacks = producers.iter().filter_map(|own| match known.get(own) {
                None => Some((*own, WaitsFor::Account)),
                Some(found) => (!found.ready).then_some((*own, WaitsFor::Readiness)),
            });
            lacks.collect()
        }
    };
    let why = |waiting: Waiting| {
        let enough = if waiting.enough {
            WaitsFor::Batch
        } else {
            WaitsFor::More
        };
        let why = without.get(&waiting.producer).copied();
        (waiting, why.unwrap_or(enough))
    };
    Ok(all.into_iter().map(why).collect())
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn unreadable(err: kernel::IdError) -> Error {
    payments::Error::Unreadable(err.to_string()).into()
}

/// A second person says that a batch may be paid.
pub async fn confirm_payouts(
    db: &Db,
    batch: PayoutBatchId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    payouts::confirm(&tx, batch, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// A batch that nobody has confirmed is given up.
pub async fn cancel_payouts(
    db: &Db,
    batch: PayoutBatchId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    payouts::cancel(&tx, batch, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// The bank has paid: one payout of a batch, or all of it that is open.
pub async fn payouts_paid(
    db: &Db,
    (batch, one): (PayoutBatchId, Option<PayoutId>),
    bank_ref: Option<&str>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    if let Some(one) = one {
        payouts::paid(&tx, (batch, one), bank_ref, actor, now).await?;
    } else {
        payouts::all_paid(&tx, batch, bank_ref, actor, now).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}

/// A payout did not arrive.
pub async fn payout_failed(
    db: &Db,
    which: (PayoutBatchId, PayoutId),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    payouts::fail(&tx, which, actor, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
