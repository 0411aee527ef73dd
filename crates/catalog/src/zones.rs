//! Where a producer delivers, and where its boxes are fetched.

use std::collections::BTreeSet;

use kernel::{Actor, Phone, PhoneError, ProducerId, Timestamp, text};
use serde_json::{Value, json};
use store::{ConnectionTrait, Row, Tx, execute, first, insert, rows};
use uuid::Uuid;

use crate::text::{line, none_of, required, within};
use crate::{Error, Fault, Wrong};

/// So many places at most.
const MOST: usize = 500;

/// A province, or one commune of it, to which a producer delivers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Zone {
    /// The province's code.
    pub province: String,
    /// The commune's; all of the province where there is none.
    pub commune: Option<String>,
}

/// Where a producer's boxes are fetched, where that is not its own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pickup {
    /// The province in which the commune lies.
    pub province: String,
    /// The commune's code.
    pub commune: String,
    /// The street or hamlet.
    pub street: String,
    /// Who is called there.
    pub phone: String,
    /// How it is found, and when somebody is there.
    pub note: Option<String>,
}

/// Where a producer delivers; everywhere where nothing is said.
pub async fn zones(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Vec<Zone>, Error> {
    let sql = "SELECT province_code, commune_code FROM delivery_zones WHERE producer_id = $1 \
        ORDER BY province_code, commune_code";
    let zone = |row: &Row| {
        let commune: String = row.try_get("", "commune_code")?;
        Ok(Zone {
            province: row.try_get("", "province_code")?,
            commune: Some(commune).filter(|code| !code.is_empty()),
        })
    };
    let found = rows(db, sql, vec![producer.uuid().into()]).await?;
    found.iter().map(zone).collect()
}

/// Says where a producer delivers: there and nowhere else; everywhere where the list is empty. What
/// was ordered is delivered all the same.
pub async fn deliver_to(
    tx: &Tx,
    producer: ProducerId,
    zones: &[Zone],
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let mut faults = vec![];
    if zones.len() > MOST {
        faults.push(Fault::new("/zones", Wrong::OutOfRange(0, 500)));
    }
    for (i, zone) in zones.iter().enumerate() {
        if reference::province(&zone.province).is_none() {
            let at = format!("/zones/{i}/province_code");
            faults.push(Fault::new(at, Wrong::Unknown));
        }
        let commune = zone.commune.as_deref().map(reference::commune);
        if commune.is_some_and(|found| found.is_none_or(|c| c.province != zone.province)) {
            let at = format!("/zones/{i}/commune_code");
            faults.push(Fault::new(at, Wrong::Unknown));
        }
    }
    none_of(faults)?;
    let sql = "DELETE FROM delivery_zones WHERE producer_id = $1";
    execute(tx, sql, vec![producer.uuid().into()]).await?;
    let once: BTreeSet<&Zone> = zones.iter().collect();
    let row = |zone: &&Zone| {
        vec![
            producer.uuid().into(),
            zone.province.as_str().into(),
            zone.commune.as_deref().unwrap_or_default().into(),
        ]
    };
    let columns = ["producer_id", "province_code", "commune_code"];
    insert(
        tx,
        "delivery_zones",
        &columns,
        once.iter().map(row).collect(),
    )
    .await?;
    let detail = json!({ "zones": once.len() });
    record(tx, producer, ("catalog.deliver_to", detail), actor, now).await
}

/// Where a producer's boxes are fetched; at its own address where nothing is said.
pub async fn pickup(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Option<Pickup>, Error> {
    let sql = "SELECT province_code, commune_code, street, phone, note FROM pickup_addresses \
        WHERE producer_id = $1";
    let row = first(db, sql, vec![producer.uuid().into()]).await?;
    let read = |row: Row| {
        Ok(Pickup {
            province: row.try_get("", "province_code")?,
            commune: row.try_get("", "commune_code")?,
            street: row.try_get("", "street")?,
            phone: row.try_get("", "phone")?,
            note: row.try_get("", "note")?,
        })
    };
    row.map(read).transpose()
}

/// Says where a producer's boxes are fetched; at its own address where nothing is said. The
/// province is the commune's.
pub async fn fetch_at(
    tx: &Tx,
    producer: ProducerId,
    place: Option<Pickup>,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let place = place.map(checked).transpose()?;
    let sql = "DELETE FROM pickup_addresses WHERE producer_id = $1";
    execute(tx, sql, vec![producer.uuid().into()]).await?;
    let detail = json!({ "commune": place.as_ref().map(|place| &place.commune) });
    if let Some(place) = place {
        let columns = [
            "producer_id",
            "province_code",
            "commune_code",
            "street",
            "phone",
            "note",
            "set_by",
            "set_at",
        ];
        let row = vec![
            producer.uuid().into(),
            place.province.into(),
            place.commune.into(),
            place.street.into(),
            place.phone.into(),
            place.note.into(),
            actor.account.map(Uuid::from).into(),
            now.0.into(),
        ];
        insert(tx, "pickup_addresses", &columns, vec![row]).await?;
    }
    record(tx, producer, ("catalog.fetch_at", detail), actor, now).await
}

fn checked(place: Pickup) -> Result<Pickup, Error> {
    let mut faults = vec![];
    let commune = reference::commune(&place.commune);
    if commune.is_none() {
        faults.push(Fault::new("/commune_code", Wrong::Unknown));
    }
    let phone = match Phone::parse(&place.phone) {
        Ok(phone) => phone.as_str().to_owned(),
        Err(wrong) => {
            let wrong = match wrong {
                PhoneError::Renumbered(new) => Wrong::Renumbered(new),
                PhoneError::Invalid | PhoneError::NotMobile => Wrong::Malformed,
            };
            faults.push(Fault::new("/phone", wrong));
            String::new()
        }
    };
    let note = place.note.as_deref().map(text::clean);
    let place = Pickup {
        province: commune.map_or("", |commune| commune.province).to_owned(),
        commune: place.commune,
        street: line(&place.street),
        phone,
        note: note.filter(|note| !note.is_empty()),
    };
    required(&mut faults, "/street", &place.street, 200);
    let note = place.note.as_deref().unwrap_or_default();
    within(&mut faults, "/note", note, 300);
    none_of(faults)?;
    Ok(place)
}

async fn record(
    tx: &Tx,
    producer: ProducerId,
    (action, detail): (&'static str, Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject_kind: "producer",
        subject_id: producer.to_string(),
        detail,
    };
    Ok(audit::record(tx, entry, now).await?)
}
