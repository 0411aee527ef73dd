//! What Stripe says happened: its signature, and what it is about. No more of it is believed than
//! which object to read again.

use hmac::{Hmac, KeyInit, Mac};
use kernel::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Gateway;

/// How old a signature may be, and how far ahead of our clock.
pub const TOLERANCE_MS: i64 = 300_000;

/// Stripe's word that something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id: each is stored once.
    pub id: String,
    /// What happened, such as `charge.refunded`.
    pub kind: String,
    /// To what.
    pub object: String,
    /// The payment by card that this belongs to, where it says so.
    pub intent: Option<String>,
}

/// What bears a good signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signed {
    /// It can be read.
    Event(Event),
    /// It cannot; this is what it is stored under.
    Unreadable(String),
}

/// It is not Stripe's, or too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not hold")]
pub struct BadSignature;

impl Gateway {
    /// Reads a webhook's body as it came, under its `Stripe-Signature`.
    pub fn verify(
        &self,
        body: &[u8],
        signature: &str,
        now: Timestamp,
    ) -> Result<Signed, BadSignature> {
        verify(&self.0.settings.webhook_secret, body, signature, now)
    }
}

fn verify(
    secret: &str,
    body: &[u8],
    signature: &str,
    now: Timestamp,
) -> Result<Signed, BadSignature> {
    let mut at = None;
    let mut sums = vec![];
    for part in signature.split(',') {
        match part.trim().split_once('=') {
            Some(("t", seconds)) => at = seconds.parse::<i64>().ok(),
            Some(("v1", sum)) => sums.push(sum),
            _ => {}
        }
    }
    let at = at.ok_or(BadSignature)?;
    let age = at.checked_mul(1000).and_then(|at| now.0.checked_sub(at));
    if age.is_none_or(|age| age.abs() > TOLERANCE_MS) {
        return Err(BadSignature);
    }
    let holds =
        |sum: &&str| unhex(sum).is_some_and(|sum| mac(secret, at, body).verify_slice(&sum).is_ok());
    if !sums.iter().any(holds) {
        return Err(BadSignature);
    }
    Ok(read(body).map_or_else(|| Signed::Unreadable(digest(body)), Signed::Event))
}

/// The header that signs a body: what Stripe does, for tests and for what stands in its place.
pub fn sign(secret: &str, body: &[u8], at: Timestamp) -> String {
    let at = at.0 / 1000;
    let sum = mac(secret, at, body).finalize().into_bytes();
    format!("t={at},v1={}", kernel::text::hex(&sum))
}

#[expect(clippy::expect_used, reason = "a key of any length is a key for HMAC")]
fn mac(secret: &str, at: i64, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(at.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

fn digest(body: &[u8]) -> String {
    format!("unreadable_{}", kernel::text::hex(&Sha256::digest(body)))
}

fn read(body: &[u8]) -> Option<Event> {
    let event: Value = serde_json::from_slice(body).ok()?;
    let object = event.get("data")?.get("object")?;
    let text = |of: &Value, name: &str| of.get(name).and_then(Value::as_str).map(str::to_owned);
    let id = text(object, "id")?;
    let intent = match text(object, "object")?.as_str() {
        "payment_intent" => Some(id.clone()),
        _ => text(object, "payment_intent"),
    };
    Some(Event {
        id: text(&event, "id")?,
        kind: text(&event, "type")?,
        object: id,
        intent,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","object":"payment_intent"}}}"#;
    const NOW: Timestamp = Timestamp(1_795_399_200_000);

    #[test]
    fn what_stripe_signed_is_read() {
        let signature = sign("whsec_a", BODY, NOW);
        let event = Event {
            id: "evt_1".to_owned(),
            kind: "payment_intent.succeeded".to_owned(),
            object: "pi_1".to_owned(),
            intent: Some("pi_1".to_owned()),
        };
        assert_eq!(
            verify("whsec_a", BODY, &signature, NOW),
            Ok(Signed::Event(event.clone()))
        );
        // While secrets are changed, both sign.
        let both = format!(
            "{},v1={}",
            sign("whsec_old", BODY, NOW),
            signature.rsplit('=').next().unwrap()
        );
        assert_eq!(
            verify("whsec_a", BODY, &both, NOW),
            Ok(Signed::Event(event))
        );
    }

    #[test]
    fn what_is_forged_altered_old_or_ahead_is_not() {
        let good = sign("whsec_a", BODY, NOW);
        let refused = |secret: &str, body: &[u8], signature: &str, now: i64| {
            assert_eq!(
                verify(secret, body, signature, Timestamp(now)),
                Err(BadSignature)
            );
        };
        refused("whsec_b", BODY, &good, NOW.0);
        refused("whsec_a", &[BODY, b" "].concat(), &good, NOW.0);
        refused("whsec_a", BODY, &good, NOW.0 + TOLERANCE_MS + 1000);
        refused("whsec_a", BODY, &good, NOW.0 - TOLERANCE_MS - 1000);
        assert!(verify("whsec_a", BODY, &good, Timestamp(NOW.0 + TOLERANCE_MS)).is_ok());
        for signature in [
            "",
            "t=1",
            "v1=00",
            "t=x,v1=00",
            "t=9223372036854775807,v1=00",
            &good.replace("v1", "v0"),
            &good.replace("t=", "t=1"),
        ] {
            refused("whsec_a", BODY, signature, NOW.0);
        }
    }

    #[test]
    fn what_is_signed_and_not_understood_has_a_name_to_be_stored_under() {
        for body in [
            &b"not json"[..],
            b"{}",
            &[0xFF, 0xFE],
            br#"{"id":"evt_1","type":"x","data":{}}"#,
        ] {
            let signature = sign("whsec_a", body, NOW);
            let read = verify("whsec_a", body, &signature, NOW).unwrap();
            assert!(matches!(read, Signed::Unreadable(name) if name.starts_with("unreadable_")));
        }
    }
}
