use kernel::{Phone, PhoneError};

use crate::Email;
use crate::digest::sha256_hex;

/// What a person signs in with, as typed, in its one stored form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// An e-mail address.
    Email(Email),
    /// A mobile number.
    Phone(Phone),
}

impl Login {
    /// An e-mail address or a mobile number in any usual spelling; a number of before 2018 is
    /// read as the one that replaced it.
    pub fn parse(text: &str) -> Option<Self> {
        if text.contains('@') {
            return Email::parse(text).ok().map(Self::Email);
        }
        match Phone::parse_mobile(text) {
            Ok(phone) => Some(Self::Phone(phone)),
            Err(PhoneError::Renumbered(new)) => Phone::parse_mobile(&new).ok().map(Self::Phone),
            Err(PhoneError::Invalid | PhoneError::NotMobile) => None,
        }
    }

    /// Which kind of contact point it is, as stored.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Email(_) => "email",
            Self::Phone(_) => "phone",
        }
    }

    /// The value, as stored.
    pub fn value(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Phone(phone) => phone.as_str(),
        }
    }
}

/// Under which name tries at a login are counted: known and unknown logins alike, and not
/// readable as one.
pub(crate) fn subject(text: &str) -> String {
    let value = Login::parse(text).map_or_else(
        || text.trim().to_lowercase(),
        |login| login.value().to_owned(),
    );
    sha256_hex(value.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_phone_is_one_login() {
        let login = Login::parse("0381234567").unwrap();
        for text in ["+84 38 123 4567", "038.123.4567", "01681234567"] {
            assert_eq!(Login::parse(text).unwrap(), login, "{text}");
            assert_eq!(subject(text), subject("0381234567"));
        }
        assert_eq!(Login::parse("lan"), None);
    }
}
