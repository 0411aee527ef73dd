use crate::random;

/// Crockford's base32 in upper case: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_LEN: usize = 8;
const CODE_LEN: usize = 2 + RANDOM_LEN + 1;

/// What a code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// An order, a checkout or a payment's reference: `OC` + 8 random characters + check.
    Order,
}

/// A code that can be dictated over the telephone and found in a bank's transfer text:
/// `OC` + 8 random Crockford characters + a check character.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(String);

impl Code {
    /// A new random code.
    pub fn random() -> Self {
        let body: String = random::bytes::<RANDOM_LEN>()
            .iter()
            .map(|b| letter(usize::from(b & 31)))
            .collect();
        let check = check_character(&body);
        Self(format!("OC{body}{check}"))
    }

    /// A code as somebody typed it: any case, blanks and dashes ignored, look-alike letters
    /// forgiven, the check character verified.
    pub fn parse(text: &str) -> Option<Self> {
        let clean = clean(text);
        let prefix = clean.get(..2)?;
        let rest = clean.get(2..)?;
        // The O of "OC" is read as a zero by the look-alike rule.
        (matches!(prefix, "0C") && rest.len() == RANDOM_LEN + 1).then_some(())?;
        let (body, check) = rest.split_at_checked(RANDOM_LEN)?;
        (check.starts_with(check_character(body))).then(|| Self(format!("OC{rest}")))
    }

    /// The first valid code anywhere in a text, blanks lost and words wrapped round it.
    pub fn find(text: &str) -> Option<Self> {
        Self::find_all(text).into_iter().next()
    }

    /// Every valid code in a text, each once.
    pub fn find_all(text: &str) -> Vec<Self> {
        let clean = clean(text);
        let mut found = vec![];
        for start in 0..clean.len().saturating_sub(CODE_LEN - 1) {
            let here = clean.get(start..start + CODE_LEN).and_then(Self::parse);
            if let Some(code) = here.filter(|code| !found.contains(code)) {
                found.push(code);
            }
        }
        found
    }

    /// The code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A short permanent public code of a product: 7 random characters + a check character.
pub fn public_code() -> String {
    let body: String = random::bytes::<7>()
        .iter()
        .map(|b| letter(usize::from(b & 31)))
        .collect();
    let check = check_character(&body);
    format!("{body}{check}")
}

/// A public code as somebody typed it off a label: any case, blanks and dashes ignored, look-alike
/// letters forgiven, the check character verified.
pub fn parse_public_code(text: &str) -> Option<String> {
    if text.len() > 40 {
        return None;
    }
    let clean = clean(text);
    let (body, check) = clean.split_at_checked(7)?;
    (check.len() == 1 && check.starts_with(check_character(body))).then(|| clean.clone())
}

/// The check character: position-weighted sum modulo 31, so that one wrong letter or two swapped
/// neighbours never pass (weights 1, 2, 3 … are all below the prime 31).
pub fn check_character(body: &str) -> char {
    let sum: usize = body
        .bytes()
        .enumerate()
        .map(|(i, byte)| (i + 1) * ALPHABET.iter().position(|c| *c == byte).unwrap_or(0))
        .sum();
    letter(sum % 31)
}

fn letter(index: usize) -> char {
    char::from(*ALPHABET.get(index).unwrap_or(&b'0'))
}

fn clean(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_found_in_a_banks_text() {
        let code = Code::random();
        let text = format!(
            "MBVCB.123 ck {} thanh toan.CT tu 0123",
            code.as_str().to_lowercase()
        );
        assert_eq!(Code::find(&text), Some(code.clone()));
        let split = format!(
            "CK {} {}X",
            code.as_str().get(..5).unwrap(),
            code.as_str().get(5..).unwrap()
        );
        assert_eq!(Code::find(&split), Some(code));
        assert_eq!(Code::find("thanh toan don hang"), None);
        let (one, two) = (Code::random(), Code::random());
        let both = format!("{one}{two} {one}").to_lowercase();
        assert_eq!(Code::find_all(&both), [one, two]);
    }

    #[test]
    fn a_public_code_is_read_off_a_label() {
        let code = public_code();
        let (left, right) = code.split_at(4);
        let typed = format!(" {}-{} ", left.to_lowercase(), right);
        assert_eq!(parse_public_code(&typed), Some(code.clone()));
        assert_eq!(parse_public_code(left), None);
        let other = if code.starts_with('2') { "3" } else { "2" };
        let (_, rest) = code.split_at(1);
        assert_eq!(parse_public_code(&format!("{other}{rest}")), None);
        assert_eq!(parse_public_code("Nước mắm"), None);
    }

    proptest! {
        #[test]
        fn swapped_neighbours_are_seen(at in 2usize..9) {
            let code = Code::random();
            let mut letters: Vec<char> = code.as_str().chars().collect();
            let value = |c: char| ALPHABET.iter().position(|a| char::from(*a) == c).unwrap();
            // 31 letters are distinct modulo 31; only 0 and Z are not.
            prop_assume!(value(letters[at]) % 31 != value(letters[at + 1]) % 31);
            letters.swap(at, at + 1);
            prop_assert_eq!(Code::parse(&letters.into_iter().collect::<String>()), None);
        }
    }
}
