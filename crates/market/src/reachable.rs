use kernel::CheckoutId;

use crate::{App, Error};

/// Whether a buyer hears of their orders at all: by mail or text, as this market sends them. Who
/// does not is told so, and looks at the order's page.
pub async fn reachable(app: &App, checkout: CheckoutId) -> Result<bool, Error> {
    let db = app.db.read();
    let contact = orders::contact(db, checkout).await?;
    if app.channels.has_texter() && !contact.phone.is_empty() {
        return Ok(true);
    }
    if !app.channels.has_mailer() {
        return Ok(false);
    }
    if contact.email.is_some() {
        return Ok(true);
    }
    let Some(account) = contact.account else {
        return Ok(false);
    };
    let reached = accounts::reach(db, &[account]).await?;
    Ok(reached.iter().any(|person| person.email.is_some()))
}
