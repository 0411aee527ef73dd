//! What a bank's messenger sends when money came, and its signature: three of them are known, each
//! with its own scheme. What is not signed, altered or old is nothing.

use hmac::{Hmac, KeyInit, Mac};
use kernel::{MINUTE_MS, Timestamp, Vnd, words};
use serde_json::{Map, Value};
use sha2::{Sha256, Sha512};

use super::NewLine;
use super::amount::instant;

words! {
    /// Whose messages are believed.
    Scheme {
        /// Casso: HMAC-SHA512 over the instant and the sorted body, in `X-Casso-Signature`.
        Casso = "casso",
        /// `SePay`: HMAC-SHA256 over the instant and the body, in `X-SePay-Signature`.
        Sepay = "sepay",
        /// `payOS`: HMAC-SHA256 over the sorted data, in the body.
        Payos = "payos",
    }
}

/// So far from now the instant of a signature may be.
const PATIENCE_MS: i64 = 5 * MINUTE_MS;
/// `payOS` signs no instant but the transfer's own, and tries again for days.
const PAYOS_PATIENCE_MS: i64 = 3 * 24 * 60 * MINUTE_MS;

/// The headers that a signature may stand in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Headers<'a> {
    /// `X-Casso-Signature`, or `X-SePay-Signature`.
    pub signature: Option<&'a str>,
    /// `X-SePay-Timestamp`.
    pub timestamp: Option<&'a str>,
}

/// Why a message is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadWebhook {
    /// Not signed, or not by who it should be.
    #[error("the signature is wrong")]
    Signature,
    /// Signed too long ago.
    #[error("the message is old")]
    Old,
    /// Signed, and not what that messenger sends.
    #[error("{0} cannot be read")]
    Body(&'static str),
}

/// The line that a message tells of; none where it is the messenger's own trial.
pub fn webhook(
    scheme: Scheme,
    (key, headers): (&str, Headers<'_>),
    body: &[u8],
    now: Timestamp,
) -> Result<Option<NewLine>, BadWebhook> {
    match scheme {
        Scheme::Casso => casso(key, headers, body, now),
        Scheme::Sepay => sepay(key, headers, body, now),
        Scheme::Payos => payos(key, body, now),
    }
}

/// `t=1727948258788,v1=ed0a…`
fn casso(
    key: &str,
    headers: Headers<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<Option<NewLine>, BadWebhook> {
    let mut parts = headers.signature.unwrap_or_default().split(',');
    let mut part = |name: &str| parts.next().and_then(|part| part.trim().strip_prefix(name));
    let (at, signature) = part("t=").zip(part("v1=")).ok_or(BadWebhook::Signature)?;
    let message = json(body).map_err(|_unsigned| BadWebhook::Signature)?;
    let signed = format!("{at}.{}", sorted(&message));
    let mut mac = Hmac::<Sha512>::new_from_slice(key.as_bytes()).map_err(no_key)?;
    mac.update(signed.as_bytes());
    is_signed(mac, signature)?;
    is_fresh(
        Timestamp(at.parse().map_err(|_not_a_number| BadWebhook::Signature)?),
        now,
        PATIENCE_MS,
    )?;
    let data = message
        .get("data")
        .and_then(Value::as_object)
        .ok_or(BadWebhook::Body("data"))?;
    read(
        data,
        "reference",
        "description",
        "amount",
        "transactionDateTime",
    )
    .map(Some)
}

/// `sha256=…` over `{timestamp}.{body}`, the instant in seconds.
fn sepay(
    key: &str,
    headers: Headers<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<Option<NewLine>, BadWebhook> {
    let (signature, at) = headers
        .signature
        .and_then(|signature| signature.strip_prefix("sha256="))
        .zip(headers.timestamp)
        .ok_or(BadWebhook::Signature)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(no_key)?;
    mac.update(at.as_bytes());
    mac.update(b".");
    mac.update(body);
    is_signed(mac, signature)?;
    let seconds: i64 = at.parse().map_err(|_not_a_number| BadWebhook::Signature)?;
    is_fresh(Timestamp(seconds.saturating_mul(1_000)), now, PATIENCE_MS)?;
    let message = json(body)?;
    let data = message.as_object().ok_or(BadWebhook::Body("body"))?;
    let line = read(
        data,
        "referenceCode",
        "content",
        "transferAmount",
        "transactionDate",
    )?;
    Ok(Some(match text(data, "transferType").as_deref() {
        Some("in") => line,
        Some("out") => NewLine {
            amount: Vnd(line.amount.0.saturating_neg()),
            ..line
        },
        _ => return Err(BadWebhook::Body("transferType")),
    }))
}

/// `signature` beside `data`: its keys sorted, as `key=value` between ampersands.
fn payos(key: &str, body: &[u8], now: Timestamp) -> Result<Option<NewLine>, BadWebhook> {
    let message = json(body).map_err(|_unsigned| BadWebhook::Signature)?;
    let data = message
        .get("data")
        .and_then(Value::as_object)
        .ok_or(BadWebhook::Signature)?;
    let signature = message
        .get("signature")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut pairs: Vec<(&String, String)> = data.iter().map(|(k, v)| (k, plain(v))).collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(no_key)?;
    mac.update(pairs.join("&").as_bytes());
    is_signed(mac, signature)?;
    // What it sends to see whether anybody is there.
    if data.get("orderCode").and_then(Value::as_i64) == Some(123)
        && text(data, "description").as_deref() == Some("VQRIO123")
    {
        return Ok(None);
    }
    let line = read(
        data,
        "reference",
        "description",
        "amount",
        "transactionDateTime",
    )?;
    is_fresh(line.booked_at, now, PAYOS_PATIENCE_MS)?;
    Ok(Some(line))
}

fn read(
    data: &Map<String, Value>,
    number: &'static str,
    words: &'static str,
    money: &'static str,
    when: &'static str,
) -> Result<NewLine, BadWebhook> {
    let wanted = |name: &'static str| {
        let found = text(data, name).filter(|text| !text.is_empty() && text.len() <= 64);
        found.ok_or(BadWebhook::Body(name))
    };
    let amount = data
        .get(money)
        .and_then(Value::as_i64)
        .filter(|amount| *amount != 0);
    let amount = amount.filter(|amount| amount.unsigned_abs() <= 1_000_000_000_000);
    Ok(NewLine {
        account: wanted("accountNumber")?,
        bank_ref: wanted(number)?,
        amount: Vnd(amount.ok_or(BadWebhook::Body(money))?),
        text: text(data, words)
            .unwrap_or_default()
            .chars()
            .take(500)
            .collect(),
        booked_at: instant(&wanted(when)?).ok_or(BadWebhook::Body(when))?,
    })
}

fn text(data: &Map<String, Value>, name: &str) -> Option<String> {
    data.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn json(body: &[u8]) -> Result<Value, BadWebhook> {
    serde_json::from_slice(body).map_err(|_not_json| BadWebhook::Body("body"))
}

/// A value as it stands between ampersands: nothing for null.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text == "null" || text == "undefined" => String::new(),
        Value::String(text) => text.clone(),
        other => sorted(other),
    }
}

/// JSON without blanks, the keys of each object sorted; lists stay as they are.
fn sorted(value: &Value) -> String {
    let Value::Object(fields) = value else {
        return value.to_string();
    };
    let mut names: Vec<&String> = fields.keys().collect();
    names.sort_unstable();
    let fields = names.into_iter().filter_map(|name| {
        let value = sorted(fields.get(name)?);
        Some(format!("{}:{value}", Value::String(name.clone())))
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}

/// Compares in constant time.
fn is_signed<M: Mac>(mac: M, signature: &str) -> Result<(), BadWebhook> {
    let bytes: Option<Vec<u8>> = (0..signature.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(signature.get(at..at + 2)?, 16).ok())
        .collect();
    let bytes = bytes.ok_or(BadWebhook::Signature)?;
    mac.verify_slice(&bytes)
        .map_err(|_forged| BadWebhook::Signature)
}

fn no_key<E>(_: E) -> BadWebhook {
    BadWebhook::Signature
}

const fn is_fresh(at: Timestamp, now: Timestamp, patience: i64) -> Result<(), BadWebhook> {
    if now.0.abs_diff(at.0) <= patience.unsigned_abs() {
        Ok(())
    } else {
        Err(BadWebhook::Old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Casso's own documents give as an example.
    const CASSO: &str = r#"{"error":0,"data":{"id":0,"reference":"MA_GIAO_DICH_THU_NGHIEM","description":"giao dich thu nghiem","amount":599000,"runningBalance":25000000,"transactionDateTime":"2024-10-03 15:06:37","accountNumber":"88888888","bankName":"VPBank","bankAbbreviation":"VPB","virtualAccountNumber":"","virtualAccountName":"","counterAccountName":"NGUYEN VAN A","counterAccountNumber":"8888888888","counterAccountBankId":"970415","counterAccountBankName":"VietinBank"}}"#;
    const CASSO_KEY: &str = "mgExMrjj4i7a1p8Cs6LmFbpCd8lbw4sSX4LZXPag7TKazeIogtR90tvWYTkwQbvs";
    const CASSO_SIGNED: &str = "t=1727948258788,v1=ed0a4bd2e826d5cb69988cdb141e6c1a080e21f3b57eb72cd78192220042b9e7dde0868fc667faea8e224900fa7904e7c88dfa098032fb2d6b6996856e8b7ff3";
    const CASSO_AT: Timestamp = Timestamp(1_727_948_258_788);

    /// What `payOS`'s own documents give as an example.
    const PAYOS: &str = r#"{"code":"00","desc":"success","success":true,"data":{"orderCode":123,"amount":3000,"description":"VQRIO123","accountNumber":"12345678","reference":"TF230204212323","transactionDateTime":"2023-02-04 18:25:00","currency":"VND","paymentLinkId":"124c33293c43417ab7879e14c8d9eb18","code":"00","desc":"Thành công","counterAccountBankId":"","counterAccountBankName":"","counterAccountName":"","counterAccountNumber":"","virtualAccountName":"","virtualAccountNumber":""},"signature":"412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03"}"#;
    const PAYOS_KEY: &str = "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675";

    fn casso_of(
        body: &str,
        signature: &str,
        now: Timestamp,
    ) -> Result<Option<NewLine>, BadWebhook> {
        let headers = Headers {
            signature: Some(signature),
            timestamp: None,
        };
        webhook(Scheme::Casso, (CASSO_KEY, headers), body.as_bytes(), now)
    }

    #[test]
    fn cassos_own_example_is_believed_and_nothing_that_differs_from_it() {
        let line = casso_of(CASSO, CASSO_SIGNED, CASSO_AT).unwrap().unwrap();
        assert_eq!(
            (line.amount, line.bank_ref.as_str()),
            (Vnd(599_000), "MA_GIAO_DICH_THU_NGHIEM")
        );
        assert_eq!(
            (line.account.as_str(), line.text.as_str()),
            ("88888888", "giao dich thu nghiem")
        );
        let altered = CASSO.replace("599000", "599001");
        assert_eq!(
            casso_of(&altered, CASSO_SIGNED, CASSO_AT),
            Err(BadWebhook::Signature)
        );
        let later = CASSO_SIGNED.replace("788,", "789,");
        assert_eq!(
            casso_of(CASSO, &later, CASSO_AT),
            Err(BadWebhook::Signature)
        );
        assert_eq!(casso_of(CASSO, "", CASSO_AT), Err(BadWebhook::Signature));
        assert_eq!(
            casso_of("{", CASSO_SIGNED, CASSO_AT),
            Err(BadWebhook::Signature)
        );
        let old = CASSO_AT.plus_ms(PATIENCE_MS + 1);
        assert_eq!(casso_of(CASSO, CASSO_SIGNED, old), Err(BadWebhook::Old));
    }

    #[test]
    fn payos_own_example_is_believed_and_is_only_a_trial() {
        let of = |body: &str, key| {
            webhook(
                Scheme::Payos,
                (key, Headers::default()),
                body.as_bytes(),
                CASSO_AT,
            )
        };
        assert_eq!(of(PAYOS, PAYOS_KEY), Ok(None));
        assert_eq!(
            of(&PAYOS.replace("3000", "9000"), PAYOS_KEY),
            Err(BadWebhook::Signature)
        );
        assert_eq!(of(PAYOS, "another"), Err(BadWebhook::Signature));
    }

    #[test]
    fn sepay_signs_the_instant_and_the_body() {
        let body = r#"{"id":92704,"gateway":"Vietcombank","transactionDate":"2026-11-23 09:00:00","accountNumber":"0123499999","code":null,"content":"ck","transferType":"out","transferAmount":2277000,"referenceCode":"MBVCB.3278907687"}"#;
        let mut mac = Hmac::<Sha256>::new_from_slice(b"key").unwrap();
        mac.update(format!("1795399200.{body}").as_bytes());
        let signature = format!("sha256={}", kernel::text::hex(&mac.finalize().into_bytes()));
        let of = |body: &str, at, now| {
            let headers = Headers {
                signature: Some(&signature),
                timestamp: Some(at),
            };
            webhook(Scheme::Sepay, ("key", headers), body.as_bytes(), now)
        };
        let now = Timestamp(1_795_399_200_000);
        assert_eq!(
            of(body, "1795399200", now).unwrap().unwrap().amount,
            Vnd(-2_277_000)
        );
        assert_eq!(
            of(&body.replace("out", "in"), "1795399200", now),
            Err(BadWebhook::Signature)
        );
        assert_eq!(of(body, "1795399201", now), Err(BadWebhook::Signature));
        assert_eq!(
            of(body, "1795399200", now.plus_ms(600_000)),
            Err(BadWebhook::Old)
        );
    }
}
