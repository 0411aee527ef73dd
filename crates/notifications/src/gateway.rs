//! A gateway for text messages over HTTP: a small contract that a bridge to any carrier can keep.
//!
//! `POST URL` with `{"id", "to", "text", "sender"}`. `Ocop-Timestamp` is the second it was signed,
//! `Ocop-Signature` is `sha256=` and the HMAC of `TIMESTAMP.BODY` under the shared key, and
//! `Idempotency-Key` is the delivery's id, the same for every try. 2xx: taken; the body may say
//! `{"cost": đồng}`. 400, 404, 410 and 422: the number takes no texts. Anything else: tried again.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use kernel::Timestamp;
use serde::Deserialize;
use serde_json::json;
use sha2::Sha256;

use crate::Error;
use crate::mailer::Failure;

/// How long one send may take, connecting included.
const SEND_WITHIN: Duration = Duration::from_secs(10);

/// Where the gateway is, and what it knows us by.
#[derive(Clone)]
pub struct GatewaySettings {
    /// Its address.
    pub url: String,
    /// The key that requests are signed with.
    pub key: String,
    /// The sender's name or template that it knows us by; may be empty.
    pub sender: String,
}

/// The key never prints.
impl std::fmt::Debug for GatewaySettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GatewaySettings")
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}

/// The gateway, opened once a node.
#[derive(Debug, Clone)]
pub(crate) struct Gateway {
    http: reqwest::Client,
    url: reqwest::Url,
    settings: GatewaySettings,
}

/// What a gateway may say of a message that it took.
#[derive(Debug, Default, Deserialize)]
struct Taken {
    cost: Option<i64>,
}

impl Gateway {
    pub(crate) fn open(settings: &GatewaySettings) -> Result<Self, Error> {
        let url = settings.url.parse().map_err(|_address| Error::GatewayUrl)?;
        if settings.key.len() < 16 {
            return Err(Error::GatewayKey);
        }
        let http = reqwest::Client::builder()
            .timeout(SEND_WITHIN)
            .connect_timeout(SEND_WITHIN / 2)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(Error::Gateway)?;
        Ok(Self {
            http,
            url,
            settings: settings.clone(),
        })
    }

    /// Sends one message; what it cost, where the gateway says so.
    pub(crate) async fn send(
        &self,
        (id, phone, text): (&str, &str, &str),
        now: Timestamp,
    ) -> Result<Option<i64>, Failure> {
        let body = json!({ "id": id, "to": phone, "text": text, "sender": self.settings.sender });
        let body = body.to_string();
        let second = now.0 / 1_000;
        let request = self
            .http
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header("ocop-timestamp", second.to_string())
            .header(
                "ocop-signature",
                signature(&self.settings.key, second, &body),
            )
            .header("idempotency-key", id)
            .body(body);
        let answer = request.send().await.map_err(|err| unreachable(&err))?;
        let status = answer.status().as_u16();
        match status {
            200..=299 => {
                let said = answer.bytes().await.unwrap_or_default();
                let taken: Taken = serde_json::from_slice(&said).unwrap_or_default();
                Ok(taken.cost.filter(|cost| *cost >= 0))
            }
            400 | 404 | 410 | 422 => {
                Err(Failure::Address(format!("the gateway answered {status}")))
            }
            _ => Err(Failure::Later(format!("the gateway answered {status}"))),
        }
    }
}

/// `sha256=` and the HMAC of `TIMESTAMP.BODY` in hexadecimal.
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "HMAC takes a key of any length"
)]
pub fn signature(key: &str, second: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("any length is taken");
    mac.update(second.to_string().as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    format!("sha256={}", kernel::text::hex(&mac.finalize().into_bytes()))
}

/// The words name neither the address nor the number.
fn unreachable(err: &reqwest::Error) -> Failure {
    let why = if err.is_timeout() {
        "the gateway was silent"
    } else {
        "the gateway cannot be reached"
    };
    Failure::Later(why.to_owned())
}
