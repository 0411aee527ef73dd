//! Text as it is stored: one normal form, no control characters, bounded.

use kernel::text::clean;

use crate::{Fault, Wrong};

/// One line: NFC, blanks trimmed and runs of them made one.
pub(crate) fn line(text: &str) -> String {
    let printable: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean(&printable)
}

/// Several lines: each as [`line`], at most one empty line between two.
pub(crate) fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for row in text.lines().map(line) {
        if !(row.is_empty() && (out.is_empty() || out.ends_with("\n\n"))) {
            out.push_str(&row);
            out.push('\n');
        }
    }
    out.trim_end().to_owned()
}

/// An optional line: what is empty is not there.
pub(crate) fn optional(text: Option<&str>, form: fn(&str) -> String) -> Option<String> {
    text.map(form).filter(|text| !text.is_empty())
}

/// Notes a text that is too long.
pub(crate) fn within(faults: &mut Vec<Fault>, pointer: &str, text: &str, max: usize) {
    if text.chars().count() > max {
        faults.push(Fault::new(pointer, Wrong::TooLong(max)));
    }
}

/// Notes a text that is missing or too long.
pub(crate) fn required(faults: &mut Vec<Fault>, pointer: &str, text: &str, max: usize) {
    if text.is_empty() {
        faults.push(Fault::new(pointer, Wrong::Required));
    }
    within(faults, pointer, text, max);
}

/// All is well, or all that is wrong.
pub(crate) fn none_of(faults: Vec<Fault>) -> Result<(), crate::Error> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(crate::Error::Invalid(faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_stored_never_arrives() {
        assert_eq!(line(" Nước\u{0}  mắm\n"), "Nước mắm");
        assert_eq!(paragraphs("\n a \r\n\n\n\n b\n"), "a\n\nb");
    }
}
