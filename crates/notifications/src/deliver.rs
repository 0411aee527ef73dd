use jobs::{Outcome, pause_after};
use kernel::{DeliveryId, Lang, NoticeId, Timestamp};
use serde::Deserialize;
use serde_json::json;
use store::{ConnectionTrait, Db, Tx};

use crate::mailer::{Failure, Mail};
use crate::{Channels, Error, Link, Message, Text, UNREACHED, layout};

/// How a try to deliver ended: to be recorded together with the end of its job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// What becomes of the job.
    pub job: Outcome,
    /// An address that takes no mail, to be marked.
    pub bounced: Option<String>,
    /// What becomes of the delivery; nothing where it was settled before.
    record: Option<Record>,
}

impl Ended {
    /// Nothing came of a try but the end of its job.
    pub fn only(job: Outcome) -> Self {
        Self {
            job,
            bounced: None,
            record: None,
        }
    }
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
#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    delivery: DeliveryId,
    status: &'static str,
    attempts: i64,
    why: Option<String>,
    /// What it cost in đồng, where the carrier says so.
    cost: Option<i64>,
}

/// Tries one delivery: reads it, makes its words, sends them; [`record`] writes down what came of it,
/// so that many are written down at once. `link` makes an address of what the button opens; where it gives none, that is gone and nothing is sent. A
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
        return Ok(Ended::only(Outcome::Done));
    };
    if let Some(why) = closed(channels, &delivery.channel) {
        return Ok(skipped(&delivery, why));
    }
    let to = delivery.params.message.link();
    let url = match to {
        Some(to) => link(to, delivery.lang).await?,
        None => None,
    };
    if to.is_some() && url.is_none() {
        return Ok(skipped(&delivery, "what it opens is gone"));
    }
    let sent = send(channels, &delivery, url, now).await?;
    Ok(judge(sent, delivery))
}

/// A delivery that is not tried, and why.
fn skipped(delivery: &Delivery, why: &str) -> Ended {
    Ended {
        record: Some(Record {
            delivery: delivery.id,
            status: "skipped",
            attempts: delivery.attempts,
            why: Some(why.to_owned()),
            cost: None,
        }),
        ..Ended::only(Outcome::Done)
    }
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
) -> Result<Result<Option<i64>, Failure>, Error> {
    let (name, message) = (&delivery.params.name, &delivery.params.message);
    let text = message.text(delivery.lang, name.as_deref(), url);
    if delivery.channel == "text" {
        let name = delivery.id.to_string();
        let message = (
            name.as_str(),
            delivery.address.as_str(),
            text.short.as_str(),
        );
        return Ok(channels.texter.send(message, now).await);
    }
    let mail = mail(channels, delivery, text, now)?;
    let sent = channels.mailer.send(&channels.from, &mail).await;
    Ok(sent.map(|()| None))
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
fn judge(sent: Result<Option<i64>, Failure>, delivery: Delivery) -> Ended {
    let attempts = delivery.attempts + 1;
    let ended = |job, status, why, cost| Ended {
        job,
        bounced: None,
        record: Some(Record {
            delivery: delivery.id,
            status,
            attempts,
            why,
            cost,
        }),
    };
    match sent {
        Ok(cost) => ended(Outcome::Done, "sent", None, cost),
        Err(Failure::Address(why)) => Ended {
            bounced: Some(delivery.address),
            ..ended(Outcome::Done, "dead", Some(why), None)
        },
        Err(Failure::Later(why)) => match pause_after(attempts) {
            None => ended(Outcome::Done, "dead", Some(why), None),
            Some(after_ms) => {
                let job = Outcome::Retry {
                    after_ms,
                    why: why.clone(),
                };
                ended(job, "waiting", Some(why), None)
            }
        },
    }
}

/// Writes down what came of a try. A delivery that was settled meanwhile is left alone.
pub async fn record(tx: &Tx, ended: &Ended, now: Timestamp) -> Result<(), store::Error> {
    let Some(record) = &ended.record else {
        return Ok(());
    };
    let sql = "UPDATE deliveries SET status = $2, attempts = $3, last_error = $4, settled_at = $5, cost = $6 \
               WHERE id = $1 AND status = 'waiting'";
    let settled = (record.status != "waiting").then_some(now.0);
    let values = vec![
        record.delivery.uuid().into(),
        record.status.into(),
        record.attempts.into(),
        record.why.clone().into(),
        settled.into(),
        record.cost.into(),
    ];
    store::execute(tx, sql, values).await?;
    if record.status == "dead" || record.status == "skipped" {
        tell_unreached(tx, record.delivery, now).await?;
    }
    Ok(())
}

/// A delivery that was given up, while no other way out is open or was successful: its notice has
/// reached nobody.
async fn tell_unreached(tx: &Tx, given_up: DeliveryId, now: Timestamp) -> Result<(), store::Error> {
    let sql = "SELECT g.notice_id FROM deliveries g WHERE g.id = $1 AND NOT EXISTS (\
               SELECT 1 FROM deliveries d WHERE d.notice_id = g.notice_id AND d.channel <> 'inbox' \
               AND d.status IN ('waiting', 'sent'))";
    let Some(row) = store::first(tx, sql, vec![given_up.uuid().into()]).await? else {
        return Ok(());
    };
    let notice = NoticeId(row.try_get("", "notice_id")?);
    let payload = json!({ "notice": notice });
    jobs::enqueue(tx, UNREACHED, &payload, now).await
}
