//! What the label says, as its set asks.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use catalog::facts::{Definition, FactKind};
use catalog::revisions::{FactValue, Patch, abv};
use kernel::Lang;
use web::{Problem, State};

use super::edit::{Asked, Edit, frame, no_number};
use super::number::{strength, whole};
use super::step::Step;
use super::work::Work;
use crate::desk::acting::Acting;
use crate::desk::sheet::{Refused, Sheet};
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::{say, say_with};

/// Longer texts have several lines.
const LINE: i64 = 200;

#[derive(Template)]
#[template(path = "desk/edit-label.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    edit: Edit,
    set: String,
    /// Whether it has a strength.
    alcohol: bool,
    rows: Vec<Row>,
    answers: Vec<(&'static str, String)>,
}

struct Row {
    at: String,
    name: String,
    label: String,
    kind: FactKind,
    long: bool,
    max: i64,
}

pub(super) async fn page(
    state: &State,
    lang: Lang,
    work: &Work,
    refused: Option<Refused>,
) -> Result<Response, Problem> {
    let status = Sheet::status(refused.as_ref());
    let sheet = Sheet::new(stored(work), refused, work.remarks.clone());
    let (shell, acting) = frame(state, lang, work, Step::Label).await?;
    let set = reference::set(work.revision.body.set);
    let page = Page {
        shell,
        acting,
        edit: Edit::of(work, Step::Label, lang, sheet),
        set: set.map_or_else(String::new, |set| {
            let name = if lang == Lang::En { set.en } else { set.vi };
            format!("{}. {name}", set.no)
        }),
        alcohol: set.is_some_and(|set| set.alcohol),
        rows: work.labels.iter().map(|one| row(one, lang)).collect(),
        answers: ["", "yes", "no"]
            .map(|value| (value, answer(value, lang)))
            .to_vec(),
    };
    personal(status, &page)
}

fn answer(value: &str, lang: Lang) -> String {
    match value {
        "" => "–".to_owned(),
        word => say(lang, word),
    }
}

fn row(definition: &Definition, lang: Lang) -> Row {
    let name = match lang {
        Lang::En => &definition.label_en,
        Lang::Vi => &definition.label_vi,
    };
    let name = match definition.unit.as_deref() {
        Some("day") => say_with(lang, "label-in-days", &[("name", name.clone())]),
        _ => name.clone(),
    };
    Row {
        at: pointer(&definition.key),
        name: field(&definition.key),
        label: if definition.required {
            say_with(lang, "label-required", &[("name", name)])
        } else {
            name
        },
        kind: definition.kind,
        long: definition.max > LINE,
        max: match definition.kind {
            FactKind::Text => definition.max,
            FactKind::Number | FactKind::Flag => 12,
        },
    }
}

fn pointer(key: &str) -> String {
    format!("/facts/{key}")
}

fn field(key: &str) -> String {
    format!("fact-{key}")
}

fn stored(work: &Work) -> Form {
    let body = &work.revision.body;
    let facts = body.facts.iter().map(|(key, value)| {
        let said = match value {
            FactValue::Text(text) => text.clone(),
            FactValue::Number(number) => number.to_string(),
            FactValue::Flag(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        };
        (field(key), said)
    });
    let strength = body
        .abv_permille
        .map(|permille| ("abv".to_owned(), abv(permille)));
    facts.chain(strength).collect()
}

pub(super) fn asked(work: &Work, form: &Form, lang: Lang) -> Asked {
    let (mut faults, mut told) = (Faults::default(), BTreeMap::new());
    for definition in &work.labels {
        let Some(typed) = form.filled(&field(&definition.key)) else {
            continue;
        };
        let value = match definition.kind {
            FactKind::Text => Some(FactValue::Text(typed.replace("\r\n", "\n"))),
            FactKind::Number => whole(typed).map(FactValue::Number),
            FactKind::Flag => Some(FactValue::Flag(typed == "yes")),
        };
        match value {
            Some(value) => {
                told.insert(definition.key.clone(), value);
            }
            None => no_number(&mut faults, &pointer(&definition.key), lang),
        }
    }
    let mut patch = Patch {
        facts: Some(told),
        ..Patch::default()
    };
    if reference::set(work.revision.body.set).is_some_and(|set| set.alcohol) {
        let typed = form.filled("abv");
        let permille = typed.and_then(strength);
        if typed.is_some() && permille.is_none() {
            faults.add("/abv", say(lang, "label-strength-how"));
        }
        patch.abv_permille = Some(permille);
    }
    Asked {
        patch,
        faults,
        ..Asked::default()
    }
}
