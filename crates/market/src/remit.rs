//! What carriers hand on of the cash that they collected, held against the orders.

use kernel::{Actor, RemittanceLineId, Timestamp};
use orders::{Standing, Status};
use payments::Payment;
use payments::remit::{NewRemittance, Remitted, RemittedStatus};
use store::{Db, Tx};

use crate::{Error, books};

/// How the lines of a remittance stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemittanceTaken {
    /// They are what was collected.
    pub matched: u64,
    /// They were told before.
    pub known: u64,
    /// The codes of those that differ, and how.
    pub differences: Vec<(String, RemittedStatus)>,
}

/// Takes what a carrier handed on, all of it or nothing; told again, each line is taken once.
pub async fn take_remittance(
    db: &Db,
    (told, lines): (&NewRemittance, &[Remitted]),
    actor: Actor,
    now: Timestamp,
) -> Result<RemittanceTaken, Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let mut taken = RemittanceTaken::default();
        let remittance = payments::remit::begin(&tx, told, actor, now).await?;
        for line in lines {
            let found = collected(&tx, told, &line.code, now).await?;
            let of = (remittance, told.carrier.as_str());
            let what = (line, found.as_ref().map(|(payment, _)| payment));
            let Some(moved) = payments::remit::write_remitted(&tx, of, what, now).await? else {
                taken.known += 1;
                continue;
            };
            if moved.status == RemittedStatus::Matched {
                taken.matched += 1;
            } else {
                taken.differences.push((line.code.clone(), moved.status));
            }
            if let (Some((_, standing)), Some((_, amount))) = (&found, moved.handed_on) {
                books::handed_on(&tx, standing, (moved.line, amount), now).await?;
            }
        }
        tx.commit().await.map_err(store::Error::from)?;
        Ok(taken)
    })
    .await
}

/// The cash payment of a box: by its order's code, or by the carrier's own.
async fn collected(
    tx: &Tx,
    told: &NewRemittance,
    code: &str,
    now: Timestamp,
) -> Result<Option<(Payment, Standing)>, Error> {
    let found = match payments::remit::of_code(tx, code).await? {
        Some(payment) => Some(payment),
        None => match orders::of_tracking(tx, &told.carrier, &code.to_uppercase())
            .await?
            .as_slice()
        {
            [only] => {
                let found = payments::of_orders(tx, &[*only]).await?;
                found.into_iter().find(|payment| payment.method == "cod")
            }
            _ => None,
        },
    };
    let Some(payment) = found else {
        return Ok(None);
    };
    let Some(order) = payment.orders().into_iter().next() else {
        return Ok(None);
    };
    let standing = match orders::lock(tx, order, told.producer).await {
        Err(orders::Error::NotFound) => return Ok(None),
        found => found?,
    };
    // Who has the box has paid for it.
    if matches!(standing.status, Status::Delivered | Status::Completed) {
        books::collected(tx, &standing, now).await?;
    }
    // As it stands under the order's lock.
    Ok(Some((payments::payment(tx, payment.id).await?, standing)))
}

/// A person has settled a line that differs with its carrier, and says how.
pub async fn settle_remitted(
    db: &Db,
    line: RemittanceLineId,
    note: &str,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    let found = payments::remit::remitted_line(&tx, line).await?;
    let standing = match found.payment {
        None => None,
        Some(payment) => {
            let orders = payments::payment(&tx, payment).await?.orders();
            let order = orders.first().copied().ok_or(payments::Error::NotFound)?;
            Some(orders::lock(&tx, order, None).await?)
        }
    };
    let moved = payments::remit::settle_remitted(&tx, line, note, actor, now).await?;
    if let (Some(standing), Some((_, amount))) = (&standing, moved.handed_on) {
        books::handed_on(&tx, standing, (moved.line, amount), now).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
