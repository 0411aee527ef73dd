//! Members come by invitation: eight digits go to a contact point, and whoever shows them joins.

use kernel::{AccountId, Actor, Capacity, InvitationId, Lang, ProducerId, Timestamp};
use serde_json::json;
use store::{ConnectionTrait, Row, Tx, execute, first, rows};
use uuid::Uuid;

use crate::code::{TRIES, derived_digits, only_digits};
use crate::digest::keyed;
use crate::throttle::{Subject, count};
use crate::{Codes, Error, Login, MemberRole, record};

/// The word that sets its digits apart from others.
const PURPOSE: &str = "invitation";

/// An invitation that waits for its answer.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Which.
    pub id: InvitationId,
    /// As what.
    pub role: MemberRole,
    /// The e-mail address or phone that it went to.
    pub contact: String,
    /// Who invited.
    pub invited_by: AccountId,
    /// When.
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
}

/// Who is to become a member.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// Of which producer.
    pub producer: ProducerId,
    /// Who reads mail or texts here.
    pub login: Login,
    /// As what.
    pub role: MemberRole,
    /// The owner who invites.
    pub actor: Actor,
}

/// Invites whoever has an e-mail address or a phone, in place of an earlier invitation there.
/// The caller is an owner. Asked too often, for one contact point or one producer, it waits.
pub async fn invite(
    tx: &Tx,
    new: &NewInvitation,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<InvitationId, Error> {
    let NewInvitation {
        producer,
        login,
        role,
        actor,
    } = new;
    if codes.settings.throttle {
        let subjects = Subject::sent(login.value(), Some(&producer.to_string()));
        count(tx, &subjects, now).await?;
    }
    let sql = "UPDATE member_invitations SET revoked_at = $4 WHERE producer_id = $1 AND contact_kind = $2 \
        AND contact = $3 AND accepted_at IS NULL AND revoked_at IS NULL";
    let values = vec![
        producer.uuid().into(),
        login.kind().into(),
        login.value().into(),
        now.0.into(),
    ];
    execute(tx, sql, values).await?;
    let id = insert(tx, new, codes, now).await?;
    jobs::enqueue(tx, "accounts.invited", &json!({ "invitation": id }), now).await?;
    let detail = json!({ "invitation": id, "role": role.as_str() });
    record::of_producer(tx, *producer, ("accounts.invite", detail), *actor, now).await?;
    Ok(id)
}

async fn insert(
    tx: &Tx,
    new: &NewInvitation,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<InvitationId, store::Error> {
    let id = InvitationId::new(now);
    let digits = derived_digits(codes.secret, PURPOSE, id.uuid());
    let sql = "INSERT INTO member_invitations \
        (id, producer_id, role, contact_kind, contact, code_hash, tries_left, invited_by, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = vec![
        id.uuid().into(),
        new.producer.uuid().into(),
        new.role.as_str().into(),
        new.login.kind().into(),
        new.login.value().into(),
        stored(codes.secret, &new.login, &digits).into(),
        TRIES.into(),
        new.actor.account.map(Uuid::from).into(),
        now.0.into(),
        now.plus_ms(codes.settings.invitation_ms()).0.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(id)
}

/// How the digits are stored: keyed, and with the contact point, from which alone they come.
fn stored(secret: &[u8], login: &Login, digits: &str) -> String {
    let parts = [PURPOSE, login.kind(), login.value(), digits].map(str::as_bytes);
    kernel::text::hex(&keyed(secret, &parts))
}

/// The invitations of a producer that wait, the newest first.
pub async fn list_invitations(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    now: Timestamp,
) -> Result<Vec<Invitation>, Error> {
    let sql = "SELECT id, role, contact, invited_by, created_at, expires_at FROM member_invitations \
        WHERE producer_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2 \
        ORDER BY created_at DESC, id DESC LIMIT 100";
    let found = rows(db, sql, vec![producer.uuid().into(), now.0.into()]).await?;
    let one = |row: &Row| -> Result<Invitation, store::Error> {
        Ok(Invitation {
            id: InvitationId(row.try_get("", "id")?),
            role: role(row)?,
            contact: row.try_get("", "contact")?,
            invited_by: AccountId(row.try_get("", "invited_by")?),
            created_at: Timestamp(row.try_get("", "created_at")?),
            expires_at: Timestamp(row.try_get("", "expires_at")?),
        })
    };
    Ok(found.iter().map(one).collect::<Result<_, _>>()?)
}

/// The database knows the words; the least of them is the safe reading of any other.
fn role(row: &Row) -> Result<MemberRole, store::Error> {
    let role: String = row.try_get("", "role")?;
    Ok(MemberRole::parse(&role).unwrap_or(MemberRole::Packer))
}

/// Takes an invitation back. Twice is as once; one that was accepted is a membership.
pub async fn revoke_invitation(
    tx: &Tx,
    producer: ProducerId,
    id: InvitationId,
    actor: Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE member_invitations SET revoked_at = COALESCE(revoked_at, $3) \
        WHERE id = $1 AND producer_id = $2 AND accepted_at IS NULL";
    let values = vec![id.uuid().into(), producer.uuid().into(), now.0.into()];
    if execute(tx, sql, values).await? == 0 {
        return Err(Error::InvitationUnknown);
    }
    let detail = json!({ "invitation": id });
    record::of_producer(
        tx,
        producer,
        ("accounts.revoke_invitation", detail),
        actor,
        now,
    )
    .await
}

/// Every invitation of a producer loses its force: it has another owner.
pub(crate) async fn revoke_all(
    tx: &Tx,
    producer: ProducerId,
    now: Timestamp,
) -> Result<(), store::Error> {
    let sql = "UPDATE member_invitations SET revoked_at = $2 \
        WHERE producer_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL";
    execute(tx, sql, vec![producer.uuid().into(), now.0.into()]).await?;
    Ok(())
}

/// What the message with an invitation says, and to whom.
#[derive(Clone)]
pub struct InvitationLetter {
    /// Its digits: never logged, never in a job.
    pub code: String,
    /// Where it goes.
    pub to: Login,
    /// The account that has proven it.
    pub account: Option<AccountId>,
    /// Their language.
    pub lang: Lang,
    /// By which producer.
    pub producer: ProducerId,
    /// As what.
    pub role: MemberRole,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
}

/// The letter of an invitation that can still be accepted.
pub async fn find_invitation(
    db: &impl ConnectionTrait,
    secret: &[u8],
    id: Uuid,
    now: Timestamp,
) -> Result<Option<InvitationLetter>, Error> {
    let sql = "SELECT i.producer_id, i.role, i.contact, i.expires_at, a.id AS account_id, a.lang \
        FROM member_invitations i \
        LEFT JOIN contact_points c ON c.kind = i.contact_kind AND c.value = i.contact AND c.proven_at IS NOT NULL \
        LEFT JOIN accounts a ON a.id = c.account_id AND a.status = 'active' \
        WHERE i.id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2";
    let Some(row) = first(db, sql, vec![id.into(), now.0.into()]).await? else {
        return Ok(None);
    };
    let read = || -> Result<Option<InvitationLetter>, store::Error> {
        let Some(to) = Login::parse(&row.try_get::<String>("", "contact")?) else {
            return Ok(None);
        };
        let account: Option<Uuid> = row.try_get("", "account_id")?;
        let lang: Option<String> = row.try_get("", "lang")?;
        Ok(Some(InvitationLetter {
            code: derived_digits(secret, PURPOSE, id),
            to,
            account: account.map(AccountId),
            lang: lang.map_or(Lang::Vi, |tag| Lang::from_tag(&tag)),
            producer: ProducerId(row.try_get("", "producer_id")?),
            role: role(&row)?,
            expires_at: Timestamp(row.try_get("", "expires_at")?),
        }))
    };
    Ok(read()?)
}

/// An invitation that was accepted just now.
pub(crate) struct Taken {
    pub(crate) id: InvitationId,
    pub(crate) producer: ProducerId,
    pub(crate) role: MemberRole,
    pub(crate) invited_by: AccountId,
}

/// Uses up an invitation: once, in time, while who invited is still an owner. A wrong try costs
/// one of those that the invitations to this contact point have left.
pub(crate) async fn take(
    tx: &Tx,
    (login, digits): (&Login, &str),
    secret: &[u8],
    now: Timestamp,
) -> Result<Option<Taken>, store::Error> {
    let sql = "UPDATE member_invitations SET accepted_at = $2 \
        WHERE code_hash = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2 AND tries_left > 0 \
          AND EXISTS (SELECT 1 FROM members m JOIN accounts a ON a.id = m.account_id \
            WHERE m.producer_id = member_invitations.producer_id AND m.account_id = member_invitations.invited_by \
            AND m.role = 'owner' AND a.status = 'active') \
        RETURNING id, producer_id, role, invited_by";
    let hash = stored(secret, login, &only_digits(digits));
    if let Some(row) = first(tx, sql, vec![hash.into(), now.0.into()]).await? {
        return Ok(Some(Taken {
            id: InvitationId(row.try_get("", "id")?),
            producer: ProducerId(row.try_get("", "producer_id")?),
            role: role(&row)?,
            invited_by: AccountId(row.try_get("", "invited_by")?),
        }));
    }
    let sql = "UPDATE member_invitations SET tries_left = tries_left - 1 WHERE contact_kind = $1 AND contact = $2 \
        AND accepted_at IS NULL AND revoked_at IS NULL AND tries_left > 0";
    execute(tx, sql, vec![login.kind().into(), login.value().into()]).await?;
    Ok(None)
}

/// Notes who accepted.
pub(crate) async fn settle(
    tx: &Tx,
    taken: &Taken,
    account: AccountId,
    now: Timestamp,
) -> Result<(), Error> {
    let sql = "UPDATE member_invitations SET accepted_by = $2 WHERE id = $1";
    execute(tx, sql, vec![taken.id.uuid().into(), account.uuid().into()]).await?;
    let detail = json!({ "invitation": taken.id });
    let actor = Actor::new(account, Capacity::Own);
    let action = ("accounts.accept_invitation", detail);
    record::of_producer(tx, taken.producer, action, actor, now).await
}
