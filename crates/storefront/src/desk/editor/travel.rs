use askama::Template;
use axum::response::Response;
use catalog::revisions::Patch;
use kernel::Lang;
use web::{Problem, State};

use super::edit::{Asked, Edit, frame, no_number};
use super::number::whole;
use super::step::Step;
use super::work::Work;
use crate::desk::acting::Acting;
use crate::desk::sheet::{Refused, Sheet};
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};

#[derive(Template)]
#[template(path = "desk/edit-travel.html")]
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
    let fresh = if work.product.fresh { "yes" } else { "" };
    let days = work.product.max_transit_days;
    let stored = Form::of([
        ("fresh", fresh.to_owned()),
        (
            "days",
            days.map_or_else(String::new, |days| days.to_string()),
        ),
    ]);
    let status = Sheet::status(refused.as_ref());
    let sheet = Sheet::new(stored, refused, work.remarks.clone());
    let (shell, acting) = frame(state, lang, work, Step::Travel).await?;
    let page = Page {
        shell,
        acting,
        edit: Edit::of(work, Step::Travel, lang, sheet),
    };
    personal(status, &page)
}

pub(super) fn asked(form: &Form, lang: Lang) -> Asked {
    let mut faults = Faults::default();
    let days = form.filled("days").map(whole);
    if days == Some(None) {
        no_number(&mut faults, "/max_transit_days", lang);
    }
    Asked {
        patch: Patch {
            fresh: Some(form.filled("fresh").is_some()),
            max_transit_days: Some(days.flatten()),
            ..Patch::default()
        },
        faults,
        ..Asked::default()
    }
}
