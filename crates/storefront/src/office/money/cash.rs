//! Cash that carriers handed on: brought in their file or typed, and lines that differ.

use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State as Node};
use axum::response::Response;
use kernel::{Day, Lang, Limit, RemittanceLineId, Vnd};
use payments::remit::{RemittedLine, RemittedLines, RemittedStatus};
use web::who::Admin;
use web::{Code, Path, Problem, State, remittances};

use super::{Said, after, page};
use crate::forms::Form;
use crate::money::dong;
use crate::remittance::{Told, take};
use crate::words::{say, say_with};

/// What a carrier handed on otherwise than it was collected.
pub(super) struct DifferenceShown {
    pub(super) id: RemittanceLineId,
    pub(super) said: String,
    pub(super) parcel: String,
    pub(super) amounts: String,
}

/// Those that nobody has settled yet.
pub(super) async fn differences(
    state: &State,
    lang: Lang,
    limit: Limit,
) -> Result<Vec<DifferenceShown>, Problem> {
    let open = [
        RemittedStatus::Differs,
        RemittedStatus::Undelivered,
        RemittedStatus::Unknown,
        RemittedStatus::Twice,
    ];
    let (db, mut shown) = (state.app.db.read(), vec![]);
    for status in open {
        let which = RemittedLines {
            status: Some(status),
        };
        let found = payments::remit::list_remitted(db, which, (limit, None)).await?;
        let lines = found.data.iter();
        shown.extend(lines.map(|line| DifferenceShown::of(line, lang)));
    }
    Ok(shown)
}

impl DifferenceShown {
    fn of(line: &RemittedLine, lang: Lang) -> Self {
        let expected = line.expected.unwrap_or(Vnd::ZERO);
        let amounts = [
            ("told", dong(line.told.amount)),
            ("collected", dong(expected)),
        ];
        Self {
            id: line.id,
            said: say(lang, &format!("office-money-cash-{}", line.status.as_str())),
            parcel: format!("{} · {} · {}", line.carrier, line.reference, line.told.code),
            amounts: say_with(lang, "office-money-amounts", &amounts),
        }
    }
}

/// Brings the file in which a carrier tells what it handed on.
pub(crate) async fn remittance(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let done = async {
        let file = web::uploads::file(form, "file").await?;
        let text = |name| file.text(name).unwrap_or_default();
        let day = text("received_on").parse::<Day>();
        let day = day.map_err(|_none| Problem::field("/received_on", "required"))?;
        let told = remittances::told((text("carrier"), text("reference")), day, None)?;
        let lines = payments::remit::remitted(&file.bytes).map_err(payments::Error::from)?;
        let (app, now) = (&state.app, state.app.now());
        let taken = market::take_remittance(&app.db, (&told, &lines), admin.actor, now).await?;
        Ok(taken)
    };
    let said = done.await.map(|taken| Told::of(&taken, lang));
    answered(&state, lang, &admin, (Form::default(), said)).await
}

/// Tells by hand what a carrier handed on.
pub(crate) async fn tell(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    form: Form,
) -> Result<Response, Problem> {
    let taken = take(&state, &form, (None, admin.actor)).await;
    let said = taken.map(|taken| Told::of(&taken, lang));
    answered(&state, lang, &admin, (form, said)).await
}

async fn answered(
    state: &State,
    lang: Lang,
    admin: &Admin,
    (form, done): (Form, Result<Told, Problem>),
) -> Result<Response, Problem> {
    match done {
        Ok(told) => {
            let said = Said {
                told: told.0,
                ..Said::default()
            };
            page(state, lang, admin, said).await
        }
        Err(problem) if matches!(problem.code(), Code::Conflict | Code::Invalid) => {
            let said = Said {
                refused: Some(&problem),
                cash: form,
                ..Said::default()
            };
            page(state, lang, admin, said).await
        }
        Err(problem) => Err(problem),
    }
}

/// Says how a line that differs was settled with its carrier.
pub(crate) async fn settle(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    admin: Admin,
    Path(id): Path<RemittanceLineId>,
    form: Form,
) -> Result<Response, Problem> {
    let app = &state.app;
    let done = async {
        let note = remittances::note(form.text("note"))?;
        market::settle_remitted(&app.db, id, &note, admin.actor, app.now()).await?;
        Ok(())
    };
    after(&state, lang, &admin, done.await).await
}
