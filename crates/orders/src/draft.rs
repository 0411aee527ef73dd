//! What a buyer says at the checkout, parsed: who they are, where it goes, who receives it.

use kernel::{Phone, PhoneError, text};

use crate::Error;
use crate::delivery::Place;
use crate::error::{Fault, Wrong};

/// What a buyer typed.
#[derive(Debug, Clone, Default)]
pub struct Typed<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their phone.
    pub phone: &'a str,
    /// Their e-mail.
    pub email: Option<&'a str>,
    /// The province's code.
    pub province: &'a str,
    /// The commune's code.
    pub commune: &'a str,
    /// House and street.
    pub street: &'a str,
    /// Who receives it, where it is somebody else: name and phone.
    pub recipient: Option<(&'a str, Option<&'a str>)>,
    /// A word to the producer.
    pub note: Option<&'a str>,
    /// Which terms were read.
    pub terms_version: Option<&'a str>,
    /// Where the buyer came from.
    pub source: Option<&'a str>,
}

/// What a checkout needs to know of people and places.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The buyer's name.
    pub name: String,
    /// Their phone.
    pub phone: Phone,
    /// Their e-mail.
    pub email: Option<String>,
    /// Where it goes.
    pub place: Place,
    /// House and street.
    pub street: String,
    /// Who receives it.
    pub recipient_name: String,
    /// Their phone.
    pub recipient_phone: Phone,
    /// A word to the producer.
    pub note: Option<String>,
    /// Which terms were read.
    pub terms_version: Option<String>,
    /// Where the buyer came from.
    pub source: Option<String>,
}

/// Parses what a buyer typed; every wrong field is named.
pub fn draft(typed: &Typed<'_>) -> Result<Draft, Error> {
    let mut faults = Faults(vec![]);
    let name = faults.line("/contact/name", typed.name, 100);
    let phone = faults.phone("/contact/phone", typed.phone);
    let email = typed
        .email
        .map(|email| faults.email("/contact/email", email));
    let place = faults.place(typed.province, typed.commune);
    let street = faults.line("/address/street", typed.street, 200);
    let recipient = typed.recipient.map(|(name, phone)| {
        (
            faults.line("/recipient/name", name, 100),
            phone.map(|phone| faults.phone("/recipient/phone", phone)),
        )
    });
    let note = typed.note.and_then(|note| faults.note("/note", note, 500));
    let terms_version = typed
        .terms_version
        .map(|version| faults.line("/terms_version", version, 40));
    let source = typed
        .source
        .map(|source| faults.line("/source", source, 60));
    let (Some(phone), true) = (phone, faults.0.is_empty()) else {
        return Err(Error::Invalid(faults.0));
    };
    let (recipient_name, recipient_phone) = match recipient {
        Some((name, other)) => (name, other.flatten().unwrap_or_else(|| phone.clone())),
        None => (name.clone(), phone.clone()),
    };
    Ok(Draft {
        name,
        phone,
        email: email.flatten(),
        place,
        street,
        recipient_name,
        recipient_phone,
        note,
        terms_version,
        source,
    })
}

/// A destination by its codes, as a cart takes it.
pub fn destination(province: &str, commune: &str) -> Result<Place, Error> {
    let mut faults = Faults(vec![]);
    let place = faults.known("/province_code", province, "/commune_code", commune);
    if faults.0.is_empty() {
        Ok(place)
    } else {
        Err(Error::Invalid(faults.0))
    }
}

/// The wrong fields found so far.
pub(crate) struct Faults(pub(crate) Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, pointer: &'static str, wrong: Wrong) {
        self.0.push(Fault { pointer, wrong });
    }

    /// One line of text, not empty.
    pub(crate) fn line(&mut self, pointer: &'static str, typed: &str, max: usize) -> String {
        let clean = text::clean(typed);
        if typed.chars().any(char::is_control) {
            self.add(pointer, Wrong::ControlCharacters);
        } else if clean.is_empty() {
            self.add(pointer, Wrong::Required);
        } else if clean.chars().count() > max {
            self.add(pointer, Wrong::TooLong(max));
        }
        clean
    }

    /// Text that may have several lines; nothing but blanks is none.
    pub(crate) fn note(
        &mut self,
        pointer: &'static str,
        typed: &str,
        max: usize,
    ) -> Option<String> {
        // Browsers end a line with two characters.
        let typed = typed.replace("\r\n", "\n");
        if typed.chars().any(|c| c.is_control() && c != '\n') {
            self.add(pointer, Wrong::ControlCharacters);
        } else if typed.chars().count() > max {
            self.add(pointer, Wrong::TooLong(max));
        }
        let clean = typed.lines().map(text::clean).collect::<Vec<_>>();
        let clean = clean.join("\n").trim().to_owned();
        (!clean.is_empty()).then_some(clean)
    }

    pub(crate) fn phone(&mut self, pointer: &'static str, typed: &str) -> Option<Phone> {
        let wrong = match Phone::parse(typed) {
            Ok(phone) => return Some(phone),
            Err(PhoneError::Renumbered(new)) => Wrong::Renumbered(new),
            Err(PhoneError::Invalid | PhoneError::NotMobile) => Wrong::Malformed,
        };
        self.add(pointer, wrong);
        None
    }

    fn email(&mut self, pointer: &'static str, typed: &str) -> Option<String> {
        let email = typed.trim().to_lowercase();
        let holds = email.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
        }) && email.is_ascii()
            && !email.contains(char::is_whitespace)
            && !email.contains(char::is_control)
            && email.len() <= 254
            && !email.ends_with('.');
        if !holds {
            self.add(pointer, Wrong::Malformed);
        }
        holds.then_some(email)
    }

    fn place(&mut self, province: &str, commune: &str) -> Place {
        self.known(
            "/address/province_code",
            province,
            "/address/commune_code",
            commune,
        )
    }

    fn known(
        &mut self,
        province_at: &'static str,
        province: &str,
        commune_at: &'static str,
        commune: &str,
    ) -> Place {
        if reference::province(province).is_none_or(|p| p.valid_until.is_some()) {
            self.add(province_at, Wrong::Unknown);
        } else if reference::commune(commune)
            .is_none_or(|c| c.province != province || c.valid_until.is_some())
        {
            self.add(commune_at, Wrong::Unknown);
        }
        Place {
            province: province.to_owned(),
            commune: commune.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named() {
        let typed = Typed {
            name: " ",
            phone: "01681234567",
            email: Some("no mail"),
            province: "42",
            commune: "00004",
            street: "Số 1\u{7}",
            note: Some("a\u{0}b"),
            recipient: Some(("Lan", Some("12"))),
            ..Typed::default()
        };
        let Err(Error::Invalid(faults)) = draft(&typed) else {
            panic!("it was taken");
        };
        let at: Vec<&str> = faults.iter().map(|f| f.pointer).collect();
        assert_eq!(
            at,
            [
                "/contact/name",
                "/contact/phone",
                "/contact/email",
                "/address/commune_code",
                "/address/street",
                "/recipient/phone",
                "/note"
            ]
        );
    }

    #[test]
    fn the_buyer_receives_it_unless_somebody_else_is_named() {
        let typed = Typed {
            name: "Nguyễn  Thị Lan",
            phone: "+84 912 345 678",
            province: "42",
            commune: "18676",
            street: "Thôn Song Yên",
            recipient: Some(("Bà Tư", None)),
            ..Typed::default()
        };
        let draft = draft(&typed).unwrap();
        assert_eq!(draft.name, "Nguyễn Thị Lan");
        assert_eq!(draft.recipient_name, "Bà Tư");
        assert_eq!(draft.recipient_phone.as_str(), "0912345678");
    }
}
