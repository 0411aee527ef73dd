use askama::Template;
use axum::response::Response;
use catalog::facts::{self, Definition};
use catalog::revisions::{FactValue, Patch};
use kernel::{Lang, ProductId};
use reference::SaleMode;
use web::{Problem, State};

use super::edit::{Asked, Edit, frame};
use super::step::Step;
use super::work::Work;
use crate::desk::acting::Acting;
use crate::desk::sheet::{Refused, Sheet};
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "desk/edit-name.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    edit: Edit,
    groups: Vec<Group>,
}

/// A group with its sets.
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) sets: Vec<(String, String)>,
}

/// The sets of which something may be sold here, by group.
pub(super) fn groups(lang: Lang) -> Vec<Group> {
    let said = |vi, en| if lang == Lang::En { en } else { vi };
    let sets = |code: &str| {
        let own = reference::sets().iter().filter(|set| set.group == code);
        let sold = own.filter(|set| set.sale_mode != SaleMode::Off);
        sold.map(|set| {
            (
                set.no.to_string(),
                format!("{}. {}", set.no, said(set.vi, set.en)),
            )
        })
        .collect()
    };
    let groups = reference::groups().iter().map(|group| Group {
        name: said(group.vi, group.en),
        sets: sets(group.code),
    });
    groups.filter(|group| !group.sets.is_empty()).collect()
}

pub(super) async fn page(
    state: &State,
    lang: Lang,
    work: &Work,
    refused: Option<Refused>,
) -> Result<Response, Problem> {
    let body = &work.revision.body;
    let stored = Form::of([
        ("name", body.name.clone()),
        ("name_en", body.name_en.clone().unwrap_or_default()),
        ("set", body.set.to_string()),
    ]);
    let status = Sheet::status(refused.as_ref());
    let sheet = Sheet::new(stored, refused, work.remarks.clone());
    let (shell, acting) = frame(state, lang, work, Step::Name).await?;
    let page = Page {
        shell,
        acting,
        edit: Edit::of(work, Step::Name, lang, sheet),
        groups: groups(lang),
    };
    personal(status, &page)
}

pub(super) async fn asked(
    state: &State,
    work: &Work,
    form: &Form,
    lang: Lang,
) -> Result<Asked, Problem> {
    let mut faults = Faults::default();
    let body = &work.revision.body;
    let set = chosen(form, &mut faults, lang).unwrap_or(body.set);
    let mut patch = Patch {
        name: Some(form.text("name").to_owned()),
        name_en: Some(form.filled("name_en").map(str::to_owned)),
        set: Some(set),
        ..Patch::default()
    };
    if set != body.set {
        let today = state.app.clock.today();
        let definitions = facts::of_set(state.app.db.read(), set, today).await?;
        let own = body.facts.iter().filter(|(key, value)| {
            let definition = definitions
                .iter()
                .find(|definition| definition.key == **key);
            definition.is_some_and(|definition| fits(definition, value))
        });
        patch.facts = Some(
            own.map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        );
        if reference::set(set).is_some_and(|set| !set.alcohol) {
            patch.abv_permille = Some(None);
        }
    }
    Ok(Asked {
        patch,
        faults,
        ..Asked::default()
    })
}

/// The set that was chosen.
pub(super) fn chosen(form: &Form, faults: &mut Faults, lang: Lang) -> Option<i64> {
    let set = form.filled("set").and_then(|set| set.parse().ok());
    if set.is_none() {
        faults.add("/set", say(lang, "sheet-choose-one"));
    }
    set
}

/// Whether a label's line of one set can stand on the label of another.
fn fits(definition: &Definition, value: &FactValue) -> bool {
    use facts::FactKind::{Flag, Number, Text};
    let long = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    match (definition.kind, value) {
        (Flag, FactValue::Flag(_)) => true,
        (Number, FactValue::Number(number)) => *number <= definition.max,
        (Text, FactValue::Text(text)) => long(text) <= definition.max,
        _ => false,
    }
}

/// Where a new listing goes on.
pub(super) fn after(lang: Lang, id: ProductId) -> String {
    Step::Text.path(lang, id)
}
