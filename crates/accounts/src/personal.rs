//! What is held about a person, and how it goes.

use kernel::{AccountId, Actor, Capacity, MandateId, ProducerId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, Values, execute, rows};

use crate::card::void;
use crate::grant::hold_admins;
use crate::members::{hold_owners, keep_an_owner};
use crate::{Error, account, record};

/// An e-mail address or phone of somebody.
#[derive(Debug, Clone)]
pub struct ContactPoint {
    /// `email` or `phone`.
    pub kind: String,
    /// The address or number.
    pub value: String,
    /// When it was proven.
    pub proven_at: Option<Timestamp>,
    /// By what: `letter`, `official`, `call`.
    pub proven_by: Option<String>,
    /// Since when it is there.
    pub created_at: Timestamp,
}

/// A mandate that somebody holds or held.
#[derive(Debug, Clone)]
pub struct HeldMandate {
    /// Which.
    pub id: MandateId,
    /// For which producer.
    pub producer: ProducerId,
    /// How far.
    pub scope: String,
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// The contact points of an account.
pub async fn contacts_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<ContactPoint>, Error> {
    let sql = "SELECT kind, value, proven_at, proven_by, created_at FROM contact_points \
        WHERE account_id = $1 ORDER BY kind, created_at";
    let one = |row: &Row| -> Result<ContactPoint, store::Error> {
        Ok(ContactPoint {
            kind: row.try_get("", "kind")?,
            value: row.try_get("", "value")?,
            proven_at: instant(row, "proven_at")?,
            proven_by: row.try_get("", "proven_by")?,
            created_at: Timestamp(row.try_get("", "created_at")?),
        })
    };
    let found = rows(db, sql, vec![account.uuid().into()]).await?;
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}

/// The mandates that an account holds and held, the newest first.
pub async fn mandates_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<HeldMandate>, Error> {
    let sql = "SELECT id, producer_id, scope, from_at, until_at, revoked_at FROM mandates \
        WHERE account_id = $1 ORDER BY from_at DESC, id DESC";
    let one = |row: &Row| -> Result<HeldMandate, store::Error> {
        Ok(HeldMandate {
            id: MandateId(row.try_get("", "id")?),
            producer: ProducerId(row.try_get("", "producer_id")?),
            scope: row.try_get("", "scope")?,
            from: Timestamp(row.try_get("", "from_at")?),
            until: instant(row, "until_at")?,
            revoked_at: instant(row, "revoked_at")?,
        })
    };
    let found = rows(db, sql, vec![account.uuid().into()]).await?;
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}

fn instant(row: &Row, column: &str) -> Result<Option<Timestamp>, store::Error> {
    Ok(row.try_get::<Option<i64>>("", column)?.map(Timestamp))
}

/// Erases a person: name, contact points, password, sessions, codes, addresses and memberships go;
/// the row stays as a number without a name, to which orders, histories and consents point. Who
/// serves the market, or is a producer's last owner, hands that over first.
pub async fn erase(tx: &Tx, id: AccountId, now: Timestamp) -> Result<(), Error> {
    hold_admins(tx).await?;
    let person = account(tx, id).await?;
    if !person.staff.is_empty() {
        return Err(Error::StillServes(id));
    }
    for (producer, _) in &person.memberships {
        hold_owners(tx, *producer).await?;
    }
    for sql in GONE {
        let dated = sql.contains("$2");
        let at = dated.then(|| now.0.into());
        let values: Values = std::iter::once(id.uuid().into()).chain(at).collect();
        execute(tx, sql, values).await?;
    }
    void(tx, (id, None), now).await?;
    for (producer, role) in &person.memberships {
        if *role == crate::MemberRole::Owner {
            keep_an_owner(tx, *producer).await?;
        }
    }
    let detail = json!({});
    record::of_account(
        tx,
        id,
        ("accounts.erase", detail),
        Actor::new(id, Capacity::Own),
        now,
    )
    .await
}

const GONE: [&str; 11] = [
    "DELETE FROM one_time_codes WHERE account_id = $1",
    "DELETE FROM sessions WHERE account_id = $1",
    "DELETE FROM members WHERE account_id = $1",
    "DELETE FROM saved_addresses WHERE account_id = $1",
    "UPDATE mandates SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL",
    "UPDATE consents SET withdrawn_at = $2 WHERE account_id = $1 AND withdrawn_at IS NULL",
    "UPDATE member_invitations SET revoked_at = $2 WHERE invited_by = $1 AND accepted_at IS NULL AND revoked_at IS NULL",
    "UPDATE member_invitations SET contact = '' WHERE accepted_by = $1",
    "DELETE FROM member_invitations WHERE accepted_at IS NULL AND EXISTS (SELECT 1 FROM contact_points c \
     WHERE c.account_id = $1 AND c.proven_at IS NOT NULL AND c.kind = member_invitations.contact_kind AND c.value = member_invitations.contact)",
    "DELETE FROM contact_points WHERE account_id = $1",
    "UPDATE accounts SET status = 'erased', name = '', name_sort = '', password_hash = NULL, version = version + 1 WHERE id = $1",
];
