//! A session is a row: the token that opens it is known to its device alone.

use kernel::{AccountId, SessionId, Timestamp};
use store::{ConnectionTrait, Tx, execute, first, rows};

use crate::digest::sha256_hex;
use crate::{Error, Settings};

/// The longest label of a device.
const LONGEST_DEVICE: usize = 120;

/// What a device shows to be let in: 256 bits in hexadecimal. It does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    fn random() -> Self {
        Self(kernel::text::hex(&kernel::random::bytes::<32>()))
    }

    /// The token as it is sent, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// How a token is stored.
    pub(crate) fn stored(text: &str) -> String {
        sha256_hex(text.as_bytes())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A session that was opened just now.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub session: SessionId,
    /// What opens it from now on.
    pub token: Token,
}

/// Opens a session for an account.
pub async fn open_session(
    tx: &Tx,
    account: AccountId,
    device: &str,
    settings: &Settings,
    now: Timestamp,
) -> Result<SignedIn, Error> {
    let (staff, member) = standing(tx, account).await?;
    let lifetime = settings.lifetime(staff, member);
    let (session, token) = (SessionId::new(now), Token::random());
    let columns = [
        "id",
        "account_id",
        "token_hash",
        "device",
        "created_at",
        "last_seen_at",
        "expires_at",
        "fresh_until",
    ];
    let row = vec![
        session.uuid().into(),
        account.uuid().into(),
        Token::stored(token.reveal()).into(),
        device
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST_DEVICE)
            .collect::<String>()
            .into(),
        now.0.into(),
        now.0.into(),
        now.plus_ms(lifetime.absolute_ms()).0.into(),
        now.plus_ms(settings.fresh_ms()).0.into(),
    ];
    store::insert(tx, "sessions", &columns, vec![row]).await?;
    Ok(SignedIn {
        account,
        session,
        token,
    })
}

/// Whether an account serves the market, and whether it belongs to a producer.
async fn standing(db: &impl ConnectionTrait, id: AccountId) -> Result<(bool, bool), store::Error> {
    let sql = "SELECT (SELECT COUNT(*) FROM account_roles WHERE account_id = $1) AS staff, \
        (SELECT COUNT(*) FROM members WHERE account_id = $1) AS member";
    let Some(row) = first(db, sql, vec![id.uuid().into()]).await? else {
        return Ok((false, false));
    };
    Ok((
        row.try_get::<i64>("", "staff")? > 0,
        row.try_get::<i64>("", "member")? > 0,
    ))
}

/// A signed-in device, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// The session.
    pub id: SessionId,
    /// What the device calls itself.
    pub device: String,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was seen last, to the minute.
    pub last_seen_at: Timestamp,
    /// When it is signed out at the latest.
    pub expires_at: Timestamp,
}

/// The devices that an account is signed in on, the newest first.
pub async fn list_sessions(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<Device>, Error> {
    let sql = "SELECT id, device, created_at, last_seen_at, expires_at FROM sessions \
        WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC LIMIT 100";
    let found = rows(db, sql, vec![account.uuid().into(), now.0.into()]).await?;
    let device = |row: &store::Row| -> Result<Device, store::Error> {
        Ok(Device {
            id: SessionId(row.try_get("", "id")?),
            device: row.try_get("", "device")?,
            created_at: Timestamp(row.try_get("", "created_at")?),
            last_seen_at: Timestamp(row.try_get("", "last_seen_at")?),
            expires_at: Timestamp(row.try_get("", "expires_at")?),
        })
    };
    Ok(found.iter().map(device).collect::<Result<_, _>>()?)
}

/// Ends one session of an account: its token is dead at once. One that has ended already is fine.
pub async fn revoke_session(
    tx: &Tx,
    account: AccountId,
    session: SessionId,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE sessions SET revoked_at = COALESCE(revoked_at, $3) WHERE id = $1 AND account_id = $2";
    let values = vec![session.uuid().into(), account.uuid().into(), now.0.into()];
    match execute(tx, sql, values).await? {
        0 => Err(Error::SessionUnknown),
        _ended => Ok(()),
    }
}

/// Ends every session of an account: after a new password, a change of roles, a suspension.
pub async fn revoke_sessions(tx: &Tx, account: AccountId, now: Timestamp) -> Result<u64, Error> {
    let sql = "UPDATE sessions SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL";
    Ok(execute(tx, sql, vec![account.uuid().into(), now.0.into()]).await?)
}
