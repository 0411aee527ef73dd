//! What a producer asks for delivery itself: one row a zone, in place of the market's.

use kernel::{Actor, Day, ProducerId, Timestamp, Vnd};
use serde_json::json;
use store::{Tx, execute, insert};

use crate::delivery::Zone;
use crate::{Error, Fault, Wrong};

/// The heaviest parcel that a row is written for, in grams.
const HEAVIEST_G: i64 = 100_000;
/// The most that delivery may cost, and each further kilogram.
const DEAREST: i64 = 10_000_000;
/// The longest way.
const LONGEST_DAYS: i64 = 30;

/// A producer's own rate for one zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnRate {
    /// How far.
    pub zone: Zone,
    /// Up to so many grams …
    pub up_to_g: i64,
    /// … for this,
    pub price: Vnd,
    /// and for each further kilogram begun this.
    pub each_further_kg: Vnd,
    /// The first day of delivery, counted from the hand-over.
    pub days_min: i64,
    /// The last.
    pub days_max: i64,
}

/// Sets a producer's own rates from today on: these and no others; the market's hold for every zone
/// that is not among them. What was ordered keeps its price.
pub async fn set_own_rates(
    tx: &Tx,
    producer: ProducerId,
    rates: &[OwnRate],
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let faults: Vec<Fault> = rates.iter().flat_map(OwnRate::faults).collect();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let today = Day::of(now);
    let days = |day: Day| vec![producer.uuid().into(), day.to_string().into()];
    let sql = "DELETE FROM delivery_rates WHERE producer_id = $1 AND from_on >= $2";
    execute(tx, sql, days(today)).await?;
    let sql = "UPDATE delivery_rates SET until_on = $2 WHERE producer_id = $1 \
        AND (until_on IS NULL OR until_on > $2)";
    execute(tx, sql, days(today.plus_days(-1))).await?;
    let columns = [
        "id",
        "producer_id",
        "zone",
        "beyond_km",
        "up_to_g",
        "price",
        "each_further_kg",
        "days_min",
        "days_max",
        "from_on",
    ];
    let row = |rate: &OwnRate| {
        vec![
            kernel::mint(now).into(),
            producer.uuid().into(),
            rate.zone.as_str().into(),
            0i64.into(),
            rate.up_to_g.into(),
            rate.price.0.into(),
            rate.each_further_kg.0.into(),
            rate.days_min.into(),
            rate.days_max.into(),
            today.to_string().into(),
        ]
    };
    insert(
        tx,
        "delivery_rates",
        &columns,
        rates.iter().map(row).collect(),
    )
    .await?;
    let zones: Vec<&str> = rates.iter().map(|rate| rate.zone.as_str()).collect();
    let entry = audit::Entry {
        actor,
        action: "orders.set_own_rates",
        subject_kind: "producer",
        subject_id: producer.to_string(),
        detail: json!({ "zones": zones }),
    };
    Ok(audit::record(tx, entry, now).await?)
}

impl OwnRate {
    fn faults(&self) -> Vec<Fault> {
        let [up_to, price, further, first, last] = pointers(self.zone);
        let checks = [
            (up_to, self.up_to_g, (1, HEAVIEST_G)),
            (price, self.price.0, (0, DEAREST)),
            (further, self.each_further_kg.0, (0, DEAREST)),
            (first, self.days_min, (0, LONGEST_DAYS)),
            (last, self.days_max, (self.days_min.max(0), LONGEST_DAYS)),
        ];
        let wrong = checks
            .into_iter()
            .filter(|(_, value, (least, most))| value < least || value > most);
        wrong
            .map(|(pointer, _, (least, most))| Fault {
                pointer,
                wrong: Wrong::OutOfRange(least, most),
            })
            .collect()
    }
}

/// Where each field of a zone stands.
const fn pointers(zone: Zone) -> [&'static str; 5] {
    match zone {
        Zone::Commune => [
            "/commune/up_to_g",
            "/commune/price",
            "/commune/each_further_kg",
            "/commune/days_min",
            "/commune/days_max",
        ],
        Zone::Province => [
            "/province/up_to_g",
            "/province/price",
            "/province/each_further_kg",
            "/province/days_min",
            "/province/days_max",
        ],
        Zone::Region => [
            "/region/up_to_g",
            "/region/price",
            "/region/each_further_kg",
            "/region/days_min",
            "/region/days_max",
        ],
        Zone::Country => [
            "/country/up_to_g",
            "/country/price",
            "/country/each_further_kg",
            "/country/days_min",
            "/country/days_max",
        ],
    }
}
