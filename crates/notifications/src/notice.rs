use std::collections::HashSet;

use kernel::{AccountId, DeliveryId, Lang, NoticeId, ProducerId, Timestamp};
use serde_json::json;
use store::{Tx, Values};
use uuid::Uuid;

use crate::{Channels, Error, Message};

/// The kind of the job that sends one delivery: `{"delivery": "dlv_…"}`.
pub const DELIVER: &str = "notices.deliver";

/// The kind of the job that follows where nothing outside the program brought a notice to its
/// person: `{"notice": "ntc_…"}`.
pub const UNREACHED: &str = "notices.unreached";

/// One event, told to one person.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The event: the same event never tells the same person twice.
    pub event: String,
    /// The person.
    pub to: Recipient,
    /// The producer as whose member they are told, if so.
    pub producer: Option<ProducerId>,
    /// What they are told.
    pub message: Message,
}

/// A person who can be told something.
#[derive(Debug, Clone, Default)]
pub struct Recipient {
    /// Their account, if they have one: then there is an inbox.
    pub account: Option<AccountId>,
    /// What they are called.
    pub name: Option<String>,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// Where a text message reaches them.
    pub phone: Option<String>,
    /// The language they read.
    pub lang: Lang,
}

impl Recipient {
    /// Who it is, for the rule that nobody is told twice.
    fn key(&self) -> String {
        match (&self.account, &self.email, &self.phone) {
            (Some(account), _, _) => account.to_string(),
            (None, Some(email), _) => format!("mail:{}", email.to_lowercase()),
            (None, None, Some(phone)) => format!("phone:{phone}"),
            (None, None, None) => "nobody".to_owned(),
        }
    }

    /// By which channels: mail where there is an address, a text where there is only a phone or the
    /// message cannot wait, the inbox wherever there is an account.
    fn channels(&self, message: &Message) -> Vec<(&'static str, &str)> {
        let mut channels = vec![];
        // Of who was erased, nothing is left but the empty places.
        let email = self.email.as_deref().filter(|email| !email.is_empty());
        let phone = self.phone.as_deref().filter(|phone| !phone.is_empty());
        channels.extend(email.map(|email| ("mail", email)));
        if email.is_none() || message.by_every_channel() {
            channels.extend(phone.map(|phone| ("text", phone)));
        }
        if self.account.is_some() && message.in_inbox() {
            channels.push(("inbox", ""));
        }
        channels
    }
}

/// Writes notices with their deliveries and the jobs that send them. Who was told of an event
/// already is left out. How many were new.
pub async fn write(
    tx: &Tx,
    channels: &Channels,
    notices: &[Notice],
    now: Timestamp,
) -> Result<usize, Error> {
    // The same person twice in one list is one person: an owner who is also an editor.
    let mut seen = HashSet::new();
    let notices: Vec<(NoticeId, &Notice)> = notices
        .iter()
        .filter(|notice| seen.insert((notice.event.as_str(), notice.to.key())))
        .map(|notice| (NoticeId::new(now), notice))
        .collect();
    if notices.is_empty() {
        return Ok(0);
    }
    let new = insert(tx, &notices, now).await?;
    let mut deliveries = vec![];
    let mut jobs = vec![];
    for (id, notice) in notices.iter().filter(|(id, _)| new.contains(&id.uuid())) {
        let ways = notice.to.channels(&notice.message);
        if ways.iter().all(|(channel, _)| *channel == "inbox") {
            jobs.push((UNREACHED, json!({ "notice": id })));
        }
        for (channel, address) in ways {
            let delivery = DeliveryId::new(now);
            deliveries.push(delivery_row(
                delivery,
                *id,
                (channel, address),
                channels,
                now,
            ));
            if channel != "inbox" {
                jobs.push((DELIVER, json!({ "delivery": delivery })));
            }
        }
    }
    store::insert(tx, "deliveries", &DELIVERY_COLUMNS, deliveries).await?;
    jobs::enqueue_all(tx, jobs, now).await?;
    Ok(new.len())
}

const COLUMNS: usize = 10;

async fn insert(
    tx: &Tx,
    notices: &[(NoticeId, &Notice)],
    now: Timestamp,
) -> Result<HashSet<Uuid>, Error> {
    let sql = format!(
        "INSERT INTO notices (id, kind, event_key, recipient_key, account_id, producer_id, order_id, \
         lang, params, created_at) VALUES {} \
         ON CONFLICT (event_key, recipient_key) DO NOTHING RETURNING id",
        store::values_list(notices.len(), COLUMNS, 1)
    );
    let mut values: Values = Vec::with_capacity(notices.len() * COLUMNS);
    for (id, notice) in notices {
        let params = json!({ "name": notice.to.name, "message": notice.message });
        values.extend([
            id.uuid().into(),
            notice.message.kind().into(),
            notice.event.as_str().into(),
            notice.to.key().into(),
            notice.to.account.map(AccountId::uuid).into(),
            notice.producer.map(ProducerId::uuid).into(),
            notice.message.order().map(kernel::OrderId::uuid).into(),
            notice.to.lang.as_str().into(),
            params.to_string().into(),
            now.0.into(),
        ]);
    }
    let rows = store::rows(tx, &sql, values).await?;
    let ids = rows.iter().map(|row| row.try_get::<Uuid>("", "id"));
    Ok(ids.collect::<Result<_, _>>().map_err(store::Error::from)?)
}

const DELIVERY_COLUMNS: [&str; 9] = [
    "id",
    "notice_id",
    "channel",
    "address",
    "status",
    "attempts",
    "message_id",
    "created_at",
    "settled_at",
];

/// A delivery waits to be sent; one to the inbox is there as soon as it is written.
fn delivery_row(
    id: DeliveryId,
    notice: NoticeId,
    (channel, address): (&'static str, &str),
    channels: &Channels,
    now: Timestamp,
) -> Values {
    let there = channel == "inbox";
    vec![
        id.uuid().into(),
        notice.uuid().into(),
        channel.into(),
        address.into(),
        if there { "sent" } else { "waiting" }.into(),
        0i64.into(),
        format!("<{id}@{}>", channels.domain()).into(),
        now.0.into(),
        there.then_some(now.0).into(),
    ]
}
