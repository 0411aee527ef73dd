use std::collections::BTreeMap;

use kernel::{AccountId, CallId, Cursor, Lang, Limit, OrderId, Page, ProducerId, Timestamp, Vnd};
use notifications::Item;
use notifications::calls::{self, Script, Why, told};
use store::{ConnectionTrait, Row, Values};
use uuid::Uuid;

use super::Caller;
use crate::Error;

/// A line of the sheet, as who calls reads it. It names no buyer to anybody but the hotline.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which.
    pub id: CallId,
    /// Why somebody is called.
    pub reason: String,
    /// How near who calls is: `cooperative`, `commune`, `hotline`.
    pub level: String,
    /// Who calls, by name, where it is one person.
    pub handed_to: Option<AccountId>,
    /// Who is called.
    pub who: Called,
    /// What to say, in Vietnamese and English.
    pub text: [String; 2],
    /// About which order.
    pub order: Option<CalledOrder>,
    /// `open` or `done`.
    pub status: String,
    /// What was answered last.
    pub outcome: Option<String>,
    /// How often they were called.
    pub calls: i64,
    /// When last.
    pub called_at: Option<Timestamp>,
    /// Since when it is on the sheet.
    pub created_at: Timestamp,
}

/// Who is called.
#[derive(Debug, Clone)]
pub struct Called {
    /// `producer` or `buyer`.
    pub side: String,
    /// What they are called.
    pub name: String,
    /// Their number.
    pub phone: Option<String>,
    /// The producer, where it is one.
    pub producer: Option<(ProducerId, String)>,
}

/// The order that a call is about.
#[derive(Debug, Clone)]
pub struct CalledOrder {
    /// Which.
    pub id: OrderId,
    /// What people call it.
    pub code: String,
    /// Where it stands.
    pub status: String,
    /// Until when.
    pub until: Option<Timestamp>,
    /// For how much.
    pub total: Vnd,
    /// What was bought.
    pub items: Vec<Item>,
}

const COLUMNS: &str = "SELECT c.*, o.code, o.status AS order_status, o.state_until, o.total, \
    p.name AS producer_name, p.representative, p.phone AS producer_phone, \
    h.contact_name, h.contact_phone, n.params FROM call_sheet c \
    LEFT JOIN orders o ON o.id = c.order_id LEFT JOIN checkouts h ON h.id = o.checkout_id \
    LEFT JOIN producers p ON p.id = c.producer_id LEFT JOIN notices n ON n.id = c.notice_id";

/// The open lines that somebody may see, the oldest first: three queries whatever their number.
pub async fn list(
    db: &impl ConnectionTrait,
    caller: &Caller<'_>,
    (limit, after): (Limit, Option<&str>),
) -> Result<Page<Line>, Error> {
    let (at, id) = match after {
        Some(cursor) => Cursor::place(cursor).map_err(orders::Error::from)?,
        None => (Timestamp(i64::MIN), CallId(Uuid::nil())),
    };
    let (clause, own) = caller.clause(4);
    let sql = format!(
        "{COLUMNS} WHERE c.status = 'open' AND (c.created_at > $1 OR (c.created_at = $1 AND c.id > $2)) \
         AND {clause} ORDER BY c.created_at, c.id LIMIT $3"
    );
    let mut values: Values = vec![
        at.0.into(),
        id.uuid().into(),
        i64::try_from(limit.overfetch()).unwrap_or(101).into(),
    ];
    values.extend(own);
    let lines = load(db, &sql, values).await?;
    Ok(Page::from_overfetch(lines, limit, |line| {
        Cursor::at(line.created_at, line.id)
    }))
}

/// One line, open or done; another's is not there.
pub async fn line(
    db: &impl ConnectionTrait,
    caller: &Caller<'_>,
    call: CallId,
) -> Result<Line, Error> {
    let (clause, own) = caller.clause(2);
    let sql = format!("{COLUMNS} WHERE c.id = $1 AND {clause}");
    let mut values: Values = vec![call.uuid().into()];
    values.extend(own);
    let found = load(db, &sql, values).await?.into_iter().next();
    found.ok_or_else(|| orders::Error::NotFound.into())
}

async fn load(db: &impl ConnectionTrait, sql: &str, values: Values) -> Result<Vec<Line>, Error> {
    let rows = store::rows(db, sql, values).await?;
    let ids: Result<Vec<Option<Uuid>>, _> =
        rows.iter().map(|row| row.try_get("", "order_id")).collect();
    let ids: Vec<Uuid> = ids
        .map_err(store::Error::from)?
        .into_iter()
        .flatten()
        .collect();
    let mut items = items(db, &ids).await?;
    let mut lines = vec![];
    for row in &rows {
        let order = order(row, &mut items)?;
        lines.push(read(row, order)?);
    }
    Ok(lines)
}

async fn items(
    db: &impl ConnectionTrait,
    orders: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<Item>>, store::Error> {
    let mut items: BTreeMap<Uuid, Vec<Item>> = BTreeMap::new();
    if orders.is_empty() {
        return Ok(items);
    }
    let sql = format!(
        "SELECT order_id, title, variant_name, ordered, total FROM order_lines WHERE order_id IN {} ORDER BY position",
        store::in_list(orders.len(), 1)
    );
    let values = orders.iter().map(|id| (*id).into()).collect();
    for row in store::rows(db, &sql, values).await? {
        let (title, variant): (String, String) =
            (row.try_get("", "title")?, row.try_get("", "variant_name")?);
        let item = Item {
            name: [title, variant]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            quantity: row.try_get("", "ordered")?,
            total: Vnd(row.try_get("", "total")?),
        };
        items
            .entry(row.try_get("", "order_id")?)
            .or_default()
            .push(item);
    }
    Ok(items)
}

fn order(
    row: &Row,
    items: &mut BTreeMap<Uuid, Vec<Item>>,
) -> Result<Option<CalledOrder>, store::Error> {
    let (Some(id), Some(code)) = (
        row.try_get::<Option<Uuid>>("", "order_id")?,
        row.try_get::<Option<String>>("", "code")?,
    ) else {
        return Ok(None);
    };
    Ok(Some(CalledOrder {
        id: OrderId(id),
        code,
        status: row.try_get("", "order_status")?,
        until: row
            .try_get::<Option<i64>>("", "state_until")?
            .map(Timestamp),
        total: Vnd(row.try_get("", "total")?),
        items: items.get(&id).cloned().unwrap_or_default(),
    }))
}

fn read(row: &Row, order: Option<CalledOrder>) -> Result<Line, Error> {
    let column = |err: sea_orm::DbErr| Error::from(store::Error::from(err));
    let who = called(row)?;
    let reason: String = row.try_get("", "reason").map_err(column)?;
    let params: Option<String> = row.try_get("", "params").map_err(column)?;
    let text = text(&reason, &who, order.as_ref(), params.as_deref())?;
    let rest = || -> Result<Line, store::Error> {
        let instant = |name: &str| row.try_get::<Option<i64>>("", name);
        Ok(Line {
            id: CallId(row.try_get("", "id")?),
            reason,
            level: row.try_get("", "level")?,
            handed_to: row.try_get::<Option<Uuid>>("", "handed_to")?.map(AccountId),
            who,
            text,
            order,
            status: row.try_get("", "status")?,
            outcome: row.try_get("", "outcome")?,
            calls: row.try_get("", "calls")?,
            called_at: instant("called_at")?.map(Timestamp),
            created_at: Timestamp(row.try_get("", "created_at")?),
        })
    };
    Ok(rest()?)
}

fn called(row: &Row) -> Result<Called, store::Error> {
    let side: String = row.try_get("", "side")?;
    let text = |name: &str| row.try_get::<Option<String>>("", name);
    let producer: Option<Uuid> = row.try_get("", "producer_id")?;
    let (name, phone) = if side == "buyer" {
        (text("contact_name")?, text("contact_phone")?)
    } else {
        (text("representative")?, text("producer_phone")?)
    };
    Ok(Called {
        side,
        name: name.unwrap_or_default(),
        phone,
        producer: producer.map(ProducerId).zip(text("producer_name")?),
    })
}

/// What to say: of an order that waits, what it is and until when; of a notice, what it says.
fn text(
    reason: &str,
    who: &Called,
    order: Option<&CalledOrder>,
    params: Option<&str>,
) -> Result<[String; 2], Error> {
    let say = |lang: Lang| -> Result<String, Error> {
        let why = Why::parse(reason).filter(|why| *why != Why::Unreached);
        match (why, order, params) {
            (Some(Why::Paused), _, _) => {
                let producer = who.producer.as_ref().map_or("", |(_, name)| name);
                Ok(calls::paused(&who.name, producer, lang))
            }
            (Some(why), Some(order), _) => {
                let producer = who.producer.as_ref().map_or("", |(_, name)| name);
                let script = Script {
                    why,
                    name: &who.name,
                    producer,
                    code: &order.code,
                    items: &order.items,
                    total: order.total,
                    until: order.until,
                };
                Ok(script.text(lang))
            }
            (_, _, Some(params)) => Ok(told(params, lang)?),
            _ => Ok(String::new()),
        }
    };
    Ok([say(Lang::Vi)?, say(Lang::En)?])
}
