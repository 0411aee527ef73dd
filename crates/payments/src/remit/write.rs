use kernel::{
    Actor, Code, Cursor, Limit, OrderId, Page, PaymentId, RemittanceId, RemittanceLineId,
    Timestamp, Vnd,
};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, Values, execute, first, rows};
use uuid::Uuid;

use super::{NewRemittance, Remitted, RemittedLine, RemittedStatus};
use crate::{Error, Payment};

/// Which lines are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct RemittedLines {
    /// Those that stand there.
    pub status: Option<RemittedStatus>,
}

/// The remittance of that carrier and number: told again, it is the same.
pub async fn begin(
    tx: &Tx,
    told: &NewRemittance,
    actor: Actor,
    now: Timestamp,
) -> Result<RemittanceId, Error> {
    let id = RemittanceId::new(now);
    let sql = "INSERT INTO remittances (id, carrier, reference, received_on, producer_id, account_id, capacity, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (carrier, reference) DO NOTHING";
    let values: Values = vec![
        id.uuid().into(),
        told.carrier.as_str().into(),
        told.reference.as_str().into(),
        told.received_on.to_string().into(),
        told.producer.map(Uuid::from).into(),
        actor.account.map(Uuid::from).into(),
        actor.capacity.as_str().into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 1 {
        let detail = json!({ "carrier": told.carrier, "reference": told.reference });
        record(
            tx,
            ("remittance", id.to_string()),
            ("payments.remit", detail),
            actor,
            now,
        )
        .await?;
        return Ok(id);
    }
    let sql = "SELECT id FROM remittances WHERE carrier = $1 AND reference = $2";
    let values = vec![told.carrier.as_str().into(), told.reference.as_str().into()];
    let row = first(tx, sql, values).await?.ok_or(Error::NotFound)?;
    Ok(RemittanceId(row.try_get("", "id")?))
}

/// The cash payment that an order's code names.
pub async fn of_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Payment>, Error> {
    let Some(code) = Code::parse(code) else {
        return Ok(None);
    };
    let found = crate::payment::of_references(db, &[code]).await?;
    Ok(found.into_iter().find(|payment| payment.method == "cod"))
}

/// What a line that was told, or settled, made of the cash that a carrier holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The line.
    pub line: RemittanceLineId,
    /// How it stands.
    pub status: RemittedStatus,
    /// The order whose cash is its producer's by this, and how much that is.
    pub handed_on: Option<(OrderId, Vnd)>,
}

/// Writes a line that nobody has told of; none where it was told. What is as it should be is out of
/// the carrier's hands.
pub async fn write_remitted(
    tx: &Tx,
    (remittance, carrier): (RemittanceId, &str),
    (told, payment): (&Remitted, Option<&Payment>),
    now: Timestamp,
) -> Result<Option<Moved>, Error> {
    let status = match payment {
        None => RemittedStatus::Unknown,
        Some(payment) if is_handed_on(tx, payment.id).await? => RemittedStatus::Twice,
        Some(payment) if payment.received == Vnd::ZERO => RemittedStatus::Undelivered,
        Some(payment) if payment.received == told.amount => RemittedStatus::Matched,
        Some(_) => RemittedStatus::Differs,
    };
    let line = RemittanceLineId::new(now);
    let sql = "INSERT INTO remittance_lines (id, remittance_id, carrier, code, amount, payment_id, expected, status, created_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) ON CONFLICT (carrier, code) DO NOTHING";
    let values: Values = vec![
        line.uuid().into(),
        remittance.uuid().into(),
        carrier.into(),
        told.code.to_uppercase().into(),
        told.amount.0.into(),
        payment.map(|payment| payment.id.uuid()).into(),
        payment.map(|payment| payment.received.0).into(),
        status.as_str().into(),
        now.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Ok(None);
    }
    let handed_on = match (status, payment) {
        (RemittedStatus::Matched, Some(payment)) => hand_on(tx, payment.id).await?,
        _ => None,
    };
    Ok(Some(Moved {
        line,
        status,
        handed_on,
    }))
}

/// A person has settled a line that differs with its carrier, and says how.
pub async fn settle_remitted(
    tx: &Tx,
    line: RemittanceLineId,
    note: &str,
    actor: Actor,
    now: Timestamp,
) -> Result<Moved, Error> {
    let found = remitted_line(tx, line).await?;
    let sql = "UPDATE remittance_lines SET status = 'settled', note = $2, version = version + 1 \
        WHERE id = $1 AND status NOT IN ('matched', 'settled')";
    if execute(tx, sql, vec![line.uuid().into(), note.into()]).await? == 0 {
        return Err(Error::LineSettled);
    }
    let handed_on = match found.payment {
        Some(payment) => hand_on(tx, payment).await?,
        None => None,
    };
    let detail = json!({ "was": found.status.as_str() });
    let what = ("remittance_line", line.to_string());
    let how = ("payments.settle_remittance", detail);
    record(tx, what, how, actor, now).await?;
    Ok(Moved {
        line,
        status: RemittedStatus::Settled,
        handed_on,
    })
}

/// Whether its cash was handed on; its row is locked, so that no twin sees the same.
async fn is_handed_on(tx: &Tx, payment: PaymentId) -> Result<bool, Error> {
    crate::payment::locked(tx, payment).await?;
    let sql = "SELECT id FROM remittance_lines WHERE payment_id = $1 AND status = 'matched'";
    Ok(first(tx, sql, vec![payment.uuid().into()]).await?.is_some())
}

/// The cash is the producer's now: of which order, and how much; none where it was before.
async fn hand_on(tx: &Tx, payment: PaymentId) -> Result<Option<(OrderId, Vnd)>, Error> {
    let sql = "UPDATE payments SET custody = 'producer', version = version + 1 WHERE id = $1 AND custody = 'carrier'";
    if execute(tx, sql, vec![payment.uuid().into()]).await? == 0 {
        return Ok(None);
    }
    let payment = crate::payment(tx, payment).await?;
    let order = payment.orders().into_iter().next();
    Ok(order.map(|order| (order, payment.received)))
}

/// A line.
pub async fn remitted_line(
    db: &impl ConnectionTrait,
    id: RemittanceLineId,
) -> Result<RemittedLine, Error> {
    let found = load(db, "l.id = $1", vec![id.uuid().into()]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Lines of remittances, the newest first.
pub async fn list_remitted(
    db: &impl ConnectionTrait,
    which: RemittedLines,
    (limit, after): (Limit, Option<&str>),
) -> Result<Page<RemittedLine>, Error> {
    let (_, id) = match after {
        None => (Timestamp(0), RemittanceLineId(Uuid::max())),
        Some(cursor) => Cursor::place(cursor)?,
    };
    let clause =
        "(CAST($1 AS TEXT) IS NULL OR l.status = $1) AND l.id < $2 ORDER BY l.id DESC LIMIT $3";
    let values = vec![
        which.status.map(|s| s.as_str().to_owned()).into(),
        id.uuid().into(),
        limit.overfetch().into(),
    ];
    let found = load(db, clause, values).await?;
    Ok(Page::from_overfetch(found, limit, |line| {
        Cursor::at(Timestamp(0), line.id)
    }))
}

async fn load(
    db: &impl ConnectionTrait,
    clause: &str,
    values: Values,
) -> Result<Vec<RemittedLine>, Error> {
    let sql = format!(
        "SELECT l.*, r.reference FROM remittance_lines l JOIN remittances r ON r.id = l.remittance_id WHERE {clause}"
    );
    rows(db, &sql, values).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<RemittedLine, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let status = text("status")?;
    Ok(RemittedLine {
        id: RemittanceLineId(row.try_get("", "id")?),
        remittance: RemittanceId(row.try_get("", "remittance_id")?),
        carrier: text("carrier")?,
        reference: text("reference")?,
        told: Remitted {
            code: text("code")?,
            amount: Vnd(row.try_get("", "amount")?),
        },
        payment: row
            .try_get::<Option<Uuid>>("", "payment_id")?
            .map(PaymentId),
        expected: row.try_get::<Option<i64>>("", "expected")?.map(Vnd),
        status: RemittedStatus::parse(&status).ok_or(Error::Unreadable(status))?,
        note: row.try_get("", "note")?,
    })
}

async fn record(
    tx: &Tx,
    (subject_kind, subject_id): (&'static str, String),
    (action, detail): (&'static str, serde_json::Value),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject_kind,
        subject_id,
        detail,
    };
    Ok(audit::record(tx, entry, now).await?)
}
