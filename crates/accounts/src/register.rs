use kernel::{AccountId, Lang, Phone, Timestamp};
use store::{Tx, Value};
use uuid::Uuid;

use crate::code::{Draft, Purpose, issue};
use crate::{Email, Error, Fault, Login, Owner, Password, PasswordHash, Settings};

const LONGEST_NAME: usize = 100;

/// What a person fills in.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// Their name.
    pub name: &'a str,
    /// E-mail address.
    pub email: Option<&'a str>,
    /// Mobile number.
    pub phone: Option<&'a str>,
    /// Password.
    pub password: &'a str,
}

/// A form without faults.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The person.
    pub person: Person,
    /// The password, to be hashed outside any transaction.
    pub password: Password,
}

/// Who an account is for, and how they are reached.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// E-mail address.
    pub email: Option<Email>,
    /// Mobile number.
    pub phone: Option<Phone>,
    /// Language of notices.
    pub lang: Lang,
}

impl Registration {
    /// Checks a form; all its faults at once.
    pub fn parse(form: Form<'_>, lang: Lang, settings: &Settings) -> Result<Self, Error> {
        let mut faults = vec![];
        let name = note(&mut faults, parse_name(form.name));
        let email = note(
            &mut faults,
            filled(form.email).map(Email::parse).transpose(),
        );
        let phone = filled(form.phone).map(Phone::parse_mobile).transpose();
        let phone = note(&mut faults, phone.map_err(Fault::Phone));
        if filled(form.email).is_none() && filled(form.phone).is_none() {
            faults.push(Fault::ContactMissing);
        }
        let words = [
            form.name,
            form.email.unwrap_or(""),
            form.phone.unwrap_or(""),
        ];
        let owner = Owner {
            words: &words,
            admin: false,
        };
        let password = note(&mut faults, Password::parse(form.password, owner, settings));
        match (name, email, phone, password) {
            (Some(name), Some(email), Some(phone), Some(password)) if faults.is_empty() => {
                let person = Person {
                    name,
                    email,
                    phone,
                    lang,
                };
                Ok(Self { person, password })
            }
            _faulty => Err(Error::Invalid(faults)),
        }
    }
}

fn note<T>(faults: &mut Vec<Fault>, parsed: Result<T, Fault>) -> Option<T> {
    parsed.map_err(|fault| faults.push(fault)).ok()
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|t| !t.trim().is_empty())
}

pub(crate) fn parse_name(text: &str) -> Result<String, Fault> {
    let name = kernel::text::clean(text);
    let sound =
        (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control);
    sound.then_some(name).ok_or(Fault::Name)
}

/// Makes an account. Its contact points are unproven: they block nobody, and several accounts may
/// name the same one. A letter that proves the e-mail goes out, unless another account has proven
/// that address, which is nobody else's to learn.
pub async fn register(
    tx: &Tx,
    person: &Person,
    hash: Option<&PasswordHash>,
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<AccountId, Error> {
    let id = insert_account(tx, person, hash, now).await?;
    let contacts = insert_contacts(tx, id, person, now).await?;
    if let (Some(email), Some(contact)) = (&person.email, contacts.email) {
        let login = Login::Email(email.clone());
        if crate::proven(tx, &login).await?.is_none() {
            send_letter(tx, Purpose::ProveContact, (id, contact), codes, now).await?;
        }
    }
    Ok(id)
}

/// What codes are made with: the server's secret and how long they live.
#[derive(Clone, Copy)]
pub struct Codes<'a> {
    /// The server's secret.
    pub secret: &'a [u8],
    /// The numbers.
    pub settings: &'a Settings,
}

/// Issues eight digits and queues the message that carries them.
pub(crate) async fn send_digits(
    tx: &Tx,
    purpose: Purpose,
    (account, contact): (AccountId, Uuid),
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let draft = Draft::digits(codes.secret, purpose, account, contact, now);
    send(tx, &draft, codes, now).await
}

/// Issues a code and queues the letter that carries it.
pub(crate) async fn send_letter(
    tx: &Tx,
    purpose: Purpose,
    (account, contact): (AccountId, Uuid),
    codes: Codes<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let draft = Draft::letter(codes.secret, purpose, account, contact, now);
    send(tx, &draft, codes, now).await
}

async fn send(tx: &Tx, draft: &Draft, codes: Codes<'_>, now: Timestamp) -> Result<(), Error> {
    issue(tx, draft, codes.settings, now).await?;
    let kind = format!("accounts.{}", draft.purpose.as_str());
    let payload = serde_json::json!({ "code_id": draft.id });
    Ok(jobs::enqueue(tx, &kind, &payload, now).await?)
}

pub(crate) async fn insert_account(
    tx: &Tx,
    person: &Person,
    hash: Option<&PasswordHash>,
    now: Timestamp,
) -> Result<AccountId, store::Error> {
    let id = AccountId::new(now);
    let columns = [
        "id",
        "name",
        "name_sort",
        "status",
        "password_hash",
        "lang",
        "created_at",
        "version",
    ];
    let row = vec![
        id.uuid().into(),
        person.name.clone().into(),
        kernel::text::sort_key(&person.name).into(),
        "active".into(),
        hash.map(|h| h.0.clone()).into(),
        person.lang.as_str().into(),
        now.0.into(),
        1i64.into(),
    ];
    store::insert(tx, "accounts", &columns, vec![row]).await?;
    Ok(id)
}

pub(crate) struct Contacts {
    pub(crate) email: Option<Uuid>,
    pub(crate) phone: Option<Uuid>,
}

pub(crate) async fn insert_contacts(
    tx: &Tx,
    account: AccountId,
    person: &Person,
    now: Timestamp,
) -> Result<Contacts, store::Error> {
    let mint = || kernel::mint(now);
    let contacts = Contacts {
        email: person.email.as_ref().map(|_| mint()),
        phone: person.phone.as_ref().map(|_| mint()),
    };
    let email = person.email.as_ref().map(|e| ("email", e.as_str()));
    let phone = person.phone.as_ref().map(|p| ("phone", p.as_str()));
    let rows = [(contacts.email, email), (contacts.phone, phone)]
        .into_iter()
        .filter_map(|(id, point)| id.zip(point))
        .map(|(id, (kind, value))| -> Vec<Value> {
            vec![
                id.into(),
                account.uuid().into(),
                kind.into(),
                value.into(),
                now.0.into(),
            ]
        })
        .collect();
    let columns = ["id", "account_id", "kind", "value", "created_at"];
    store::insert(tx, "contact_points", &columns, rows).await?;
    Ok(contacts)
}
