use std::path::PathBuf;

use kernel::Timestamp;
use serde_json::json;

use crate::Carrier;
use crate::gateway::Gateway;
use crate::mailer::{Failure, write_whole};

/// How text messages leave, and who carries them.
#[derive(Debug, Clone)]
pub(crate) struct Texter {
    pub(crate) way: Way,
    pub(crate) carrier: Carrier,
}

/// How text messages leave: a port for SMS or Zalo.
#[derive(Debug, Clone)]
pub(crate) enum Way {
    /// To a gateway over HTTP.
    Gateway(Box<Gateway>),
    /// Into a folder, one `.json` a message, for another program to take.
    Folder(PathBuf),
    /// Not at all.
    Off,
}

impl Texter {
    /// Sends a text as its carrier takes it; what it cost in đồng, where that is said.
    pub(crate) async fn send(
        &self,
        (name, phone, text): (&str, &str, &str),
        now: Timestamp,
    ) -> Result<Option<i64>, Failure> {
        let text = self.carrier.fit(text);
        match &self.way {
            Way::Gateway(gateway) => {
                let sent = gateway.send((name, phone, &text), now).await;
                count(&sent, self.carrier.parts(&text));
                sent
            }
            Way::Folder(folder) => {
                let message = json!({ "id": name, "to": phone, "text": text });
                let content = format!("{message:#}\n");
                let file = format!("{name}.json");
                write_whole(folder, &file, content.as_bytes()).await?;
                Ok(None)
            }
            Way::Off => Err(Failure::Later("no way to send text messages is set".into())),
        }
    }
}

/// What texts cost is money: it is counted where an operator looks.
fn count(sent: &Result<Option<i64>, Failure>, parts: usize) {
    let ended = match sent {
        Ok(_) => "sent",
        Err(Failure::Later(_)) => "later",
        Err(Failure::Address(_)) => "refused",
    };
    metrics::counter!("texts_total", "ended" => ended).increment(1);
    if sent.is_ok() {
        metrics::counter!("text_parts_total").increment(u64::try_from(parts).unwrap_or(0));
    }
    let cost = sent.as_ref().ok().copied().flatten().unwrap_or(0);
    metrics::counter!("text_cost_vnd_total").increment(u64::try_from(cost).unwrap_or(0));
}
