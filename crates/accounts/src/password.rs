use std::collections::HashSet;
use std::sync::LazyLock;

use kernel::text::fold;
use unicode_normalization::UnicodeNormalization as _;

use crate::{Fault, Settings};

/// The longest password, in bytes.
pub const LONGEST_PASSWORD: usize = 256;
const SHORTEST: usize = 8;
const SHORTEST_OF_ADMINS: usize = 15;

/// What is tried first, folded, one a line.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Words of this market that make a password easy to guess.
const CONTEXT: [&str; 8] = [
    "ocop",
    "ocopmarket",
    "ocopvietnam",
    "vietnam",
    "matkhau",
    "password",
    "camxuyen",
    "hatinh",
];

/// A password that may be set: long enough and not among the first to be guessed. In NFC, so that
/// two keyboards give one password. It does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Whose password it is to be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Owner<'a> {
    /// Words that a stranger would try: name, e-mail, phone.
    pub words: &'a [&'a str],
    /// Administrators need a longer one.
    pub admin: bool,
}

impl Password {
    /// Checks a new password against the rules.
    pub fn parse(text: &str, owner: Owner<'_>, settings: &Settings) -> Result<Self, Fault> {
        let password: String = text.nfc().collect();
        if password.len() > LONGEST_PASSWORD {
            return Err(Fault::PasswordLong {
                most: LONGEST_PASSWORD,
            });
        }
        if settings.any_password && !password.is_empty() {
            return Ok(Self(password));
        }
        let least = if owner.admin {
            SHORTEST_OF_ADMINS
        } else {
            SHORTEST
        };
        if password.chars().count() < least {
            return Err(Fault::PasswordShort { least });
        }
        if is_common(&password) || is_made_of(&password, owner.words) {
            return Err(Fault::PasswordCommon);
        }
        Ok(Self(password))
    }

    /// A password that somebody claims to have set: only its form is made one.
    pub(crate) fn claimed(text: &str) -> Option<Self> {
        (text.len() <= 4 * LONGEST_PASSWORD).then(|| Self(text.nfc().collect()))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

fn is_common(password: &str) -> bool {
    let folded = fold(password);
    let first = folded.chars().next();
    COMMON.contains(folded.as_str())
        || COMMON.contains(core(&folded))
        || folded.chars().all(|c| Some(c) == first)
}

/// Whether nothing but a word of the person or the market, digits and signs is in it.
fn is_made_of(password: &str, words: &[&str]) -> bool {
    let folded = fold(password);
    let letters: String = folded.chars().filter(|c| c.is_alphabetic()).collect();
    let own = words.iter().flat_map(|word| {
        let whole = fold(word);
        let joined: String = whole.chars().filter(|c| c.is_alphanumeric()).collect();
        let local = whole.split('@').next().unwrap_or_default().to_owned();
        [whole, joined, local]
    });
    own.chain(CONTEXT.iter().map(|word| (*word).to_owned()))
        .filter(|word| word.chars().count() >= 4)
        .any(|word| folded == word || letters == word || core(&folded) == word)
}

/// The text without digits and signs at its ends.
fn core(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Password, Fault> {
        let owner = Owner {
            words: &["Nguyễn Thị Lan", "lan.nguyen@example.vn", "0912345678"],
            admin: false,
        };
        Password::parse(text, owner, &Settings::default())
    }

    #[test]
    fn a_password_has_eight_characters_to_256_bytes_and_no_other_rule_of_form() {
        assert_eq!(parse("abc-xyz"), Err(Fault::PasswordShort { least: 8 }));
        assert_eq!(
            parse(&"x7".repeat(129)),
            Err(Fault::PasswordLong { most: 256 })
        );
        assert!(parse("trời xanh mây trắng").is_ok());
        assert!(parse(&"x7".repeat(128)).is_ok());
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for text in [
            "12345678",
            "Password1",
            "mậtkhẩu123",
            "anhyeuem",
            "aaaaaaaaaa",
            "ocop2026!",
            "OCOP-market-2026",
            "nguyenthilan1990",
            "lan.nguyen@example.vn",
            "lan.nguyen88",
            "0912345678",
        ] {
            assert_eq!(parse(text), Err(Fault::PasswordCommon), "{text}");
        }
    }

    #[test]
    fn administrators_need_fifteen_characters() {
        let owner = Owner {
            words: &[],
            admin: true,
        };
        let settings = Settings::default();
        assert_eq!(
            Password::parse("trời xanh mây", owner, &settings),
            Err(Fault::PasswordShort { least: 15 })
        );
        assert!(Password::parse("trời xanh mây trắng", owner, &settings).is_ok());
    }

    #[test]
    fn a_market_of_sample_data_takes_any_password() {
        let settings = Settings {
            any_password: true,
            ..Settings::default()
        };
        assert!(Password::parse("demo-ocop-2026", Owner::default(), &settings).is_ok());
        assert!(Password::parse("", Owner::default(), &settings).is_err());
    }

    #[test]
    fn two_keyboards_give_one_password() {
        assert_eq!(parse("nu\u{31b}o\u{31b}\u{301}c mặn"), parse("nước mặn"));
    }
}
