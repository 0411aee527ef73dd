//! Tries to have something done by the card gateway. What a try is sent under is stored before it is
//! sent, so that a try whose answer was lost is found again and never made twice.

use kernel::{AttemptId, MINUTE_MS, PaymentId, Timestamp, Vnd, words};
use store::{ConnectionTrait, Row, Tx, Values, execute, insert, rows};
use uuid::Uuid;

use crate::Error;

words! {
    /// What is tried.
    AttemptKind {
        /// A payment by card.
        Intent = "intent",
        /// Money back to a card.
        Refund = "refund",
        /// A producer's share to its own account.
        Transfer = "transfer",
        /// Some of such a share back.
        Reversal = "reversal",
    }
}

words! {
    /// Where a try stands.
    AttemptStatus {
        /// It is being sent: whether it was done is not known.
        Sending = "sending",
        /// It is there, and waits for somebody.
        Open = "open",
        /// It is done.
        Done = "done",
        /// It will never be done.
        Dropped = "dropped",
    }
}

/// After how long a try is looked at again …
pub(crate) const LOOK_AFTER: i64 = 2 * MINUTE_MS;
/// … and after how long, once it has been there for an hour.
const LOOK_LATE_AFTER: i64 = 5 * MINUTE_MS;

/// A try to have something done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which.
    pub id: AttemptId,
    /// For which payment.
    pub payment: PaymentId,
    /// What.
    pub kind: AttemptKind,
    /// The payment, the refund, the payout; of a reversal, the refund that it makes good.
    pub subject: Uuid,
    /// How much.
    pub amount: Vnd,
    /// The key that it is sent under, each time.
    pub key: String,
    /// What the gateway calls it, once that is known.
    pub provider_id: Option<String>,
    /// What the buyer's browser pays with.
    pub client_secret: Option<String>,
    /// Where it stands.
    pub status: AttemptStatus,
    /// When it is looked at again, until it is settled.
    pub look_at: Option<Timestamp>,
    /// Since when.
    pub created_at: Timestamp,
}

impl Attempt {
    /// Whether nothing more becomes of it.
    pub fn is_settled(&self) -> bool {
        matches!(self.status, AttemptStatus::Done | AttemptStatus::Dropped)
    }

    fn look_at(&self, now: Timestamp) -> Timestamp {
        let old = now.0.saturating_sub(self.created_at.0) > 60 * MINUTE_MS;
        now.plus_ms(if old { LOOK_LATE_AFTER } else { LOOK_AFTER })
    }
}

/// What is to be tried.
#[derive(Debug, Clone, Copy)]
pub struct NewAttempt {
    /// For which payment.
    pub payment: PaymentId,
    /// What.
    pub kind: AttemptKind,
    /// The payment, the refund, the payout; of a reversal, the refund that it makes good.
    pub subject: Uuid,
    /// How much.
    pub amount: Vnd,
}

/// Begins a try: nothing is sent yet. Of one thing there is one try at a time
/// (`attempt_one_at_a_time`).
pub async fn begin(tx: &Tx, new: NewAttempt, now: Timestamp) -> Result<Attempt, Error> {
    let id = AttemptId::new(now);
    let attempt = Attempt {
        id,
        payment: new.payment,
        kind: new.kind,
        subject: new.subject,
        amount: new.amount,
        key: format!("ocop-{id}"),
        provider_id: None,
        client_secret: None,
        status: AttemptStatus::Sending,
        look_at: None,
        created_at: now,
    };
    let columns = [
        "id",
        "payment_id",
        "kind",
        "subject_id",
        "amount",
        "provider_key",
        "status",
        "look_at",
        "created_at",
    ];
    let row: Values = vec![
        id.uuid().into(),
        new.payment.uuid().into(),
        new.kind.as_str().into(),
        new.subject.into(),
        new.amount.0.into(),
        attempt.key.as_str().into(),
        attempt.status.as_str().into(),
        attempt.look_at(now).0.into(),
        now.0.into(),
    ];
    insert(tx, "payment_attempts", &columns, vec![row]).await?;
    Ok(attempt)
}

/// It is there: what the gateway calls it. Known already, it holds.
pub async fn found(
    tx: &Tx,
    attempt: &Attempt,
    (provider_id, client_secret): (&str, Option<&str>),
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE payment_attempts SET status = 'open', provider_id = $2, client_secret = $3, look_at = $4 \
        WHERE id = $1 AND status = 'sending'";
    let values = vec![
        attempt.id.uuid().into(),
        provider_id.into(),
        client_secret.map(str::to_owned).into(),
        attempt.look_at(now).0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// It is done, whatever was known of it before.
pub async fn finish(
    tx: &Tx,
    attempt: &Attempt,
    (provider_id, source_id): (&str, &str),
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE payment_attempts SET status = 'done', provider_id = $2, source_id = $3, look_at = NULL, \
        settled_at = $4 WHERE id = $1 AND status <> 'done'";
    let values = vec![
        attempt.id.uuid().into(),
        provider_id.into(),
        source_id.into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// It will never be done.
pub async fn drop_attempt(tx: &Tx, attempt: &Attempt, now: Timestamp) -> Result<(), Error> {
    let sql = "UPDATE payment_attempts SET status = 'dropped', look_at = NULL, settled_at = $2 \
        WHERE id = $1 AND status IN ('sending', 'open')";
    execute(tx, sql, vec![attempt.id.uuid().into(), now.0.into()]).await?;
    Ok(())
}

/// The gateway keeps a failure under the key of this try: another one takes its place.
pub async fn try_anew(tx: &Tx, attempt: &Attempt, now: Timestamp) -> Result<Attempt, Error> {
    drop_attempt(tx, attempt, now).await?;
    let new = NewAttempt {
        payment: attempt.payment,
        kind: attempt.kind,
        subject: attempt.subject,
        amount: attempt.amount,
    };
    begin(tx, new, now).await
}

/// It asks for another amount from now on.
pub async fn reprice(tx: &Tx, attempt: &Attempt, amount: Vnd) -> Result<(), Error> {
    let sql =
        "UPDATE payment_attempts SET amount = $2 WHERE id = $1 AND amount = $3 AND status = 'open'";
    let values = vec![
        attempt.id.uuid().into(),
        amount.0.into(),
        attempt.amount.0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(())
}

/// It was looked at, and waits still.
pub async fn look_later(tx: &Tx, attempt: &Attempt, now: Timestamp) -> Result<(), Error> {
    let sql = "UPDATE payment_attempts SET look_at = $2 WHERE id = $1 AND look_at IS NOT NULL";
    let values = vec![attempt.id.uuid().into(), attempt.look_at(now).0.into()];
    execute(tx, sql, values).await?;
    Ok(())
}

/// The payments that are to be looked at; what goes back to a card is a job's.
pub async fn due(
    db: &impl ConnectionTrait,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<PaymentId>, Error> {
    let sql = "SELECT payment_id, MIN(look_at) AS at FROM payment_attempts WHERE look_at <= $1 AND kind = 'intent' \
        GROUP BY payment_id ORDER BY at, payment_id LIMIT $2";
    let found = rows(db, sql, vec![now.0.into(), limit.into()]).await?;
    let id = |row: &Row| Ok(PaymentId(row.try_get("", "payment_id")?));
    found.iter().map(id).collect()
}

/// The tries of a payment, the oldest first.
pub async fn attempts(
    db: &impl ConnectionTrait,
    payment: PaymentId,
) -> Result<Vec<Attempt>, Error> {
    let sql = "SELECT * FROM payment_attempts WHERE payment_id = $1 ORDER BY created_at, id";
    let found = rows(db, sql, vec![payment.uuid().into()]).await?;
    found.iter().map(read).collect()
}

/// The charge that paid a payment by card: what its transfers come out of.
pub async fn charge_of(
    db: &impl ConnectionTrait,
    payment: PaymentId,
) -> Result<Option<String>, Error> {
    let sql = "SELECT source_id FROM payment_attempts WHERE payment_id = $1 AND kind = 'intent' \
        AND status = 'done' ORDER BY created_at, id LIMIT 1";
    let found = rows(db, sql, vec![payment.uuid().into()]).await?;
    let source = |row: &Row| row.try_get::<Option<String>>("", "source_id");
    Ok(found.first().map(source).transpose()?.flatten())
}

/// The try to have a thing done that is under way.
pub(crate) async fn under_way(
    db: &impl ConnectionTrait,
    kind: AttemptKind,
    subject: Uuid,
) -> Result<Option<Attempt>, Error> {
    let sql = "SELECT * FROM payment_attempts WHERE kind = $1 AND subject_id = $2 AND status IN ('sending', 'open') LIMIT 1";
    let found = rows(db, sql, vec![kind.as_str().into(), subject.into()]).await?;
    found.first().map(read).transpose()
}

/// The try that the gateway calls so, or that was sent under this key.
pub async fn attempt_of(
    db: &impl ConnectionTrait,
    kind: AttemptKind,
    name: &str,
) -> Result<Option<Attempt>, Error> {
    let sql = "SELECT * FROM payment_attempts WHERE kind = $1 AND (provider_id = $2 OR provider_key = $2) LIMIT 1";
    let found = rows(db, sql, vec![kind.as_str().into(), name.into()]).await?;
    found.first().map(read).transpose()
}

fn read(row: &Row) -> Result<Attempt, Error> {
    let text = |column: &str| row.try_get::<String>("", column);
    let (kind, status) = (text("kind")?, text("status")?);
    Ok(Attempt {
        id: AttemptId(row.try_get("", "id")?),
        payment: PaymentId(row.try_get("", "payment_id")?),
        kind: AttemptKind::parse(&kind).ok_or(Error::Unreadable(kind))?,
        subject: row.try_get("", "subject_id")?,
        amount: Vnd(row.try_get("", "amount")?),
        key: text("provider_key")?,
        provider_id: row.try_get("", "provider_id")?,
        client_secret: row.try_get("", "client_secret")?,
        status: AttemptStatus::parse(&status).ok_or(Error::Unreadable(status))?,
        look_at: row.try_get::<Option<i64>>("", "look_at")?.map(Timestamp),
        created_at: Timestamp(row.try_get("", "created_at")?),
    })
}
