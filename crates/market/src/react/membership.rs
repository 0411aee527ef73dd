//! Who belongs to a producer, and who holds a key to whose account.

use accounts::Login;
use kernel::{HandOverId, InvitationId, ProducerId, SignInCardId};
use notifications::{Message, Notice, Recipient};
use store::ConnectionTrait;

use super::{Error, people};
use crate::App;

/// An invitation, to the contact point that it is for and nowhere else. One that was taken back or
/// accepted meanwhile needs no message.
pub(super) async fn invited(app: &App, key: &str, id: InvitationId) -> Result<Vec<Notice>, Error> {
    let (db, secret) = (app.db.read(), app.secret.expose());
    let letter = accounts::find_invitation(db, secret, id.uuid(), app.now()).await?;
    let Some(letter) = letter else {
        return Ok(vec![]);
    };
    let (email, phone) = match &letter.to {
        Login::Email(email) => (Some(email.as_str().to_owned()), None),
        Login::Phone(phone) => (None, Some(phone.as_str().to_owned())),
    };
    let message = Message::Invited {
        invitation: id.uuid(),
        producer: producer_name(db, letter.producer).await?,
        role: letter.role.as_str().to_owned(),
        until: letter.expires_at,
    };
    let to = Recipient {
        account: letter.account,
        name: None,
        email,
        phone,
        lang: letter.lang,
    };
    Ok(vec![notice(key, to, message)])
}

/// A card that was issued, to its holder.
pub(super) async fn card(app: &App, key: &str, id: SignInCardId) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let found = accounts::find_card(db, id).await?;
    let (holder, card) = found.ok_or(Error::Missing("card"))?;
    let message = Message::CardIssued {
        by: card.issuer.unwrap_or_default(),
        until: card.expires_at,
    };
    let told = people::accounts(db, [holder]).await?;
    let notices = told.into_iter().map(|to| notice(key, to, message.clone()));
    Ok(notices.collect())
}

/// A producer that passed to a new owner, to both sides.
pub(super) async fn handed_over(
    app: &App,
    key: &str,
    id: HandOverId,
) -> Result<Vec<Notice>, Error> {
    let db = app.db.read();
    let found = accounts::find_hand_over(db, id).await?;
    let passed = found.ok_or(Error::Missing("hand-over"))?;
    let producer = producer_name(db, passed.producer).await?;
    let message = |to_you| Message::HandedOver {
        to_you,
        producer: producer.clone(),
        reason: passed.reason.clone(),
    };
    let before = passed.from.into_iter().filter(|from| *from != passed.to);
    let old = people::accounts(db, before).await?;
    let new = people::accounts(db, [passed.to]).await?;
    let old = old.into_iter().map(|to| notice(key, to, message(false)));
    let new = new.into_iter().map(|to| notice(key, to, message(true)));
    Ok(old.chain(new).collect())
}

fn notice(key: &str, to: Recipient, message: Message) -> Notice {
    Notice {
        event: key.to_owned(),
        to,
        producer: None,
        message,
    }
}

async fn producer_name(db: &impl ConnectionTrait, producer: ProducerId) -> Result<String, Error> {
    let sql = "SELECT name FROM producers WHERE id = $1";
    let row = store::first(db, sql, vec![producer.uuid().into()]).await?;
    let row = row.ok_or(Error::Missing("producer"))?;
    Ok(row.try_get("", "name").map_err(store::Error::from)?)
}
