//! The call sheet: lines in the hands of somebody near by, who telephones.
//!
//! A line says why, to whom and about what; who calls whom is decided by the caller of this crate.

use fluent_bundle::FluentArgs;
use kernel::{AccountId, CallId, Lang, NoticeId, OrderId, ProducerId, Timestamp};
use store::{ConnectionTrait, Tx, execute};
use uuid::Uuid;

use crate::catalogue::words;
use crate::deliver::Params;
use crate::format::time;
use crate::{Error, Item, Side};

kernel::words! {
    /// Why somebody is called.
    Why {
        /// An order waits for the producer's answer.
        Unanswered = "unanswered",
        /// The buyer says that they have paid, and the producer has not looked.
        Unchecked = "unchecked",
        /// An accepted order was not handed over in time.
        NotShipped = "not_shipped",
        /// A shop rests after orders that nobody answered.
        Paused = "paused",
        /// A notice that no channel brought.
        Unreached = "unreached",
    }
}

kernel::words! {
    /// How a call ended.
    Outcome {
        /// Yes.
        Accepts = "accepts",
        /// They ask to be called another time.
        CallAgain = "call_again",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// No.
        Declines = "declines",
    }
}

kernel::words! {
    /// Who calls.
    Level {
        /// Somebody with a mandate of the producer.
        Cooperative = "cooperative",
        /// The officials of its commune.
        Commune = "commune",
        /// Who runs the market.
        Hotline = "hotline",
    }
}

/// In whose hands a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hands {
    /// How near.
    pub level: Level,
    /// The person by name, where there is one.
    pub account: Option<AccountId>,
    /// The producer's province.
    pub province: String,
    /// The producer's commune.
    pub commune: String,
}

/// A line to be opened.
#[derive(Debug, Clone)]
pub struct Line {
    /// Why.
    pub why: Why,
    /// Who is called: the buyer or the producer.
    pub side: Side,
    /// The notice that reached nobody.
    pub notice: Option<NoticeId>,
    /// About which order.
    pub order: Option<OrderId>,
    /// Of which producer.
    pub producer: Option<ProducerId>,
    /// Who calls.
    pub hands: Hands,
}

/// Opens a line. About one order a person has one open line; what waits for an answer is told
/// before what merely did not arrive. A notice becomes a line once.
pub async fn open(tx: &Tx, line: &Line, now: Timestamp) -> Result<(), store::Error> {
    if let Some(notice) = line.notice
        && is_line(tx, notice).await?
    {
        return Ok(());
    }
    let sql = "INSERT INTO call_sheet (id, reason, side, notice_id, order_id, producer_id, level, handed_to, \
        province_code, commune_code, status, calls, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', 0, $11) \
        ON CONFLICT (order_id, side) WHERE status = 'open' DO UPDATE SET reason = excluded.reason, \
        notice_id = COALESCE(excluded.notice_id, call_sheet.notice_id) WHERE call_sheet.reason = 'unreached'";
    let values = vec![
        CallId::new(now).uuid().into(),
        line.why.as_str().into(),
        line.side.word().into(),
        line.notice.map(Uuid::from).into(),
        line.order.map(Uuid::from).into(),
        line.producer.map(Uuid::from).into(),
        line.hands.level.as_str().into(),
        line.hands.account.map(Uuid::from).into(),
        line.hands.province.as_str().into(),
        line.hands.commune.as_str().into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

async fn is_line(tx: &Tx, notice: NoticeId) -> Result<bool, store::Error> {
    let sql = "SELECT 1 AS one FROM call_sheet WHERE notice_id = $1 LIMIT 1";
    Ok(store::first(tx, sql, vec![notice.uuid().into()])
        .await?
        .is_some())
}

/// The order has moved: what was to be said of where it stood is to be said no more.
pub async fn close(tx: &Tx, order: OrderId, now: Timestamp) -> Result<(), store::Error> {
    let sql = "UPDATE call_sheet SET status = 'done', closed_at = $2 \
        WHERE order_id = $1 AND status = 'open'";
    execute(tx, sql, vec![order.uuid().into(), now.0.into()]).await?;
    Ok(())
}

/// A shop is open again: nobody need ask whether it is to be.
pub async fn close_paused(
    tx: &Tx,
    producer: ProducerId,
    now: Timestamp,
) -> Result<(), store::Error> {
    let sql = "UPDATE call_sheet SET status = 'done', closed_at = $2 \
        WHERE producer_id = $1 AND reason = 'paused' AND status = 'open'";
    execute(tx, sql, vec![producer.uuid().into(), now.0.into()]).await?;
    Ok(())
}

/// Notes how a call ended; `done` takes the line from the sheet.
pub async fn note(
    tx: &Tx,
    call: CallId,
    (outcome, done): (Outcome, bool),
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), store::Error> {
    let sql = "UPDATE call_sheet SET outcome = $2, calls = calls + 1, called_by = $3, called_at = $4, \
        status = $5, closed_at = $6 WHERE id = $1";
    let status = if done { "done" } else { "open" };
    let values = vec![
        call.uuid().into(),
        outcome.as_str().into(),
        by.map(Uuid::from).into(),
        now.0.into(),
        status.into(),
        done.then_some(now.0).into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// Hands the open lines of a producer to somebody else: who had them may act for it no longer.
pub async fn hand_on(tx: &Tx, producer: ProducerId, hands: &Hands) -> Result<(), store::Error> {
    let sql = "UPDATE call_sheet SET level = $2, handed_to = $3 \
        WHERE producer_id = $1 AND status = 'open' AND side = 'producer'";
    let values = vec![
        producer.uuid().into(),
        hands.level.as_str().into(),
        hands.account.map(Uuid::from).into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// What is said on the telephone about an order.
#[derive(Debug, Clone)]
pub struct Script<'a> {
    /// Why somebody is called.
    pub why: Why,
    /// What the person is called.
    pub name: &'a str,
    /// The producer.
    pub producer: &'a str,
    /// The order's code.
    pub code: &'a str,
    /// What was bought.
    pub items: &'a [Item],
    /// For how much.
    pub total: kernel::Vnd,
    /// Until when it waits.
    pub until: Option<Timestamp>,
}

impl Script<'_> {
    /// In words. It names no buyer.
    pub fn text(&self, lang: Lang) -> String {
        let items: Vec<String> = self
            .items
            .iter()
            .map(|item| format!("{} × {}", item.quantity, item.name))
            .collect();
        let mut args = FluentArgs::new();
        args.set("name", self.name);
        args.set("producer", self.producer);
        args.set("code", self.code);
        args.set("items", items.join(", "));
        args.set("total", self.total.to_string());
        args.set("until", self.until.map(time).unwrap_or_default());
        let key = match self.why {
            Why::Unanswered => "call-unanswered",
            Why::Unchecked => "call-unchecked",
            Why::NotShipped | Why::Paused | Why::Unreached => "call-not-shipped",
        };
        words(lang, key, None, &args).unwrap_or_default()
    }
}

/// What is said to the people of a shop that rests.
pub fn paused(name: &str, producer: &str, lang: Lang) -> String {
    let mut args = FluentArgs::new();
    args.set("name", name);
    args.set("producer", producer);
    words(lang, "call-paused", None, &args).unwrap_or_default()
}

/// What a notice would have said in a text message, from its stored facts.
pub fn told(params: &str, lang: Lang) -> Result<String, Error> {
    let params: Params = serde_json::from_str(params)?;
    Ok(params
        .message
        .text(lang, params.name.as_deref(), None)
        .short)
}

/// What a notice is about, for who is to be called: its side, where it has one.
pub struct Subject {
    /// Its event: the same for everybody who is told of it.
    pub event: String,
    /// About which order.
    pub order: Option<OrderId>,
    /// As whose member it was told.
    pub producer: Option<ProducerId>,
    /// To which side of the order.
    pub side: Side,
}

/// What a notice is about; none where there is nothing to telephone about: letters with a code are
/// asked for again, and officials read their digest in the program.
pub async fn subject(
    db: &impl ConnectionTrait,
    notice: NoticeId,
) -> Result<Option<Subject>, Error> {
    let sql = "SELECT event_key, order_id, producer_id, params FROM notices WHERE id = $1";
    let Some(row) = store::first(db, sql, vec![notice.uuid().into()]).await? else {
        return Ok(None);
    };
    let column = |name: &str| {
        row.try_get::<Option<Uuid>>("", name)
            .map_err(store::Error::from)
    };
    let params: String = row.try_get("", "params").map_err(store::Error::from)?;
    let params: Params = serde_json::from_str(&params)?;
    let Some(side) = params.message.side() else {
        return Ok(None);
    };
    Ok(Some(Subject {
        event: row.try_get("", "event_key").map_err(store::Error::from)?,
        order: column("order_id")?.map(OrderId),
        producer: column("producer_id")?.map(ProducerId),
        side,
    }))
}

/// Whether somebody else of a producer was reached, or may still be, about the same event.
pub async fn reached(
    db: &impl ConnectionTrait,
    event: &str,
    producer: ProducerId,
) -> Result<bool, store::Error> {
    let sql = "SELECT 1 AS one FROM notices n JOIN deliveries d ON d.notice_id = n.id \
        WHERE n.event_key = $1 AND n.producer_id = $2 AND d.channel <> 'inbox' \
        AND d.status IN ('waiting', 'sent') LIMIT 1";
    let values = vec![event.into(), producer.uuid().into()];
    Ok(store::first(db, sql, values).await?.is_some())
}
