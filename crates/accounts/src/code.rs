//! One-time secrets. Of each only a hash is stored; the one in a letter is derived from its row's
//! id and the server's secret, so that the letter can be written again and no job carries it.

use kernel::{AccountId, Timestamp};
use store::{ConnectionTrait, Tx, execute, first};
use uuid::Uuid;

use crate::digest::{keyed, sha256_hex};
use crate::{Error, Settings};

/// What a one-time secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Proves a contact point.
    ProveContact,
    /// Opens the way to a new password.
    ResetPassword,
    /// Signs in: handed over by an official, or sent to a proven contact point.
    SignIn,
}

impl Purpose {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProveContact => "prove_contact",
            Self::ResetPassword => "reset_password",
            Self::SignIn => "sign_in",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::ProveContact, Self::ResetPassword, Self::SignIn]
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
    }

    const fn lifetime_ms(self, settings: &Settings) -> i64 {
        match self {
            Self::ProveContact => settings.proof_ms(),
            Self::ResetPassword => settings.reset_ms(),
            Self::SignIn => settings.sign_in_code_ms(),
        }
    }

    /// Whether what is sent to such a contact point is eight digits to be typed in: a telephone
    /// may have no browser.
    fn is_digits(self, contact_kind: &str) -> bool {
        match self {
            Self::ProveContact => contact_kind == "phone",
            Self::ResetPassword => false,
            Self::SignIn => true,
        }
    }
}

/// How many wrong tries a code of eight digits outlives.
pub(crate) const TRIES: i64 = 5;

/// A code to be issued.
pub(crate) struct Draft {
    pub(crate) id: Uuid,
    pub(crate) purpose: Purpose,
    pub(crate) hash: String,
    pub(crate) account: AccountId,
    pub(crate) contact: Option<Uuid>,
    pub(crate) issued_by: Option<AccountId>,
    /// A short-lived one with few tries.
    pub(crate) sent: bool,
    /// The card that it stands on.
    pub(crate) card: Option<Uuid>,
}

impl Draft {
    /// A code that goes out in a letter to a contact point.
    pub(crate) fn letter(
        secret: &[u8],
        purpose: Purpose,
        account: AccountId,
        contact: Uuid,
        now: Timestamp,
    ) -> Self {
        let id = kernel::mint(now);
        Self {
            id,
            purpose,
            hash: sha256_hex(derived(secret, purpose, id).as_bytes()),
            account,
            contact: Some(contact),
            issued_by: None,
            sent: false,
            card: None,
        }
    }

    /// Eight digits that go to a contact point.
    pub(crate) fn digits(
        secret: &[u8],
        purpose: Purpose,
        account: AccountId,
        contact: Uuid,
        now: Timestamp,
    ) -> Self {
        let id = kernel::mint(now);
        let digits = derived_digits(secret, purpose.as_str(), id);
        Self {
            id,
            purpose,
            hash: digits_hash(secret, purpose, account, &digits),
            account,
            contact: Some(contact),
            issued_by: None,
            sent: true,
            card: None,
        }
    }

    const fn lifetime_ms(&self, settings: &Settings) -> i64 {
        if self.sent {
            return settings.sent_code_ms();
        }
        if self.card.is_some() {
            return settings.card_ms();
        }
        self.purpose.lifetime_ms(settings)
    }
}

/// The secret in the letter: 160 bits in hexadecimal.
fn derived(secret: &[u8], purpose: Purpose, id: Uuid) -> String {
    let mac = keyed(
        secret,
        &[b"code", purpose.as_str().as_bytes(), id.as_bytes()],
    );
    kernel::text::hex(mac.get(..20).unwrap_or(&mac))
}

/// The eight digits in a message.
pub(crate) fn derived_digits(secret: &[u8], purpose: &str, id: Uuid) -> String {
    let mac = keyed(secret, &[b"digits", purpose.as_bytes(), id.as_bytes()]);
    eight(mac.first_chunk().copied().unwrap_or_default())
}

/// Eight digits out of 64 bits.
pub(crate) fn eight(bits: [u8; 8]) -> String {
    format!("{:08}", u64::from_be_bytes(bits) % 100_000_000)
}

/// The digits alone, however they were written.
pub(crate) fn only_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// How eight digits are stored: keyed, for they are few, and with the account, for which alone
/// they open anything.
pub(crate) fn digits_hash(
    secret: &[u8],
    purpose: Purpose,
    account: AccountId,
    digits: &str,
) -> String {
    let id = account.uuid();
    let parts: [&[u8]; 3] = [
        purpose.as_str().as_bytes(),
        id.as_bytes(),
        digits.as_bytes(),
    ];
    kernel::text::hex(&keyed(secret, &parts))
}

/// Stores a code. An earlier one of the same purpose for the same contact point still works.
pub(crate) async fn issue(
    tx: &Tx,
    draft: &Draft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Timestamp, store::Error> {
    let sql = "INSERT INTO one_time_codes (id, purpose, code_hash, account_id, contact_id, issued_by, created_at, expires_at, tries_left, card_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let expires_at = now.plus_ms(draft.lifetime_ms(settings));
    let values = vec![
        draft.id.into(),
        draft.purpose.as_str().into(),
        draft.hash.clone().into(),
        draft.account.uuid().into(),
        draft.contact.into(),
        draft.issued_by.map(Uuid::from).into(),
        now.0.into(),
        expires_at.0.into(),
        draft.sent.then_some(TRIES).into(),
        draft.card.into(),
    ];
    execute(tx, sql, values).await?;
    Ok(expires_at)
}

/// A code that was used just now.
pub(crate) struct Used {
    pub(crate) account: AccountId,
    pub(crate) contact: Option<Uuid>,
}

/// Uses up a code: once, in time, of an active account.
pub(crate) async fn take(
    tx: &Tx,
    purpose: Purpose,
    hash: &str,
    now: Timestamp,
) -> Result<Option<Used>, store::Error> {
    let sql = "UPDATE one_time_codes SET used_at = $3 \
        WHERE code_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 \
          AND (tries_left IS NULL OR tries_left > 0) \
          AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = one_time_codes.account_id AND a.status = 'active') \
        RETURNING account_id, contact_id";
    let values = vec![hash.into(), purpose.as_str().into(), now.0.into()];
    let row = first(tx, sql, values).await?;
    row.map(|row| {
        Ok(Used {
            account: AccountId(row.try_get("", "account_id")?),
            contact: row.try_get("", "contact_id")?,
        })
    })
    .transpose()
}

/// A wrong try costs one of those that the sent codes of these accounts have left.
pub(crate) async fn spend_try(
    tx: &Tx,
    purpose: Purpose,
    accounts: &[AccountId],
) -> Result<(), store::Error> {
    if accounts.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "UPDATE one_time_codes SET tries_left = tries_left - 1 \
         WHERE purpose = $1 AND used_at IS NULL AND tries_left > 0 AND account_id IN {}",
        store::in_list(accounts.len(), 2)
    );
    let ids = accounts.iter().map(|account| account.uuid().into());
    let values = std::iter::once(purpose.as_str().into()).chain(ids);
    execute(tx, &sql, values.collect()).await?;
    Ok(())
}

/// Uses up a code that came in a letter.
pub(crate) async fn take_letter(
    tx: &Tx,
    purpose: Purpose,
    code: &str,
    now: Timestamp,
) -> Result<Used, Error> {
    let hash = sha256_hex(code.trim().to_ascii_lowercase().as_bytes());
    take(tx, purpose, &hash, now)
        .await?
        .ok_or(Error::CodeUnknown)
}

/// What a letter with a code says, and to whom.
#[derive(Clone)]
pub struct Letter {
    /// What the code is for.
    pub purpose: Purpose,
    /// The code itself: never logged, never in a job.
    pub code: String,
    /// Whether it is eight digits, to be typed in; else it opens an address.
    pub digits: bool,
    /// Whose account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their language.
    pub lang: kernel::Lang,
    /// `email` or `phone`.
    pub contact_kind: String,
    /// Where it goes.
    pub contact: String,
    /// Until when the code works.
    pub expires_at: Timestamp,
}

/// The letter of a code that still works; none where it was used, is too old, was handed over by
/// somebody, or the account is not active any more.
pub async fn find_letter(
    db: &impl ConnectionTrait,
    secret: &[u8],
    code: Uuid,
    now: Timestamp,
) -> Result<Option<Letter>, Error> {
    let sql = "SELECT o.purpose, o.expires_at, a.id AS account_id, a.name, a.lang, c.kind, c.value \
        FROM one_time_codes o JOIN accounts a ON a.id = o.account_id JOIN contact_points c ON c.id = o.contact_id \
        WHERE o.id = $1 AND o.used_at IS NULL AND o.issued_by IS NULL AND o.expires_at > $2 AND a.status = 'active'";
    let Some(row) = first(db, sql, vec![code.into(), now.0.into()]).await? else {
        return Ok(None);
    };
    let word: String = row.try_get("", "purpose").map_err(store::Error::from)?;
    let letter = |purpose: Purpose| -> Result<Letter, store::Error> {
        let contact_kind: String = row.try_get("", "kind")?;
        let digits = purpose.is_digits(&contact_kind);
        Ok(Letter {
            purpose,
            digits,
            code: if digits {
                derived_digits(secret, purpose.as_str(), code)
            } else {
                derived(secret, purpose, code)
            },
            account: AccountId(row.try_get("", "account_id")?),
            name: row.try_get("", "name")?,
            lang: kernel::Lang::from_tag(&row.try_get::<String>("", "lang")?),
            contact_kind,
            contact: row.try_get("", "value")?,
            expires_at: Timestamp(row.try_get("", "expires_at")?),
        })
    };
    Ok(Purpose::parse(&word).map(letter).transpose()?)
}
