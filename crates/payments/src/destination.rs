//! Where a refund goes: the buyer's bank account, sealed with a key derived from the
//! installation's. It opens for the payer alone and never stands in a log, a job or the audit.

use hmac::{Hmac, KeyInit, Mac};
use kernel::{RefundId, Secret, Timestamp};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde_json::json;
use sha2::Sha256;
use store::{ConnectionTrait, Tx, execute, first};

use crate::{Error, RefundStatus};

/// A bank account.
#[derive(Clone, PartialEq, Eq)]
pub struct Destination {
    /// The bank's number, as VietQR knows it.
    pub bank_bin: String,
    /// The account's number.
    pub account: String,
    /// In whose name.
    pub account_name: String,
}

impl std::fmt::Debug for Destination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Destination(…)")
    }
}

impl Destination {
    /// Parses what a buyer typed; the first wrong field is named.
    pub fn parse(bank_bin: &str, account: &str, account_name: &str) -> Result<Self, Error> {
        let account: String = account.chars().filter(|c| !c.is_whitespace()).collect();
        let name = kernel::text::clean(account_name);
        if reference::bank(bank_bin).is_none() {
            return Err(Error::Account("bank_bin"));
        }
        if !(4..=24).contains(&account.len()) || !account.chars().all(|c| c.is_ascii_alphanumeric())
        {
            return Err(Error::Account("account"));
        }
        if !(2..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(Error::Account("account_name"));
        }
        Ok(Self {
            bank_bin: bank_bin.to_owned(),
            account,
            account_name: name,
        })
    }
}

/// The buyer says where a refund goes; its payer's time begins now.
pub async fn give_destination(
    tx: &Tx,
    (refund, destination): (&crate::Refund, &Destination),
    secret: &Secret,
    now: Timestamp,
) -> Result<(), Error> {
    if refund.status != RefundStatus::Due {
        return Err(Error::RefundState(refund.status));
    }
    let sealed = sealed(secret, refund.id, destination)?;
    let sql = "INSERT INTO refund_destinations (refund_id, sealed, given_at) VALUES ($1, $2, $3) \
        ON CONFLICT (refund_id) DO UPDATE SET sealed = excluded.sealed, given_at = excluded.given_at";
    let values = vec![refund.id.uuid().into(), sealed.into(), now.0.into()];
    execute(tx, sql, values).await?;
    if !refund.has_destination {
        let due = crate::refund::deadline(tx, now).await?;
        let sql = "UPDATE refunds SET due_at = $2, version = version + 1 WHERE id = $1 AND overdue_at IS NULL";
        execute(tx, sql, vec![refund.id.uuid().into(), due.0.into()]).await?;
        let payload = json!({ "refund": refund.id });
        jobs::enqueue(tx, "payments.refund_payable", &payload, now).await?;
    }
    Ok(())
}

/// Where a refund goes, for its payer.
pub async fn destination(
    db: &impl ConnectionTrait,
    refund: RefundId,
    secret: &Secret,
) -> Result<Option<Destination>, Error> {
    let sql = "SELECT sealed FROM refund_destinations WHERE refund_id = $1";
    let Some(row) = first(db, sql, vec![refund.uuid().into()]).await? else {
        return Ok(None);
    };
    let sealed: String = row.try_get("", "sealed")?;
    opened(secret, refund, &sealed)
        .map(Some)
        .ok_or_else(|| Error::Unreadable("a sealed bank account".to_owned()))
}

/// An account, sealed for one refund: in another's row it does not open.
pub fn sealed(secret: &Secret, refund: RefundId, of: &Destination) -> Result<String, Error> {
    let nonce = kernel::random::bytes::<NONCE_LEN>();
    let mut bytes = json!([of.bank_bin, of.account, of.account_name])
        .to_string()
        .into_bytes();
    key(secret)
        .and_then(|key| {
            let aad = Aad::from(*refund.uuid().as_bytes());
            let nonce = Nonce::assume_unique_for_key(nonce);
            key.seal_in_place_append_tag(nonce, aad, &mut bytes).ok()
        })
        .ok_or_else(|| Error::Unreadable("a bank account to be sealed".to_owned()))?;
    let all: Vec<u8> = nonce.into_iter().chain(bytes).collect();
    Ok(kernel::text::hex(&all))
}

fn opened(secret: &Secret, refund: RefundId, sealed: &str) -> Option<Destination> {
    let bytes: Option<Vec<u8>> = (0..sealed.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(sealed.get(at..at + 2)?, 16).ok())
        .collect();
    let bytes = bytes?;
    let (nonce, rest) = bytes.split_first_chunk::<NONCE_LEN>()?;
    let mut rest = rest.to_vec();
    let aad = Aad::from(*refund.uuid().as_bytes());
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let plain = key(secret)?.open_in_place(nonce, aad, &mut rest).ok()?;
    let [bank_bin, account, account_name]: [String; 3] = serde_json::from_slice(plain).ok()?;
    Some(Destination {
        bank_bin,
        account,
        account_name,
    })
}

fn key(secret: &Secret) -> Option<LessSafeKey> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose()).ok()?;
    mac.update(b"refund-destination");
    let bytes = mac.finalize().into_bytes();
    UnboundKey::new(&CHACHA20_POLY1305, &bytes)
        .ok()
        .map(LessSafeKey::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_account_opens_in_its_own_row_alone() {
        let (secret, now) = (Secret::new([7; 32]), Timestamp(1_790_000_000_000));
        let (refund, other) = (RefundId::new(now), RefundId::new(now));
        let account = Destination {
            bank_bin: "970436".to_owned(),
            account: "0071000123456".to_owned(),
            account_name: "TRAN THI BICH".to_owned(),
        };
        let text = sealed(&secret, refund, &account).unwrap();
        assert!(!text.contains("0071000123456"));
        assert_eq!(opened(&secret, refund, &text), Some(account.clone()));
        assert_eq!(opened(&secret, other, &text), None);
        assert_eq!(opened(&Secret::new([8; 32]), refund, &text), None);
        assert_eq!(format!("{account:?}"), "Destination(…)");
    }
}
