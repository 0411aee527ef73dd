//! Parcels: the box, who carries it, and what became of it.

use kernel::{ParcelId, Phone, Timestamp};
use store::{Tx, execute, insert};

use crate::draft::Faults;
use crate::step::Standing;
use crate::{Error, Event, Status};

/// How a box is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// `self`, `coach` or a carrier's name.
    pub carrier: String,
    /// The carrier's number for it.
    pub tracking_code: Option<String>,
    /// The driver's phone.
    pub phone: Option<Phone>,
}

impl Handover {
    /// Whether the producer brings it.
    pub fn by_the_producer(&self) -> bool {
        self.carrier == "self"
    }
}

/// Parses how a box is handed over.
pub fn handover(
    carrier: &str,
    tracking_code: Option<&str>,
    phone: Option<&str>,
) -> Result<Handover, Error> {
    let mut faults = Faults(vec![]);
    let carrier = faults.line("/carrier", carrier, 60);
    let tracking_code = tracking_code.map(|code| faults.line("/tracking_code", code, 60));
    let phone = phone.map(|phone| faults.phone("/phone", phone));
    if faults.0.is_empty() {
        Ok(Handover {
            carrier,
            tracking_code,
            phone: phone.flatten(),
        })
    } else {
        Err(Error::Invalid(faults.0))
    }
}

/// Writes the box of an order that is handed over.
pub async fn hand_over(
    tx: &Tx,
    standing: &Standing,
    handover: &Handover,
    now: Timestamp,
) -> Result<ParcelId, Error> {
    let id = ParcelId::new(now);
    let columns = [
        "id",
        "producer_id",
        "carrier",
        "tracking_code",
        "phone",
        "status",
        "created_at",
        "status_at",
    ];
    let row = vec![
        id.uuid().into(),
        standing.producer.uuid().into(),
        handover.carrier.as_str().into(),
        handover.tracking_code.clone().into(),
        handover
            .phone
            .as_ref()
            .map(|p| p.as_str().to_owned())
            .into(),
        "handed_over".into(),
        now.0.into(),
        now.0.into(),
    ];
    insert(tx, "parcels", &columns, vec![row]).await?;
    let both = vec![vec![id.uuid().into(), standing.id.uuid().into()]];
    insert(tx, "parcel_orders", &["parcel_id", "order_id"], both).await?;
    Ok(id)
}

/// What an order's step makes of its boxes.
pub(crate) async fn follow(
    tx: &Tx,
    standing: &Standing,
    event: Event,
    to: Status,
    now: Timestamp,
) -> Result<(), Error> {
    let status = match to {
        Status::Delivered => "delivered",
        Status::Completed if standing.status == Status::Shipped => "delivered",
        Status::DeliveryFailed => "failed",
        Status::Returned if event == (Event::Returned { whole: true }) => "returned_whole",
        Status::Returned => "returned_broken",
        Status::Lost => "lost",
        Status::AwaitingPayment
        | Status::Placed
        | Status::Accepted
        | Status::Packed
        | Status::Shipped
        | Status::Completed
        | Status::Cancelled
        | Status::Declined
        | Status::Expired => return Ok(()),
    };
    let sql = "UPDATE parcels SET status = $2, status_at = $3 \
        WHERE id IN (SELECT parcel_id FROM parcel_orders WHERE order_id = $1)";
    let values = vec![standing.id.uuid().into(), status.into(), now.0.into()];
    execute(tx, sql, values).await?;
    Ok(())
}
