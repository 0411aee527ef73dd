use kernel::{DeliveryId, Lang};
use notifications::Link;
use uuid::Uuid;

use crate::{App, one_tap};

/// The address that a button opens in a delivery: one that acts belongs to the delivery alone.
pub(crate) async fn in_delivery(
    app: &App,
    delivery: DeliveryId,
    (link, lang): (Link, Lang),
) -> Result<Option<String>, store::Error> {
    if link.acts()
        && let Some(token) = one_tap::issue(app, delivery, link).await?
    {
        return Ok(Some(format!("{}/t/{token}", app.public_url)));
    }
    address(app, link, lang).await
}

/// The address that a button opens, or the digits to be typed in; none where what it opened is
/// gone (a code that was used).
pub async fn address(app: &App, link: Link, lang: Lang) -> Result<Option<String>, store::Error> {
    let path = match link {
        Link::Order(checkout, order) => {
            let token = orders::token(&app.secret, checkout);
            format!("orders/{order}?token={token}")
        }
        Link::ProducerOrder(order) | Link::Accept(order) => format!("producer/orders/{order}"),
        Link::Resume(_) | Link::ProducerDesk => "producer".to_owned(),
        Link::Reviews => "office/reviews".to_owned(),
        Link::Account => "account".to_owned(),
        Link::Digits(code) => return digits(app, code).await,
        Link::ResetPassword(code) | Link::ProveContact(code) => match letter(app, code).await? {
            Some(letter) => letter_path(&letter),
            None => return Ok(None),
        },
    };
    Ok(Some(format!("{}/{}/{path}", app.public_url, lang.as_str())))
}

/// The digits of a code, or of an invitation.
async fn digits(app: &App, id: Uuid) -> Result<Option<String>, store::Error> {
    if let Some(letter) = letter(app, id).await? {
        return Ok(Some(letter.code));
    }
    let secret = app.secret.expose();
    match accounts::find_invitation(app.db.read(), secret, id, app.now()).await {
        Ok(letter) => Ok(letter.map(|letter| letter.code)),
        Err(accounts::Error::Store(err)) => Err(err),
        Err(_) => Ok(None),
    }
}

async fn letter(app: &App, code: Uuid) -> Result<Option<accounts::Letter>, store::Error> {
    let secret = app.secret.expose();
    match accounts::find_letter(app.db.read(), secret, code, app.now()).await {
        Ok(letter) => Ok(letter),
        Err(accounts::Error::Store(err)) => Err(err),
        Err(_) => Ok(None),
    }
}

fn letter_path(letter: &accounts::Letter) -> String {
    let page = match letter.purpose {
        accounts::Purpose::ProveContact => "contact-proofs",
        accounts::Purpose::ResetPassword | accounts::Purpose::SignIn => "password-resets",
    };
    format!("{page}/{}", letter.code)
}
