//! Who tells of lines: the statement that a person brings, and the bank's messenger.

use kernel::{Actor, BankAccount, Timestamp};
use payments::bank::{BadWebhook, Headers, Source};
use store::Db;

use super::{Taken, take_line};
use crate::ways::Messenger;
use crate::{Error, Transfers};

/// What became of the lines of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BankStatement {
    /// They went to the payments that they name.
    pub matched: u64,
    /// They wait for a person.
    pub waiting: u64,
    /// Money that went out: noted.
    pub noted: u64,
    /// They were told before.
    pub known: u64,
    /// The bank's numbers that were told before with another amount.
    pub differ: Vec<String>,
}

/// Takes the statement that a person brought, line by line: brought again, it takes what is missing.
/// A file that cannot be read whole is not begun.
pub async fn take_statement(
    (db, transfers): (&Db, &Transfers),
    bytes: &[u8],
    actor: Actor,
    now: Timestamp,
) -> Result<BankStatement, Error> {
    let account = transfers.to_market().ok_or(payments::Error::NoAccount)?;
    let lines =
        payments::bank::statement(bytes, &account.account).map_err(payments::Error::from)?;
    let mut taken = BankStatement::default();
    for line in &lines {
        match take_line(db, line, Source::Statement, actor, now).await? {
            Taken::Matched(_) => taken.matched += 1,
            Taken::Waiting => taken.waiting += 1,
            Taken::Noted => taken.noted += 1,
            Taken::Known => taken.known += 1,
            Taken::Differs => taken.differ.push(line.bank_ref.clone()),
        }
    }
    Ok(taken)
}

/// Hears what a bank's messenger says of this account, where it is signed as it should be.
pub async fn hear_bank(
    db: &Db,
    (account, messenger): (&BankAccount, &Messenger),
    signed: Headers<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), Error> {
    let with = (messenger.key.as_str(), signed);
    let told = payments::bank::webhook(messenger.scheme, with, body, now);
    let Some(line) = told.map_err(payments::Error::from)? else {
        return Ok(());
    };
    if line.account != account.account {
        return Err(payments::Error::from(BadWebhook::Body("accountNumber")).into());
    }
    take_line(db, &line, Source::Webhook, Actor::SYSTEM, now).await?;
    Ok(())
}
