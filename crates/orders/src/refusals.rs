//! Who refused boxes at their door pays for the next ones before they leave: a dated rule says after
//! how many refusals of how many days, and an administrator can lift it.

use hmac::{Hmac, KeyInit, Mac};
use kernel::{Actor, Day, Phone, Secret, Timestamp};
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;
use store::{ConnectionTrait, Tx, execute, first};
use uuid::Uuid;

use crate::Error;

/// After so many refusals within so many days.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    most: i64,
    days: i64,
}

/// Whether a phone has refused too often, as today's rule says.
pub async fn refuses_cash(
    db: &impl ConnectionTrait,
    phone: &Phone,
    secret: &Secret,
    now: Timestamp,
) -> Result<bool, Error> {
    let rule: Rule = rules::value(db, "cod.refusals", "*", Day::of(now)).await?;
    let sql = "SELECT lifted_at FROM cash_lifts WHERE phone_key = $1";
    let lifted = first(db, sql, vec![key(secret, phone).into()]).await?;
    let lifted: i64 = lifted.map_or(Ok(0), |row| row.try_get("", "lifted_at"))?;
    let since = lifted.max(now.plus_days(-rule.days).0);
    let sql = "SELECT COUNT(*) AS n FROM orders o WHERE o.payment_method = 'cod' \
        AND o.status IN ('delivery_failed', 'returned', 'lost') \
        AND (o.recipient_phone = $1 OR o.checkout_id IN (SELECT id FROM checkouts WHERE contact_phone = $1)) \
        AND EXISTS (SELECT 1 FROM order_history h WHERE h.order_id = o.id AND h.to_status = 'delivery_failed' \
        AND h.reason_code = 'refused_at_door' AND h.at > $2)";
    let row = first(db, sql, vec![phone.as_str().into(), since.into()]).await?;
    let refused: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(refused >= rule.most)
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
