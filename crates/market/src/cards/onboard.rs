//! A producer's own account at the card company, to which its shares can be transferred.

use kernel::{ProducerId, Timestamp};
use payments::CardAccount;

use super::gateway;
use crate::{App, Error};

/// How a producer's account stands, read now; none where there is none yet.
pub async fn account(
    app: &App,
    producer: ProducerId,
    now: Timestamp,
) -> Result<Option<CardAccount>, Error> {
    let cards = gateway(app)?;
    let Some(known) = payments::card_account(app.db.read(), producer).await? else {
        return Ok(None);
    };
    let read = cards.account(&known.account).await?;
    let found = CardAccount {
        account: read.id,
        ready: read.ready,
    };
    if found != known {
        keep(app, producer, &found, now).await?;
    }
    Ok(Some(found))
}

/// The card company spoke of an account: it is read again.
pub(crate) async fn account_heard(app: &App, name: &str, now: Timestamp) -> Result<(), Error> {
    if let Some(producer) = payments::holder_of(app.db.read(), name).await? {
        account(app, producer, now).await?;
    }
    Ok(())
}

/// Where a producer fills in its account, which is made at the first time: a link that lives for
/// minutes. `back` is where it comes back to.
pub async fn onboard(
    app: &App,
    producer: ProducerId,
    back: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let cards = gateway(app)?;
    let known = payments::card_account(app.db.read(), producer).await?;
    let account = if let Some(known) = known {
        known.account
    } else {
        // One producer, one key: asked twice at once, it is one account.
        let key = format!("ocop-account-{producer}");
        let made = cards.create_account(&key, &producer.to_string()).await?;
        let found = CardAccount {
            account: made.id,
            ready: made.ready,
        };
        keep(app, producer, &found, now).await?;
        found.account
    };
    let key = format!(
        "ocop-link-{}",
        kernel::text::hex(&kernel::random::bytes::<12>())
    );
    Ok(cards.account_link(&key, &account, (back, back)).await?)
}

async fn keep(
    app: &App,
    producer: ProducerId,
    found: &CardAccount,
    now: Timestamp,
) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(&app.db).await?;
        payments::keep_card_account(&tx, producer, found, now).await?;
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}
