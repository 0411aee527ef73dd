//! Webhooks: signed, sent again until they are taken, and wrong in the ways that they can be.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::serve::Shared;

/// What becomes of events on their way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Delivery {
    /// They get lost.
    pub lose: bool,
    /// Each arrives so many times more.
    pub duplicate: u32,
    /// Each sets out so much later.
    pub delay_ms: u64,
    /// They overtake one another.
    pub reorder: bool,
}

/// The header that signs a body at an instant, in seconds.
pub fn signature(secret: &str, at: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{at}.").as_bytes());
    mac.update(body);
    let sum = kernel::text::hex(&mac.finalize().into_bytes());
    format!("t={at},v1={sum}")
}

/// Sends what happens, for as long as the stand-in lives.
pub(crate) async fn send_all(shared: Shared, mut events: UnboundedReceiver<Value>) {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(20))
        .no_proxy()
        .build()
        .unwrap();
    while let Some(event) = events.recv().await {
        let (hook, delivery) = {
            let world = shared.lock();
            (world.settings.webhook.clone(), world.delivery.clone())
        };
        let Some(hook) = hook.filter(|_| !delivery.lose) else {
            shared.lock().on_the_way -= 1;
            continue;
        };
        shared.lock().on_the_way += usize::try_from(delivery.duplicate).unwrap();
        for _ in 0..=delivery.duplicate {
            let late = if delivery.reorder {
                u64::from(kernel::random::bytes::<1>()[0])
            } else {
                0
            };
            let send = send(shared.clone(), client.clone(), hook.clone(), event.clone());
            let wait = Duration::from_millis(delivery.delay_ms + late);
            let shared = shared.clone();
            tokio::spawn(async move {
                tokio::time::sleep(wait).await;
                send.await;
                shared.lock().on_the_way -= 1;
            });
        }
    }
}

/// Sends one event until it is taken.
async fn send(
    shared: Shared,
    client: reqwest::Client,
    (url, secret): (String, String),
    event: Value,
) {
    let body = serde_json::to_string_pretty(&event).unwrap();
    let waits = shared.lock().settings.again_after_ms.clone();
    for wait in waits.into_iter().map(Some).chain([None]) {
        let at = shared.lock().now();
        let request = client
            .post(&url)
            .header("content-type", "application/json; charset=utf-8")
            .header(
                "user-agent",
                "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            )
            .header("stripe-signature", signature(&secret, at, body.as_bytes()))
            .body(body.clone());
        let status = request.send().await.map(|answer| answer.status().as_u16());
        let status = status.unwrap_or(0);
        let entry = json!({ "event": event["id"], "type": event["type"], "status": status });
        shared.lock().requests.push(json!({ "webhook": entry }));
        if (200..300).contains(&status) {
            return;
        }
        let Some(wait) = wait else { return };
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
}
