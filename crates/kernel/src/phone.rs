/// A Vietnamese telephone number in its national form, digits only, with the leading 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(String);

/// Why text is not a telephone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Neither a mobile nor a landline number.
    #[error("not a Vietnamese telephone number")]
    Invalid,
    /// An 11-digit mobile number of before 2018, with the number that replaced it.
    #[error("the number has changed to {0}")]
    Renumbered(String),
    /// A landline where a mobile number is needed.
    #[error("a mobile number is needed")]
    NotMobile,
}

/// Mobile prefixes of before 15 September 2018 and what replaced them.
const RENUMBERED: [(&str, &str); 19] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0126", "076"),
    ("0128", "078"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0127", "081"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
];

impl Phone {
    /// A mobile or landline number in any usual spelling (`+84`, `84`, `0084`, blanks, dots,
    /// dashes).
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let national = national(text)?;
        let mobile = national.len() == 10 && is_mobile(&national);
        let landline = (10..=11).contains(&national.len()) && national.starts_with("02");
        if mobile || landline {
            return Ok(Self(national));
        }
        Err(renumbered(&national).map_or(PhoneError::Invalid, PhoneError::Renumbered))
    }

    /// A mobile number: what a person signs in with.
    pub fn parse_mobile(text: &str) -> Result<Self, PhoneError> {
        let phone = Self::parse(text)?;
        if is_mobile(&phone.0) {
            Ok(phone)
        } else {
            Err(PhoneError::NotMobile)
        }
    }

    /// `0912345678`, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Only the last three digits, for logs and for people who need not know it.
    pub fn masked(&self) -> String {
        let shown = self.0.len().saturating_sub(3);
        self.0
            .chars()
            .enumerate()
            .map(|(i, c)| if i < shown { '*' } else { c })
            .collect()
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_mobile(national: &str) -> bool {
    ["03", "05", "07", "08", "09"]
        .iter()
        .any(|p| national.starts_with(p))
}

fn national(text: &str) -> Result<String, PhoneError> {
    let mut digits = String::with_capacity(12);
    for (i, c) in text.trim().chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if i == 0 => {}
            ' ' | '.' | '-' | '(' | ')' | '\u{a0}' => {}
            _ => return Err(PhoneError::Invalid),
        }
    }
    let rest = digits.strip_prefix("0084").or_else(|| {
        (text.trim().starts_with('+') || digits.len() >= 11)
            .then(|| digits.strip_prefix("84"))
            .flatten()
    });
    Ok(match rest {
        Some(rest) if rest.starts_with('0') => rest.to_owned(),
        Some(rest) => format!("0{rest}"),
        None => digits,
    })
}

fn renumbered(national: &str) -> Option<String> {
    if national.len() != 11 {
        return None;
    }
    RENUMBERED.iter().find_map(|(old, new)| {
        national
            .strip_prefix(old)
            .map(|rest| format!("{new}{rest}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_spelling_is_one_number() {
        for text in [
            "0912345678",
            "+84 912 345 678",
            "84912345678",
            "0084.912.345.678",
            "091-234-5678",
            "+84 (0)912345678",
        ] {
            assert_eq!(
                Phone::parse_mobile(text).unwrap().as_str(),
                "0912345678",
                "{text}"
            );
        }
    }

    #[test]
    fn a_number_of_before_2018_is_told_its_new_form() {
        assert_eq!(
            Phone::parse("01681234567"),
            Err(PhoneError::Renumbered("0381234567".into()))
        );
    }

    #[test]
    fn a_landline_is_a_contact_but_no_login() {
        assert_eq!(
            Phone::parse("0239 3855 123").unwrap().as_str(),
            "02393855123"
        );
        assert_eq!(
            Phone::parse_mobile("02393855123"),
            Err(PhoneError::NotMobile)
        );
        assert_eq!(Phone::parse("12345"), Err(PhoneError::Invalid));
        assert_eq!(Phone::parse("0912-345-67x"), Err(PhoneError::Invalid));
    }

    #[test]
    fn a_masked_number_shows_three_digits() {
        assert_eq!(Phone::parse("0912345678").unwrap().masked(), "*******678");
    }
}
