use kernel::{AccountId, Actor, Timestamp, random};
use serde_json::json;
use store::{Db, Tx, first};
use uuid::Uuid;

use crate::code::{Draft, Purpose, digits_hash, eight, issue};
use crate::contact::candidates;
use crate::register::send_digits;
use crate::throttle::{Subject, count};
use crate::{Codes, Error, Login, record};

/// Eight digits that let one person in, once.
#[derive(Clone)]
pub struct SignInCode {
    /// The digits, to be handed over and shown nowhere again.
    pub digits: String,
    /// Until when they work.
    pub expires_at: Timestamp,
}

/// Issues a sign-in code for somebody who has no way in of their own. Nobody hands over the
/// account of one who serves the market; whether the caller may do it for this person is asked
/// before.
pub async fn issue_sign_in_code(
    tx: &Tx,
    account: AccountId,
    actor: Actor,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<SignInCode, Error> {
    let phone = may_be_let_in(tx, account).await?;
    let digits = eight(random::bytes());
    let draft = Draft {
        id: kernel::mint(now),
        purpose: Purpose::SignIn,
        hash: digits_hash(codes.secret, Purpose::SignIn, account, &digits),
        account,
        contact: phone,
        issued_by: actor.account,
        sent: false,
        card: None,
    };
    let expires_at = issue(tx, &draft, codes.settings, now).await?;
    let detail = json!({ "code": draft.id });
    record::of_account(
        tx,
        account,
        ("accounts.issue_sign_in_code", detail),
        actor,
        now,
    )
    .await?;
    Ok(SignInCode { digits, expires_at })
}

/// The phone of an active account that serves nobody but itself.
pub(crate) async fn may_be_let_in(tx: &Tx, account: AccountId) -> Result<Option<Uuid>, Error> {
    let sql = "SELECT (SELECT id FROM contact_points c WHERE c.account_id = a.id AND c.kind = 'phone') AS phone, \
        (SELECT COUNT(*) FROM account_roles r WHERE r.account_id = a.id) AS roles \
        FROM accounts a WHERE a.id = $1 AND a.status = 'active'";
    let row = first(tx, sql, vec![account.uuid().into()]).await?;
    let row = row.ok_or(Error::AccountUnknown)?;
    let read = |row: &store::Row| -> Result<(Option<Uuid>, i64), store::Error> {
        Ok((row.try_get("", "phone")?, row.try_get("", "roles")?))
    };
    let (phone, roles) = read(&row)?;
    if roles > 0 {
        return Err(Error::NoCodeFor(account));
    }
    Ok(phone)
}

/// Sends a sign-in code to who has proven a login. The caller learns nothing: a login that is
/// unknown, unproven, or of somebody who serves the market, and so has a password, is answered
/// alike. Asked for too often, for one login or from one place, it waits.
pub async fn ask_for_sign_in_code(
    db: &Db,
    login: &str,
    source: Option<&str>,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = store::write(db).await?;
    if codes.settings.throttle {
        count(&tx, &Subject::sent(login, source), now).await?;
    }
    if let Some(login) = Login::parse(login) {
        let known = candidates(&tx, &login, 1).await?;
        if let Some(owner) = known.first().filter(|c| c.proven && !c.staff) {
            let to = (owner.account, owner.contact);
            send_digits(&tx, Purpose::SignIn, to, codes, now).await?;
        }
    }
    Ok(tx.commit().await.map_err(store::Error::from)?)
}
