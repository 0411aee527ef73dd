//! The bank accounts that a producer is paid to, as versions: nothing is edited, and a new one waits
//! two days, in which every member has heard of it and an owner can take it back. An order keeps
//! the account that held when it was placed.

use std::collections::BTreeMap;

use kernel::{Actor, BankAccount, BankAccountId, HOUR_MS, ProducerId, Timestamp, text};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, insert, rows};
use uuid::Uuid;

use crate::{Error, Fault, Wrong};

/// So long a new account waits.
pub const WAIT_HOURS: i64 = 48;

/// One version of where a producer is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub id: BankAccountId,
    /// The account.
    pub account: BankAccount,
    /// From when on new orders are paid to it.
    pub effective_at: Timestamp,
    /// When it was named.
    pub created_at: Timestamp,
}

/// What was typed, as a bank account: its number without blanks, its name in capital letters
/// without tones, as banks write it.
pub fn parse(bank_bin: &str, account: &str, account_name: &str) -> Result<BankAccount, Error> {
    let number: String = account
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect::<String>()
        .to_uppercase();
    let name = text::fold(account_name).to_uppercase();
    let mut faults = vec![];
    if reference::bank(bank_bin).is_none_or(|bank| !bank.vietqr) {
        faults.push(Fault::new("/bank_bin", Wrong::Unknown));
    }
    // What the code of a transfer holds.
    let plain = number.chars().all(|c| c.is_ascii_alphanumeric());
    if !plain || !(4..=19).contains(&number.len()) {
        faults.push(Fault::new("/account", Wrong::Malformed));
    }
    let latin = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || " .,&-".contains(c));
    if !latin || !(2..=60).contains(&name.len()) {
        faults.push(Fault::new("/account_name", Wrong::Malformed));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    Ok(BankAccount {
        bank_bin: bank_bin.to_owned(),
        account: number,
        account_name: name,
    })
}

/// The versions of a producer, the newest first; what was taken back is not among them.
pub async fn list(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Vec<Version>, Error> {
    let sql = "SELECT id, bank_bin, account_no, account_name, effective_at, created_at FROM bank_accounts \
        WHERE producer_id = $1 AND withdrawn_at IS NULL ORDER BY effective_at DESC, id DESC";
    let found = rows(db, sql, vec![producer.uuid().into()]).await?;
    found.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Version, Error> {
    Ok(Version {
        id: BankAccountId(row.try_get("", "id")?),
        account: BankAccount {
            bank_bin: row.try_get("", "bank_bin")?,
            account: row.try_get("", "account_no")?,
            account_name: row.try_get("", "account_name")?,
        },
        effective_at: Timestamp(row.try_get("", "effective_at")?),
        created_at: Timestamp(row.try_get("", "created_at")?),
    })
}

/// Where these producers are paid now; who has no account that holds is not among them.
pub async fn current(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
    now: Timestamp,
) -> Result<BTreeMap<ProducerId, BankAccount>, Error> {
    let sql = format!(
        "SELECT producer_id, id, bank_bin, account_no, account_name, effective_at, created_at FROM bank_accounts \
         WHERE withdrawn_at IS NULL AND effective_at <= $1 AND producer_id IN {} ORDER BY effective_at, id",
        store::in_list(producers.len(), 2)
    );
    let mut values = vec![now.0.into()];
    values.extend(producers.iter().map(|producer| producer.uuid().into()));
    let mut current = BTreeMap::new();
    for row in &rows(db, &sql, values).await? {
        let producer = ProducerId(row.try_get("", "producer_id")?);
        current.insert(producer, read(row)?.account);
    }
    Ok(current)
}

/// Names a new account. Named again while it waits or holds, it stays as it is; another one that
/// still waits is replaced by it.
pub async fn change(
    tx: &Tx,
    producer: ProducerId,
    account: &BankAccount,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let versions = list(tx, producer).await?;
    if versions
        .first()
        .is_some_and(|latest| latest.account == *account)
    {
        return Ok(());
    }
    withdraw_waiting(tx, producer, now).await?;
    let id = BankAccountId::new(now);
    let effective_at = now.plus_ms(WAIT_HOURS.saturating_mul(HOUR_MS));
    let columns = [
        "id",
        "producer_id",
        "bank_bin",
        "account_no",
        "account_name",
        "effective_at",
        "created_by",
        "created_at",
    ];
    let row = vec![
        id.uuid().into(),
        producer.uuid().into(),
        account.bank_bin.as_str().into(),
        account.account.as_str().into(),
        account.account_name.as_str().into(),
        effective_at.0.into(),
        actor.account.map(Uuid::from).into(),
        now.0.into(),
    ];
    insert(tx, "bank_accounts", &columns, vec![row]).await?;
    record(
        tx,
        (producer, Some(id)),
        "catalog.change_bank_account",
        actor,
        now,
    )
    .await?;
    let payload = json!({ "bank_account": id });
    Ok(jobs::enqueue(tx, "catalog.bank_account_changed", &payload, now).await?)
}

/// Takes back what still waits: the account before it stays.
pub async fn withdraw(
    tx: &Tx,
    producer: ProducerId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    if withdraw_waiting(tx, producer, now).await? {
        record(
            tx,
            (producer, None),
            "catalog.withdraw_bank_account",
            actor,
            now,
        )
        .await?;
    }
    Ok(())
}

async fn withdraw_waiting(tx: &Tx, producer: ProducerId, now: Timestamp) -> Result<bool, Error> {
    let sql = "UPDATE bank_accounts SET withdrawn_at = $2 \
        WHERE producer_id = $1 AND effective_at > $2 AND withdrawn_at IS NULL";
    let changed = execute(tx, sql, vec![producer.uuid().into(), now.0.into()]).await?;
    Ok(changed > 0)
}

/// A version and whose it is, for who is told of it.
pub async fn find(
    db: &impl ConnectionTrait,
    id: BankAccountId,
) -> Result<(ProducerId, Version), Error> {
    let sql = "SELECT id, producer_id, bank_bin, account_no, account_name, effective_at, created_at \
        FROM bank_accounts WHERE id = $1";
    let row = store::first(db, sql, vec![id.uuid().into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok((ProducerId(row.try_get("", "producer_id")?), read(&row)?))
}

/// The audit log names the version, never the number.
async fn record(
    tx: &Tx,
    (producer, version): (ProducerId, Option<BankAccountId>),
    action: &'static str,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject_kind: "producer",
        subject_id: producer.to_string(),
        detail: json!({ "bank_account": version }),
    };
    Ok(audit::record(tx, entry, now).await?)
}
