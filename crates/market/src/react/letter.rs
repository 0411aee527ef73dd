use accounts::Purpose;
use notifications::{Message, Notice, Recipient};
use uuid::Uuid;

use super::Error;
use crate::App;

/// A letter with a one-time code, to the contact point that it is about and nowhere else. A code
/// that was used meanwhile needs no letter.
pub(super) async fn notices(app: &App, key: &str, code_id: Uuid) -> Result<Vec<Notice>, Error> {
    let secret = app.secret.expose();
    let letter = accounts::find_letter(app.db.read(), secret, code_id, app.now()).await?;
    let Some(letter) = letter else {
        return Ok(vec![]);
    };
    let until = letter.expires_at;
    let message = match letter.purpose {
        Purpose::ProveContact if letter.digits => Message::ProvePhone { code_id, until },
        Purpose::ProveContact => Message::ProveContact { code_id, until },
        Purpose::ResetPassword => Message::ResetPassword { code_id, until },
        Purpose::SignIn => Message::SignInCode { code_id, until },
    };
    let by_mail = letter.contact_kind == "email";
    let to = Recipient {
        account: Some(letter.account),
        name: Some(letter.name),
        email: by_mail.then(|| letter.contact.clone()),
        phone: (!by_mail).then_some(letter.contact),
        lang: letter.lang,
    };
    Ok(vec![Notice {
        event: key.to_owned(),
        to,
        producer: None,
        message,
    }])
}
