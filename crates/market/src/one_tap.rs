//! Links in notices that do one thing, once, without a sign-in, behind one button.
//!
//! The token is derived from the delivery that carries it, so that a message sent again carries the
//! same; only its hash is stored. Looking does nothing, for messengers and robots look; the button
//! acts.

use accounts::MemberRole;
use kernel::{
    AccountId, Actor, Capacity, DeliveryId, Lang, OrderId, ProducerId, Secret, Timestamp, Vnd,
};
use orders::Event;
use sha2::{Digest, Sha256};
use store::{ConnectionTrait, Db, Tx, execute, first};
use uuid::Uuid;

use crate::step::{Whose, advance, lock};
use crate::{App, Error};

/// What a link would do, for the page with its button.
#[derive(Debug, Clone)]
pub struct OneTap {
    /// The order.
    pub code: String,
    /// Whose move it is.
    pub producer: String,
    /// For how much.
    pub total: Vnd,
    /// Until when the link works.
    pub expires_at: Timestamp,
    /// The language of the notice that carried it.
    pub lang: Lang,
    /// What can still be done with it.
    pub state: TapState,
}

/// What can still be done with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TapState {
    /// The button acts.
    Ready,
    /// The order is accepted, by this link or otherwise.
    Done,
    /// The order has ended, or the link is too old.
    Over,
}

/// The link of a delivery that accepts an order: its token, stored as a hash. None where the order
/// no longer waits for an answer.
pub(crate) async fn issue(
    app: &App,
    delivery: DeliveryId,
    order: OrderId,
) -> Result<Option<String>, store::Error> {
    let sql = "SELECT n.account_id, n.lang, o.producer_id, o.state_until FROM deliveries d \
        JOIN notices n ON n.id = d.notice_id JOIN orders o ON o.id = n.order_id \
        WHERE d.id = $1 AND o.id = $2 AND o.status = 'placed'";
    let values = vec![delivery.uuid().into(), order.uuid().into()];
    let Some(row) = first(app.db.read(), sql, values).await? else {
        return Ok(None);
    };
    let Some(until) = row.try_get::<Option<i64>>("", "state_until")? else {
        return Ok(None);
    };
    let token = token(&app.secret, delivery);
    let sql = "INSERT INTO one_tap_links (id, token_hash, order_id, producer_id, account_id, lang, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
    let values = vec![
        delivery.uuid().into(),
        hash(&token).into(),
        order.uuid().into(),
        row.try_get::<Uuid>("", "producer_id")?.into(),
        row.try_get::<Option<Uuid>>("", "account_id")?.into(),
        row.try_get::<String>("", "lang")?.into(),
        app.now().0.into(),
        until.into(),
    ];
    let tx = store::write(&app.db).await?;
    execute(&tx, sql, values).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// What a link would do; none where there is no such link.
pub async fn find(
    db: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<OneTap>, Error> {
    let sql = "SELECT l.lang, l.expires_at, l.used_at, o.code, o.status, o.total, o.producer_name \
        FROM one_tap_links l JOIN orders o ON o.id = l.order_id WHERE l.token_hash = $1";
    let Some(row) = first(db, sql, vec![hash(token).into()]).await? else {
        return Ok(None);
    };
    let read = || -> Result<OneTap, store::Error> {
        let status: String = row.try_get("", "status")?;
        let expires_at = Timestamp(row.try_get("", "expires_at")?);
        let used = row.try_get::<Option<i64>>("", "used_at")?.is_some();
        Ok(OneTap {
            code: row.try_get("", "code")?,
            producer: row.try_get("", "producer_name")?,
            total: Vnd(row.try_get("", "total")?),
            expires_at,
            lang: Lang::from_tag(&row.try_get::<String>("", "lang")?),
            state: match status.as_str() {
                "placed" if !used && expires_at > now => TapState::Ready,
                "placed" | "cancelled" | "declined" | "expired" => TapState::Over,
                _ => TapState::Done,
            },
        })
    };
    Ok(Some(read()?))
}

/// Presses the button. A link that was used, is too old, or whose order has moved on does nothing
/// more: [`find`] says where things stand.
pub async fn press(db: &Db, token: &str, now: Timestamp) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let Some((order, producer, account)) = take(&tx, token, now).await? else {
            return Ok(());
        };
        let standing = lock(&tx, order, Whose::Producer(producer)).await?;
        if standing.status == orders::Status::Placed && may(&tx, producer, account).await? {
            let actor = Actor {
                account,
                capacity: Capacity::Member,
                mandate: None,
            };
            advance(&tx, &standing, Event::Accept, actor, now).await?;
        }
        tx.commit().await.map_err(store::Error::from)?;
        Ok(())
    })
    .await
}

/// Uses up a link: once, in time.
async fn take(
    tx: &Tx,
    token: &str,
    now: Timestamp,
) -> Result<Option<(OrderId, ProducerId, Option<AccountId>)>, store::Error> {
    let sql = "UPDATE one_tap_links SET used_at = $2 \
        WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 \
        RETURNING order_id, producer_id, account_id";
    let row = first(tx, sql, vec![hash(token).into(), now.0.into()]).await?;
    row.map(|row| {
        Ok((
            OrderId(row.try_get("", "order_id")?),
            ProducerId(row.try_get("", "producer_id")?),
            row.try_get::<Option<Uuid>>("", "account_id")?
                .map(AccountId),
        ))
    })
    .transpose()
}

/// Who has left the producer since acts for it no more. A producer that nobody has joined was
/// written to itself.
async fn may(tx: &Tx, producer: ProducerId, account: Option<AccountId>) -> Result<bool, Error> {
    let Some(account) = account else {
        return Ok(true);
    };
    let members = accounts::list_members(tx, producer).await?;
    Ok(members
        .iter()
        .any(|member| member.account == account && member.role.may(MemberRole::Packer)))
}

fn token(secret: &Secret, delivery: DeliveryId) -> String {
    orders::derived_token(secret, b"one-tap", delivery.uuid())
}

fn hash(token: &str) -> String {
    kernel::text::hex(&Sha256::digest(token.as_bytes()))
}
