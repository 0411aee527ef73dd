use kernel::{AccountId, Actor, Timestamp, random};
use serde_json::json;
use store::{Tx, first};

use crate::code::{Draft, Purpose, digits_hash, issue};
use crate::{Codes, Error};

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
    let sql = "SELECT (SELECT id FROM contact_points c WHERE c.account_id = a.id AND c.kind = 'phone') AS phone, \
        (SELECT COUNT(*) FROM account_roles r WHERE r.account_id = a.id) AS roles \
        FROM accounts a WHERE a.id = $1 AND a.status = 'active'";
    let row = first(tx, sql, vec![account.uuid().into()])
        .await?
        .ok_or(Error::AccountUnknown)?;
    if row
        .try_get::<i64>("", "roles")
        .map_err(store::Error::from)?
        > 0
    {
        return Err(Error::NoCodeFor(account));
    }
    let digits = format!(
        "{:08}",
        u64::from_be_bytes(random::bytes::<8>()) % 100_000_000
    );
    let draft = Draft {
        id: kernel::mint(now),
        purpose: Purpose::SignIn,
        hash: digits_hash(codes.secret, account, &digits),
        account,
        contact: row.try_get("", "phone").map_err(store::Error::from)?,
        issued_by: actor.account,
    };
    let expires_at = issue(tx, &draft, codes.settings, now).await?;
    let entry = audit::Entry {
        actor,
        action: "accounts.issue_sign_in_code",
        subject_kind: "account",
        subject_id: account.to_string(),
        detail: json!({ "code": draft.id }),
    };
    audit::record(tx, entry, now).await?;
    Ok(SignInCode { digits, expires_at })
}
