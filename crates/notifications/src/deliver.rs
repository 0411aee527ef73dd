use jobs::{Outcome, pause_after};
use kernel::{DeliveryId, Lang, Timestamp};
use serde::Deserialize;
use store::{ConnectionTrait, Db};

use crate::mailer::{Failure, Mail};
use crate::{Channels, Error, Link, Message, Text, layout};

/// How a try to deliver ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// What becomes of the job.
    pub job: Outcome,
    /// An address that takes no mail, to be marked.
    pub bounced: Option<String>,
}

impl Ended {
    const DONE: Self = Self {
        job: Outcome::Done,
        bounced: None,
    };
}

/// What is stored of a notice for its texts.
#[derive(Debug, Deserialize)]
pub(crate) struct Params {
    pub(crate) name: Option<String>,
    pub(crate) message: Message,
}

struct Delivery {
    id: DeliveryId,
    channel: String,
    address: String,
    attempts: i64,
    message_id: String,
    lang: Lang,
    params: Params,
}

/// What is to be recorded of a delivery.
struct Record {
    status: &'static str,
    attempts: i64,
    why: Option<String>,
}

/// Tries one delivery: reads it, makes its words, sends them, records what came of it. `link` makes
/// an address of what the button opens; where it gives none, that is gone and nothing is sent. A
/// delivery that was settled before is left alone, so the job may run twice; a mail that then goes
/// out twice carries the same Message-ID.
pub async fn deliver<Address>(
    db: &Db,
    channels: &Channels,
    id: DeliveryId,
    link: impl FnOnce(Link, Lang) -> Address,
    now: Timestamp,
) -> Result<Ended, Error>
where
    Address: Future<Output = Result<Option<String>, Error>>,
{
    let Some(delivery) = waiting(db.read(), id).await? else {
        return Ok(Ended::DONE);
    };
    if let Some(why) = closed(channels, &delivery.channel) {
        return skip(db, &delivery, why, now).await;
    }
    let to = delivery.params.message.link();
    let url = match to {
        Some(to) => link(to, delivery.lang).await?,
        None => None,
    };
    if to.is_some() && url.is_none() {
        return skip(db, &delivery, "what it opens is gone", now).await;
    }
    let sent = send(channels, &delivery, url, now).await?;
    let (record, ended) = judge(sent, delivery.attempts + 1, delivery.address);
    settle(db, id, record, now).await?;
    Ok(ended)
}

/// A delivery that is not tried, and why.
async fn skip(db: &Db, delivery: &Delivery, why: &str, now: Timestamp) -> Result<Ended, Error> {
    let record = Record {
        status: "skipped",
        attempts: delivery.attempts,
        why: Some(why.to_owned()),
    };
    settle(db, delivery.id, record, now).await?;
    Ok(Ended::DONE)
}

async fn waiting(db: &impl ConnectionTrait, id: DeliveryId) -> Result<Option<Delivery>, Error> {
    let sql = "SELECT d.channel, d.address, d.attempts, d.message_id, n.lang, n.params \
               FROM deliveries d JOIN notices n ON n.id = d.notice_id \
               WHERE d.id = $1 AND d.status = 'waiting'";
    let Some(row) = store::first(db, sql, vec![id.uuid().into()]).await? else {
        return Ok(None);
    };
    let text = |column: &str| {
        row.try_get::<String>("", column)
            .map_err(store::Error::from)
    };
    Ok(Some(Delivery {
        id,
        channel: text("channel")?,
        address: text("address")?,
        attempts: row.try_get("", "attempts").map_err(store::Error::from)?,
        message_id: text("message_id")?,
        lang: Lang::from_tag(&text("lang")?),
        params: serde_json::from_str(&text("params")?)?,
    }))
}

/// Why nothing leaves by a channel.
fn closed(channels: &Channels, channel: &str) -> Option<&'static str> {
    match channel {
        "mail" if !channels.has_mailer() => Some("no mail server and no folder is set"),
        "text" if !channels.has_texter() => Some("no way to send text messages is set"),
        _ => None,
    }
}

async fn send(
    channels: &Channels,
    delivery: &Delivery,
    url: Option<String>,
    now: Timestamp,
) -> Result<Result<(), Failure>, Error> {
    let (name, message) = (&delivery.params.name, &delivery.params.message);
    let text = message.text(delivery.lang, name.as_deref(), url);
    if delivery.channel == "text" {
        let name = delivery.id.to_string();
        return Ok(channels
            .texter
            .send(&name, &delivery.address, &text.short)
            .await);
    }
    let mail = mail(channels, delivery, text, now)?;
    Ok(channels.mailer.send(&channels.from, &mail).await)
}

fn mail(
    channels: &Channels,
    delivery: &Delivery,
    text: Text,
    now: Timestamp,
) -> Result<Mail, Error> {
    Ok(Mail {
        name: delivery.id.to_string(),
        message_id: delivery.message_id.clone(),
        to_name: delivery.params.name.as_deref().map(crate::format::one_line),
        to: delivery.address.clone(),
        plain: layout::plain(&text, delivery.lang, &channels.home)?,
        html: layout::html(&text, delivery.lang, &channels.home)?,
        subject: text.subject,
        at: now,
    })
}

/// What a try means for the delivery and for its job. A delivery that is dead is its own letter:
/// its job is done.
fn judge(sent: Result<(), Failure>, attempts: i64, address: String) -> (Record, Ended) {
    let record = |status, why| Record {
        status,
        attempts,
        why,
    };
    match sent {
        Ok(()) => (record("sent", None), Ended::DONE),
        Err(Failure::Address(why)) => {
            let bounced = Some(address);
            let ended = Ended {
                bounced,
                ..Ended::DONE
            };
            (record("dead", Some(why)), ended)
        }
        Err(Failure::Later(why)) => match pause_after(attempts) {
            None => (record("dead", Some(why)), Ended::DONE),
            Some(after_ms) => {
                let job = Outcome::Retry {
                    after_ms,
                    why: why.clone(),
                };
                let ended = Ended { job, bounced: None };
                (record("waiting", Some(why)), ended)
            }
        },
    }
}

async fn settle(db: &Db, id: DeliveryId, record: Record, now: Timestamp) -> Result<(), Error> {
    let sql = "UPDATE deliveries SET status = $2, attempts = $3, last_error = $4, settled_at = $5 \
               WHERE id = $1 AND status = 'waiting'";
    let settled = (record.status != "waiting").then_some(now.0);
    let values = vec![
        id.uuid().into(),
        record.status.into(),
        record.attempts.into(),
        record.why.into(),
        settled.into(),
    ];
    let tx = store::write(db).await?;
    store::execute(&tx, sql, values).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
