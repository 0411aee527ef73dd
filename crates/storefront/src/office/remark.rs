//! The remarks of a decision as a form sends them: `pointer`, `code` and `text`, one after the
//! other, for each field.

use std::collections::BTreeMap;

use catalog::reviews::{RemarkCode, RemarkText};
use kernel::Lang;

use crate::forms::Form;
use crate::words::say;

/// What was typed beside one field.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) code: String,
    pub(super) text: String,
    /// What is wrong with it.
    pub(super) fault: Option<String>,
}

/// What was typed, by the field's pointer.
pub(super) type AllTyped = BTreeMap<String, Typed>;

/// The remarks in the order of the form.
pub(super) fn typed(form: &Form) -> Vec<(String, Typed)> {
    let mut all: Vec<(String, Typed)> = vec![];
    for (name, value) in form.fields() {
        match (name, all.last_mut()) {
            ("pointer", _) => all.push((value.to_owned(), Typed::default())),
            ("code", Some((_, last))) => value.clone_into(&mut last.code),
            ("text", Some((_, last))) => value.clone_into(&mut last.text),
            _ => {}
        }
    }
    all.retain(|(_, typed)| !(typed.code.is_empty() && typed.text.trim().is_empty()));
    all
}

/// As it is decided: a code alone says what its template says, a text alone is of no code.
pub(super) fn written(pointer: &str, typed: &Typed, lang: Lang) -> RemarkText {
    let code = if typed.code.is_empty() {
        "other"
    } else {
        typed.code.as_str()
    };
    let text = match (typed.text.trim(), RemarkCode::parse(code)) {
        ("", Some(known)) => template(known, lang),
        (text, _) => text.to_owned(),
    };
    RemarkText {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        text,
    }
}

/// What is written where a code alone is chosen; `other` needs words of its own.
fn template(code: RemarkCode, lang: Lang) -> String {
    if code == RemarkCode::Other {
        return String::new();
    }
    say(lang, &format!("office-remark-text-{}", code.as_str()))
}

/// The codes with what people call them.
pub(super) fn codes(lang: Lang) -> Vec<(&'static str, String)> {
    let name = |code: &RemarkCode| (code.as_str(), called(*code, lang));
    RemarkCode::ALL.iter().map(name).collect()
}

/// What people call a code.
pub(super) fn called(code: RemarkCode, lang: Lang) -> String {
    say(lang, &format!("office-remark-{}", code.as_str()))
}
