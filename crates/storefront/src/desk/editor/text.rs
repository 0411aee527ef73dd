use askama::Template;
use axum::response::Response;
use catalog::revisions::Patch;
use kernel::Lang;
use web::{Problem, State};

use super::edit::{Asked, Edit, frame};
use super::step::Step;
use super::work::Work;
use crate::desk::acting::Acting;
use crate::desk::sheet::{Refused, Sheet};
use crate::forms::Form;
use crate::shell::{Shell, personal};

#[derive(Template)]
#[template(path = "desk/edit-text.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    edit: Edit,
}

pub(super) async fn page(
    state: &State,
    lang: Lang,
    work: &Work,
    refused: Option<Refused>,
) -> Result<Response, Problem> {
    let body = &work.revision.body;
    let english = body.description_en.clone().unwrap_or_default();
    let stored = Form::of([
        ("description", body.description.clone()),
        ("description_en", english),
        ("story", body.story.clone()),
    ]);
    let status = Sheet::status(refused.as_ref());
    let sheet = Sheet::new(stored, refused, work.remarks.clone());
    let (shell, acting) = frame(state, lang, work, Step::Text).await?;
    let page = Page {
        shell,
        acting,
        edit: Edit::of(work, Step::Text, lang, sheet),
    };
    personal(status, &page)
}

pub(super) fn asked(form: &Form) -> Asked {
    let text = |name: &str| form.text(name).replace("\r\n", "\n");
    let english = text("description_en");
    Asked {
        patch: Patch {
            description: Some(text("description")),
            description_en: Some(Some(english).filter(|text| !text.is_empty())),
            story: Some(text("story")),
            ..Patch::default()
        },
        ..Asked::default()
    }
}
