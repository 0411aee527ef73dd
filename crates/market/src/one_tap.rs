//! Links in notices that do one thing, once, without a sign-in, behind one button: accept an order, or
//! open a shop again that rests.
//!
//! The token is derived from the delivery that carries it, so that a message sent again carries the
//! same; only its hash is stored. Looking does nothing, for messengers and robots look; the button
//! acts.

use accounts::MemberRole;
use kernel::{
    AccountId, Actor, Capacity, Day, DeliveryId, Lang, OrderId, ProducerId, Secret, Timestamp, Vnd,
};
use notifications::Link;
use orders::Event;
use sha2::{Digest, Sha256};
use store::{ConnectionTrait, Db, Row, Tx, execute, first};
use uuid::Uuid;

use crate::step::{Whose, advance, lock};
use crate::{App, Error};

/// What a link would do, for the page with its button.
#[derive(Debug, Clone)]
pub struct OneTap {
    /// Its one act.
    pub act: TapAct,
    /// Whose move it is.
    pub producer: String,
    /// Until when the link works.
    pub expires_at: Timestamp,
    /// The language of the notice that carried it.
    pub lang: Lang,
    /// What can still be done with it.
    pub state: TapState,
}

/// What the button of a link does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TapAct {
    /// It accepts an order.
    Accept {
        /// Which.
        code: String,
        /// For how much.
        total: Vnd,
    },
    /// It opens a shop again that rests.
    Resume,
}

/// What can still be done with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TapState {
    /// The button acts.
    Ready,
    /// It is done, by this link or otherwise.
    Done,
    /// The order has ended, or the link is too old.
    Over,
}

/// The token of the link of a delivery, stored as a hash. None where there is nothing left to do.
pub(crate) async fn issue(
    app: &App,
    delivery: DeliveryId,
    link: Link,
) -> Result<Option<String>, store::Error> {
    let (act, order, producer, until) = match link {
        Link::Accept(order) => match waits(app, order).await? {
            Some((producer, until)) => ("accept", Some(order), producer, until),
            None => return Ok(None),
        },
        Link::Resume(producer) => match rests(app, producer).await? {
            Some(until) => ("resume", None, producer, until),
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let token = token(&app.secret, delivery);
    let sql = "INSERT INTO one_tap_links (id, token_hash, act, order_id, producer_id, account_id, lang, created_at, expires_at) \
        SELECT d.id, $2, $3, $4, $5, n.account_id, n.lang, $6, $7 \
        FROM deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.id = $1 ON CONFLICT (id) DO NOTHING";
    let values = vec![
        delivery.uuid().into(),
        hash(&token).into(),
        act.into(),
        order.map(Uuid::from).into(),
        producer.uuid().into(),
        app.now().0.into(),
        until.0.into(),
    ];
    let tx = store::write(&app.db).await?;
    execute(&tx, sql, values).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Whose answer an order waits for, and until when.
async fn waits(app: &App, order: OrderId) -> Result<Option<(ProducerId, Timestamp)>, store::Error> {
    let sql = "SELECT producer_id, state_until FROM orders WHERE id = $1 AND status = 'placed' \
        AND state_until IS NOT NULL";
    let row = first(app.db.read(), sql, vec![order.uuid().into()]).await?;
    let read = |row: Row| {
        let until = Timestamp(row.try_get("", "state_until")?);
        Ok((ProducerId(row.try_get("", "producer_id")?), until))
    };
    row.map(read).transpose()
}

/// Until when a shop that rests is opened again by one tap; none where it is open.
async fn rests(app: &App, producer: ProducerId) -> Result<Option<Timestamp>, store::Error> {
    let now = app.now();
    if !paused(app.db.read(), producer, now).await? {
        return Ok(None);
    }
    let (db, today) = (app.db.read(), Day::of(now));
    let days: i64 = rules::value(db, "shop.resume_link_days", "*", today).await?;
    Ok(Some(now.plus_days(days)))
}

async fn paused(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    now: Timestamp,
) -> Result<bool, store::Error> {
    let sql = "SELECT id FROM producers WHERE id = $1 AND paused_until > $2";
    let values = vec![producer.uuid().into(), now.0.into()];
    Ok(first(db, sql, values).await?.is_some())
}

/// What a link would do; none where there is no such link.
pub async fn find(
    db: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<OneTap>, Error> {
    let sql = "SELECT l.lang, l.expires_at, l.used_at, o.code, o.status, o.total, p.name, p.paused_until \
        FROM one_tap_links l JOIN producers p ON p.id = l.producer_id LEFT JOIN orders o ON o.id = l.order_id \
        WHERE l.token_hash = $1";
    let Some(row) = first(db, sql, vec![hash(token).into()]).await? else {
        return Ok(None);
    };
    Ok(Some(read(&row, now)?))
}

fn read(row: &Row, now: Timestamp) -> Result<OneTap, store::Error> {
    let expires_at = Timestamp(row.try_get("", "expires_at")?);
    let used = row.try_get::<Option<i64>>("", "used_at")?.is_some();
    let works = !used && expires_at > now;
    let status: Option<String> = row.try_get("", "status")?;
    let (act, state) = if let Some(status) = status.as_deref() {
        let act = TapAct::Accept {
            code: row.try_get("", "code")?,
            total: Vnd(row.try_get("", "total")?),
        };
        let state = match status {
            "placed" if works => TapState::Ready,
            "placed" | "cancelled" | "declined" | "expired" => TapState::Over,
            _ => TapState::Done,
        };
        (act, state)
    } else {
        let until: Option<i64> = row.try_get("", "paused_until")?;
        let rests = until.is_some_and(|until| until > now.0);
        let state = if rests && works {
            TapState::Ready
        } else if rests {
            TapState::Over
        } else {
            TapState::Done
        };
        (TapAct::Resume, state)
    };
    Ok(OneTap {
        act,
        producer: row.try_get("", "name")?,
        expires_at,
        lang: Lang::from_tag(&row.try_get::<String>("", "lang")?),
        state,
    })
}

/// Presses the button. A link that was used, is too old, or whose order or shop has moved on does nothing
/// more: [`find`] says where things stand.
pub async fn press(db: &Db, token: &str, now: Timestamp) -> Result<(), Error> {
    store::retry(|| async {
        let tx = store::write(db).await?;
        let Some((order, producer, account)) = take(&tx, token, now).await? else {
            return Ok(());
        };
        let actor = Actor {
            account,
            capacity: Capacity::Member,
            mandate: None,
        };
        match order {
            Some(order) => {
                let standing = lock(&tx, order, Whose::Producer(producer)).await?;
                if standing.status == orders::Status::Placed && may(&tx, producer, account).await? {
                    advance(&tx, &standing, Event::Accept, actor, now).await?;
                }
            }
            None if may(&tx, producer, account).await? => {
                crate::resume::reopen(&tx, producer, actor, now).await?;
            }
            None => {}
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
) -> Result<Option<(Option<OrderId>, ProducerId, Option<AccountId>)>, store::Error> {
    let sql = "UPDATE one_tap_links SET used_at = $2 \
        WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 \
        RETURNING order_id, producer_id, account_id";
    let row = first(tx, sql, vec![hash(token).into(), now.0.into()]).await?;
    row.map(|row| {
        Ok((
            row.try_get::<Option<Uuid>>("", "order_id")?.map(OrderId),
            ProducerId(row.try_get("", "producer_id")?),
            row.try_get::<Option<Uuid>>("", "account_id")?
                .map(AccountId),
        ))
    })
    .transpose()
}

/// A shop is open again: the links that told of its rest open it no more, should it rest once more.
pub(crate) async fn spend(
    tx: &Tx,
    producer: ProducerId,
    now: Timestamp,
) -> Result<(), store::Error> {
    let sql = "UPDATE one_tap_links SET used_at = $2 WHERE producer_id = $1 AND act = 'resume' AND used_at IS NULL";
    execute(tx, sql, vec![producer.uuid().into(), now.0.into()]).await?;
    Ok(())
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
