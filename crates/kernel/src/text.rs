//! Vietnamese text: one normal form, a form without tones, and the order of the dictionary.

use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The one stored form: NFC, blanks trimmed and runs of them made one.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.nfc().collect::<String>().split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Letters and digits in their plain forms: wide, circled, superscript ones as any other.
pub fn compatible(text: &str) -> String {
    text.nfkc().collect()
}

/// Lower case without tones and marks, đ as d: what people type who search without tones.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The same letters without tones and marks, đ as d: what a plain SMS carries.
pub fn without_tones(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .collect()
}

/// Lower case in NFC, tones kept.
pub fn lower(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).collect()
}

/// The letters and marks of a text, one after another.
pub fn decompose(text: &str) -> impl Iterator<Item = char> {
    text.nfd()
}

/// Whether a text carries any tone, mark or đ.
pub fn has_tones(text: &str) -> bool {
    lower(text) != fold(text)
}

/// The words of a text: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|w| !w.is_empty())
}

/// Folded words joined by dashes, at most 60 bytes: the readable part of a slug.
pub fn slug(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::new();
    for word in folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if out.len() + word.len() > 60 {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(word);
    }
    out
}

/// A key whose byte order is the order of the Vietnamese dictionary, in hexadecimal.
pub fn sort_key(text: &str) -> String {
    let mut key = Vec::new();
    // Writing into a Vec cannot fail.
    let _ = COLLATOR.write_sort_key_to(text, &mut key);
    hex(&key)
}

/// A cell of a table that a spreadsheet does not take for a formula.
pub fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Bytes in hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            for half in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
            out
        })
}

#[expect(clippy::expect_used, reason = "the collation data are compiled in")]
static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    Collator::try_new(locale!("vi").into(), CollatorOptions::default())
        .expect("Vietnamese is compiled in")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_drops_tones_and_the_bar_of_d() {
        for (text, folded) in [
            ("nước mắm", "nuoc mam"),
            ("Rượu", "ruou"),
            ("ĐẶC SẢN", "dac san"),
            ("Hoà", "hoa"),
            ("Hòa", "hoa"),
            ("ư\u{31b}", "u"),
        ] {
            assert_eq!(fold(text), folded);
        }
        assert!(has_tones("đá") && !has_tones("Da"));
    }

    #[test]
    fn names_sort_as_in_the_dictionary() {
        let wanted = "An Ăn Ân Da dạ Dũng đá Đặng ma mà mả mã má mạ o ô ơ";
        let mut words: Vec<&str> = wanted.split(' ').rev().collect();
        words.sort_by_key(|w| sort_key(w));
        assert_eq!(words.join(" "), wanted);
    }

    #[test]
    fn a_slug_is_plain_ascii() {
        assert_eq!(
            slug("Nước mắm Thu Hùng (500 ml)"),
            "nuoc-mam-thu-hung-500-ml"
        );
        assert_eq!(slug("!!!"), "");
    }
}
