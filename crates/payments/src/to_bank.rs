//! What the card company pays out to the market's own bank account: written down once, as its balance
//! tells of it, found on the bank's statement, and here again where it did not arrive.
//!
//! A line of the bank that says whose it is and is what one payout on its way comes to is that payout.
//! Where several could be, a person says which.

use kernel::{Actor, BankLineId, DAY_MS, Timestamp, Vnd};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, Values, execute, first, rows};
use uuid::Uuid;

use crate::Error;
use crate::bank::{self, BankLine, LineStatus, NewLine};
use crate::ledger::{self, About, Account, Cause, Posting};

/// So long after it left, a line can still be a payout; that long before, where clocks differ.
const ON_ITS_WAY: (i64, i64) = (30 * DAY_MS, DAY_MS);
/// What a line says that comes from the card company.
const SENDER: &str = "stripe";
/// So many are shown.
const SHOWN: i64 = 100;

/// What the card company says that it paid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToBank {
    /// What it calls it.
    pub provider_id: String,
    /// How much.
    pub amount: Vnd,
    /// When it left.
    pub left_at: Timestamp,
    /// When the bank is to have it.
    pub due_at: Timestamp,
}

/// A payout to the market's own bank account, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPayout {
    /// Our own number for it: the subject of its postings.
    pub id: Uuid,
    /// What the card company says of it.
    pub told: ToBank,
    /// The bank's line that it is.
    pub line: Option<BankLineId>,
    /// When it lay with the card company again.
    pub returned_at: Option<Timestamp>,
}

/// Writes down a payout that nobody has told of, and its posting; none where it is known. Where the bank
/// told of it first, its line waits no more.
pub async fn keep_payout(
    tx: &Tx,
    told: &ToBank,
    now: Timestamp,
) -> Result<Option<CardPayout>, Error> {
    let id = kernel::mint(now);
    let sql = "INSERT INTO card_payouts (id, provider_id, amount, left_at, due_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (provider_id) DO NOTHING";
    let values: Values = vec![
        id.into(),
        told.provider_id.as_str().into(),
        told.amount.0.into(),
        told.left_at.0.into(),
        told.due_at.0.into(),
    ];
    if execute(tx, sql, values).await? == 0 {
        return Ok(None);
    }
    let mut payout = CardPayout {
        id,
        told: told.clone(),
        line: None,
        returned_at: None,
    };
    let line = waiting_line(tx, told).await?;
    let debit = match &line {
        Some(_) => Account::Unmatched,
        None => Account::Bank,
    };
    post(tx, &payout, (debit, Account::Stripe), Cause::ToBank, now).await?;
    if let Some(line) = line {
        settle(tx, &payout, line, Actor::SYSTEM, now).await?;
        payout.line = Some(line);
    }
    Ok(Some(payout))
}

/// A payout did not arrive: it lies with the card company again. Which it is, where that is news.
pub async fn return_payout(
    tx: &Tx,
    provider_id: &str,
    at: Timestamp,
    now: Timestamp,
) -> Result<Option<CardPayout>, Error> {
    let sql =
        "UPDATE card_payouts SET returned_at = $2 WHERE provider_id = $1 AND returned_at IS NULL";
    if execute(tx, sql, vec![provider_id.into(), at.0.into()]).await? == 0 {
        return Ok(None);
    }
    let payout = card_payout(tx, provider_id).await?;
    let back = (Account::Stripe, Account::Bank);
    post(tx, &payout, back, Cause::ToBankFailed, now).await?;
    Ok(Some(payout))
}

/// Whether a line that was just written is a payout on its way: then it is settled, for the payout
/// stands on the bank's account already.
pub async fn take_payout(
    tx: &Tx,
    (id, line): (BankLineId, &NewLine),
    now: Timestamp,
) -> Result<bool, Error> {
    if !says_sender(&line.text) {
        return Ok(false);
    }
    match on_their_way(tx, line).await?.as_slice() {
        [only] => {
            settle(tx, only, id, Actor::SYSTEM, now).await?;
            Ok(true)
        }
        _none_or_several => Ok(false),
    }
}

/// A person says that a line that waits is a payout: exactly what it comes to.
pub async fn assign_payout(
    tx: &Tx,
    (line, provider_id): (&BankLine, &str),
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let payout = card_payout(tx, provider_id).await?;
    if line.status != LineStatus::Waiting || payout.line.is_some() || payout.returned_at.is_some() {
        return Err(Error::LineSettled);
    }
    if payout.told.amount != line.told.amount {
        return Err(Error::Parts(line.told.amount));
    }
    settle(tx, &payout, line.id, actor, now).await?;
    // It stood there twice: by the line, and by the payout.
    let once = (Account::Unmatched, Account::Bank);
    post(tx, &payout, once, Cause::ToBank, now).await
}

/// The payouts that a line could be: as much, on their way then.
pub async fn on_their_way(
    db: &impl ConnectionTrait,
    line: &NewLine,
) -> Result<Vec<CardPayout>, Error> {
    let (long, early) = ON_ITS_WAY;
    let sql = "SELECT * FROM card_payouts WHERE amount = $1 AND line_id IS NULL AND returned_at IS NULL \
        AND left_at >= $2 AND left_at <= $3 ORDER BY left_at, id";
    let values = vec![
        line.amount.0.into(),
        line.booked_at.plus_ms(-long).0.into(),
        line.booked_at.plus_ms(early).0.into(),
    ];
    rows(db, sql, values).await?.iter().map(read).collect()
}

/// The payouts to the market's own bank account, the newest first: the last hundred.
pub async fn card_payouts(db: &impl ConnectionTrait) -> Result<Vec<CardPayout>, Error> {
    let sql = "SELECT * FROM card_payouts ORDER BY left_at DESC, id DESC LIMIT $1";
    rows(db, sql, vec![SHOWN.into()])
        .await?
        .iter()
        .map(read)
        .collect()
}

async fn card_payout(db: &impl ConnectionTrait, provider_id: &str) -> Result<CardPayout, Error> {
    let sql = "SELECT * FROM card_payouts WHERE provider_id = $1";
    let row = first(db, sql, vec![provider_id.into()]).await?;
    read(&row.ok_or(Error::NotFound)?)
}

/// The one line that came before the payout was heard of, and is it.
async fn waiting_line(tx: &Tx, told: &ToBank) -> Result<Option<BankLineId>, Error> {
    let (long, early) = ON_ITS_WAY;
    let sql = "SELECT id, text FROM bank_lines WHERE status = 'waiting' AND amount = $1 \
        AND booked_at >= $2 AND booked_at <= $3 ORDER BY booked_at, id";
    let values = vec![
        told.amount.0.into(),
        told.left_at.plus_ms(-early).0.into(),
        told.left_at.plus_ms(long).0.into(),
    ];
    let mut found = vec![];
    for row in rows(tx, sql, values).await? {
        if says_sender(&row.try_get::<String>("", "text")?) {
            found.push(BankLineId(row.try_get("", "id")?));
        }
    }
    Ok(match found.as_slice() {
        [only] => Some(*only),
        _none_or_several => None,
    })
}

fn says_sender(text: &str) -> bool {
    text.to_lowercase().contains(SENDER)
}

/// The line waits no more, and the payout is on its way no more: each once.
async fn settle(
    tx: &Tx,
    payout: &CardPayout,
    line: BankLineId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE card_payouts SET line_id = $2 WHERE id = $1 AND line_id IS NULL AND returned_at IS NULL";
    if execute(tx, sql, vec![payout.id.into(), line.uuid().into()]).await? == 0 {
        return Err(Error::LineSettled);
    }
    let what = (LineStatus::Matched, None, None);
    bank::settle(tx, line, what, actor, now).await?;
    let entry = audit::Entry {
        actor,
        action: "payments.find_card_payout",
        subject_kind: "bank_line",
        subject_id: line.to_string(),
        detail: json!({ "card_payout": payout.told.provider_id }),
    };
    Ok(audit::record(tx, entry, now).await?)
}

async fn post(
    tx: &Tx,
    payout: &CardPayout,
    (debit, credit): (Account, Account),
    cause: Cause,
    now: Timestamp,
) -> Result<(), Error> {
    let posting = Posting {
        debit,
        credit,
        amount: payout.told.amount,
        cause,
        about: About {
            subject: payout.id,
            order: None,
            payment: None,
        },
    };
    ledger::post(tx, &[posting], now).await
}

fn read(row: &Row) -> Result<CardPayout, Error> {
    let at = |column: &str| row.try_get::<i64>("", column).map(Timestamp);
    let line: Option<Uuid> = row.try_get("", "line_id")?;
    Ok(CardPayout {
        id: row.try_get("", "id")?,
        told: ToBank {
            provider_id: row.try_get("", "provider_id")?,
            amount: Vnd(row.try_get("", "amount")?),
            left_at: at("left_at")?,
            due_at: at("due_at")?,
        },
        line: line.map(BankLineId),
        returned_at: row
            .try_get::<Option<i64>>("", "returned_at")?
            .map(Timestamp),
    })
}
