use kernel::{AccountId, Cursor, Lang, Limit, NoticeId, Page, Timestamp};
use store::{ConnectionTrait, Row, Tx};
use uuid::Uuid;

use crate::deliver::Params;
use crate::{Error, Message};

/// A notice as its reader finds it in the program.
#[derive(Debug, Clone)]
pub struct Read {
    /// Its id.
    pub id: NoticeId,
    /// What it is about: `order-placed-buyer`.
    pub kind: String,
    /// What it says.
    pub message: Message,
    /// What its reader is called.
    pub name: Option<String>,
    /// The language it was written in.
    pub lang: Lang,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// An account's own notices, newest first.
pub async fn list_inbox(
    db: &impl ConnectionTrait,
    account: AccountId,
    limit: Limit,
    cursor: Option<&str>,
) -> Result<Page<Read>, Error> {
    let (at, id) = match cursor {
        Some(cursor) => Cursor::place(cursor)?,
        None => (Timestamp(i64::MAX), NoticeId(Uuid::max())),
    };
    let sql = "SELECT n.id, n.kind, n.lang, n.params, n.created_at, n.read_at FROM notices n \
               JOIN deliveries d ON d.notice_id = n.id AND d.channel = 'inbox' \
               WHERE n.account_id = $1 AND n.params <> '{}' AND (n.created_at < $2 OR (n.created_at = $2 AND n.id < $3)) \
               ORDER BY n.created_at DESC, n.id DESC LIMIT $4";
    let values = vec![
        account.uuid().into(),
        at.0.into(),
        id.uuid().into(),
        limit.overfetch().into(),
    ];
    let rows = store::rows(db, sql, values).await?;
    let read: Vec<Read> = rows.iter().map(read).collect::<Result<_, Error>>()?;
    Ok(Page::from_overfetch(read, limit, |last| {
        Cursor::at(last.created_at, last.id)
    }))
}

/// Notes that a notice was read. False where the account has no such notice; reading it twice
/// changes nothing.
pub async fn mark_read(
    tx: &Tx,
    account: AccountId,
    id: NoticeId,
    now: Timestamp,
) -> Result<bool, Error> {
    let sql =
        "UPDATE notices SET read_at = COALESCE(read_at, $3) WHERE id = $1 AND account_id = $2";
    let values = vec![id.uuid().into(), account.uuid().into(), now.0.into()];
    Ok(store::execute(tx, sql, values).await? == 1)
}

fn read(row: &Row) -> Result<Read, Error> {
    let column = |err| Error::Store(store::Error::from(err));
    let params: String = row.try_get("", "params").map_err(column)?;
    let params: Params = serde_json::from_str(&params)?;
    let lang: String = row.try_get("", "lang").map_err(column)?;
    Ok(Read {
        id: NoticeId(row.try_get::<Uuid>("", "id").map_err(column)?),
        kind: row.try_get("", "kind").map_err(column)?,
        message: params.message,
        name: params.name,
        lang: Lang::from_tag(&lang),
        created_at: Timestamp(row.try_get("", "created_at").map_err(column)?),
        read_at: row
            .try_get::<Option<i64>>("", "read_at")
            .map_err(column)?
            .map(Timestamp),
    })
}
