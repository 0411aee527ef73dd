use kernel::Timestamp;
use store::{Tx, execute};

use crate::Error;

/// What the card gateway said.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// Its id, or what it is stored under.
    pub id: &'a str,
    /// What happened.
    pub kind: &'a str,
    /// To what.
    pub object: &'a str,
    /// To which payment by card.
    pub intent: Option<&'a str>,
    /// The body, of what could not be read.
    pub body: Option<&'a str>,
}

/// Writes down what the card gateway said, once; whether it is news.
pub async fn hear(tx: &Tx, heard: &Heard<'_>, now: Timestamp) -> Result<bool, Error> {
    let sql = "INSERT INTO gateway_events (id, kind, object_id, intent_id, body, received_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";
    let values = vec![
        heard.id.into(),
        heard.kind.into(),
        heard.object.into(),
        heard.intent.map(str::to_owned).into(),
        heard.body.map(str::to_owned).into(),
        now.0.into(),
    ];
    Ok(execute(tx, sql, values).await? == 1)
}
