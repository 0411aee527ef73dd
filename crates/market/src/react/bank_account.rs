use kernel::BankAccountId;
use notifications::{Message, Notice};

use super::{Error, people};
use crate::App;

/// A bank account that was named, to all people of its producer: whoever did not mean it can still
/// stop it.
pub(super) async fn notices(app: &App, key: &str, id: BankAccountId) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let (producer, version) = catalog::bank_accounts::find(db, id).await?;
    let account = &version.account;
    let hidden = account.account.chars().count().saturating_sub(4);
    let message = Message::BankAccountChanged {
        producer: catalog::producers::find(db, producer).await?.profile.name,
        bank: reference::bank(&account.bank_bin).map_or_else(String::new, |b| b.short.to_owned()),
        ending: account.account.chars().skip(hidden).collect(),
        from: version.effective_at,
    };
    let people = people::producer(db, producer).await?;
    let notice = |to| Notice {
        event: key.to_owned(),
        to,
        producer: Some(producer),
        message: message.clone(),
    };
    Ok(people.into_iter().map(notice).collect())
}
