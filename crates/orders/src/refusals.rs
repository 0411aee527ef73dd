//! Who refused boxes at their door pays for the next ones before they leave: a dated rule says after
//! how many refusals of how many days, and an administrator can lift it.

use hmac::{Hmac, KeyInit, Mac};
use kernel::{Actor, Day, Phone, Secret, Timestamp};
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;
use store::{ConnectionTrait, Row, Tx, execute, first, rows};
use uuid::Uuid;

use crate::Error;

/// After so many refusals within so many days.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    most: i64,
    days: i64,
}

/// A box that was refused: when, and whose it was.
struct Refusal {
    at: i64,
    phones: [String; 2],
}

/// Whether one of these phones, a buyer's and a receiver's, has refused too often, as today's rule
/// says. Of who never refused, which is nearly everybody, one query is asked.
pub async fn refuses_cash(
    db: &impl ConnectionTrait,
    phones: [&Phone; 2],
    secret: &Secret,
    now: Timestamp,
) -> Result<bool, Error> {
    let refusals = refusals(db, phones).await?;
    if refusals.is_empty() {
        return Ok(false);
    }
    let rule: Rule = rules::value(db, "cod.refusals", "*", Day::of(now)).await?;
    for phone in phones {
        let since = lifted(db, phone, secret).await?;
        let since = since.max(now.plus_days(-rule.days).0);
        let counts = |refusal: &&Refusal| {
            refusal.at > since && refusal.phones.iter().any(|own| own == phone.as_str())
        };
        let refused = i64::try_from(refusals.iter().filter(counts).count()).unwrap_or(i64::MAX);
        if refused >= rule.most {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The latest boxes of these phones that were refused and did not arrive after all.
async fn refusals(
    db: &impl ConnectionTrait,
    [one, other]: [&Phone; 2],
) -> Result<Vec<Refusal>, Error> {
    // Each half begins at the phone, however many boxes of others did not arrive: SQLite keeps to the
    // order of a CROSS JOIN.
    let half = |tables: &str, whose: &str| {
        format!(
            "SELECT h.at, o.id, o.recipient_phone, c.contact_phone FROM {tables} \
             JOIN order_history h ON h.order_id = o.id \
             WHERE {whose} IN ($1, $2) AND c.id = o.checkout_id AND o.payment_method = 'cod' \
             AND o.status IN ('delivery_failed', 'returned', 'lost') \
             AND h.to_status = 'delivery_failed' AND h.reason_code = 'refused_at_door'"
        )
    };
    let received = half("orders o CROSS JOIN checkouts c", "o.recipient_phone");
    let ordered = half("checkouts c CROSS JOIN orders o", "c.contact_phone");
    let sql = format!("{received} UNION {ordered} ORDER BY at DESC LIMIT 100");
    let values = vec![one.as_str().into(), other.as_str().into()];
    let refusal = |row: &Row| {
        let phones = [
            row.try_get("", "recipient_phone")?,
            row.try_get("", "contact_phone")?,
        ];
        let at = row.try_get("", "at")?;
        Ok(Refusal { at, phones })
    };
    rows(db, &sql, values).await?.iter().map(refusal).collect()
}

/// Until when a phone's refusals count no more.
async fn lifted(db: &impl ConnectionTrait, phone: &Phone, secret: &Secret) -> Result<i64, Error> {
    let sql = "SELECT lifted_at FROM cash_lifts WHERE phone_key = $1";
    let lifted = first(db, sql, vec![key(secret, phone).into()]).await?;
    Ok(lifted.map_or(Ok(0), |row| row.try_get("", "lifted_at"))?)
}

/// An administrator lets a phone pay cash again: what it refused until now counts no more.
pub async fn lift_cash(
    tx: &Tx,
    (phone, note): (&Phone, &str),
    secret: &Secret,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let key = key(secret, phone);
    let sql = "INSERT INTO cash_lifts (phone_key, lifted_at, account_id, note) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (phone_key) DO UPDATE SET lifted_at = excluded.lifted_at, account_id = excluded.account_id, note = excluded.note";
    let values = vec![
        key.as_str().into(),
        now.0.into(),
        actor.account.map(Uuid::from).into(),
        note.into(),
    ];
    execute(tx, sql, values).await?;
    // The record knows the phone by its key alone.
    let entry = audit::Entry {
        actor,
        action: "orders.lift_cash",
        subject_kind: "phone",
        subject_id: key,
        detail: json!({}),
    };
    Ok(audit::record(tx, entry, now).await?)
}

/// A phone as this market alone knows it: no table of lifts names anybody.
#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn key(secret: &Secret, phone: &Phone) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose()).expect("any length is a key");
    mac.update(b"cash-lift");
    mac.update(phone.as_str().as_bytes());
    kernel::text::hex(&mac.finalize().into_bytes())
}
