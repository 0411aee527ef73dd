//! One step: what stands there, and what was typed.

use accounts::MemberRole;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::products;
use catalog::revisions::{Draft, Patch};
use kernel::{Lang, ProductId, VariantId, Vnd};
use web::who::Session;
use web::{Code, Path, Problem, State};

use super::step::Step;
use super::work::Work;
use super::{facts, name, sizes, text, travel};
use crate::desk::acting::Acting;
use crate::desk::listings::one;
use crate::desk::sheet::{Refused, Sheet};
use crate::forms::{Faults, Form};
use crate::shell::Shell;
use crate::words::{say, say_with};

/// What a step asks to be written.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) patch: Patch,
    /// Prices of sizes that have none yet, each with its row in the form.
    pub(super) prices: Vec<(usize, VariantId, Vnd)>,
    /// In which row of the form each size stands that is sent.
    pub(super) rows: Vec<usize>,
    /// What cannot even be read. What else is wrong is found all the same.
    pub(super) faults: Faults,
}

/// What stands round the fields of every step.
pub(super) struct Edit {
    pub(super) id: ProductId,
    pub(super) version: i64,
    pub(super) name: String,
    pub(super) step: Step,
    /// `Bước 2 trên 6`.
    pub(super) place: String,
    /// The listing's own page.
    pub(super) over: String,
    /// What buyers go on seeing until this is approved.
    pub(super) on_sale: bool,
    pub(super) sheet: Sheet,
    /// What is wrong on other steps: where, and what.
    pub(super) elsewhere: Vec<(String, String)>,
}

impl Edit {
    pub(super) fn of(work: &Work, step: Step, lang: Lang, sheet: Sheet) -> Self {
        let id = work.product.id;
        let place = [
            ("place", step.place().to_string()),
            ("all", Step::ALL.len().to_string()),
        ];
        let wrong = sheet.faults.all();
        let elsewhere = wrong.filter_map(|(at, said)| {
            let other = Step::of(at).filter(|other| *other != step)?;
            let told = format!("{}: {said}", other.name(lang));
            Some((other.path(lang, id), told))
        });
        Self {
            id,
            version: work.product.version,
            name: work.revision.body.name.clone(),
            step,
            place: say_with(lang, "step-place", &place),
            over: one(lang, id),
            on_sale: work.product.live_revision.is_some(),
            elsewhere: elsewhere.collect(),
            sheet,
        }
    }
}

/// The frame of a step's page.
pub(super) async fn frame(
    state: &State,
    lang: Lang,
    work: &Work,
    step: Step,
) -> Result<(Shell, Acting), Problem> {
    let path = format!(
        "/producer/products/{}/edit/{}",
        work.product.id,
        step.as_str()
    );
    let shell = Shell::new(state, lang, path, step.name(lang));
    Ok((shell, Acting::of(state, lang, &work.member).await?))
}

/// One step of a listing.
pub(super) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path((id, step)): Path<(ProductId, String)>,
) -> Result<Response, Problem> {
    let step = parse(&step)?;
    let work = Work::open(&state, lang, &session, id).await?;
    work.member.must_be(MemberRole::Editor)?;
    page(&state, lang, (&work, step), None).await
}

fn parse(word: &str) -> Result<Step, Problem> {
    Step::parse(word).ok_or_else(|| Problem::new(Code::NotFound))
}

async fn page(
    state: &State,
    lang: Lang,
    (work, step): (&Work, Step),
    refused: Option<Refused>,
) -> Result<Response, Problem> {
    match step {
        Step::Name => name::page(state, lang, work, refused).await,
        Step::Text => text::page(state, lang, work, refused).await,
        Step::Label => facts::page(state, lang, work, refused).await,
        Step::Sizes => sizes::page(state, lang, work, refused).await,
        Step::Travel => travel::page(state, lang, work, refused).await,
        Step::Pictures => Err(Problem::new(Code::NotFound)),
    }
}

/// Writes a step, and goes on to the next.
pub(super) async fn write(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path((id, step)): Path<(ProductId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let step = parse(&step)?;
    let work = Work::open(&state, lang, &session, id).await?;
    work.member.must_be(MemberRole::Editor)?;
    let (form, asked) = asked(&state, lang, (&work, step), form).await?;
    match written(&state, &work, &form, &asked).await {
        Ok(()) => Ok(on(lang, id, step, &form)),
        Err(problem) if Refused::is_told(&problem) => {
            let work = Work::open(&state, lang, &session, id).await?;
            if problem.code() == Code::Stale && asked.faults.none() && holds(&work, &asked) {
                return Ok(on(lang, id, step, &form));
            }
            let problem = problem.pointing(|at| in_row(at, &asked.rows));
            let refused = Refused::new(form, asked.faults, &problem, lang);
            page(&state, lang, (&work, step), Some(refused)).await
        }
        Err(problem) => Err(problem),
    }
}

/// What a form asks for; the form itself with what was filled in for its writer.
async fn asked(
    state: &State,
    lang: Lang,
    (work, step): (&Work, Step),
    form: Form,
) -> Result<(Form, Asked), Problem> {
    Ok(match step {
        Step::Name => {
            let asked = name::asked(state, work, &form, lang).await?;
            (form, asked)
        }
        Step::Text => {
            let asked = text::asked(&form);
            (form, asked)
        }
        Step::Label => {
            let asked = facts::asked(work, &form, lang);
            (form, asked)
        }
        Step::Sizes => {
            let form = sizes::numbered(work, &form);
            let asked = sizes::asked(work, &form, lang);
            (form, asked)
        }
        Step::Travel => {
            let asked = travel::asked(&form, lang);
            (form, asked)
        }
        Step::Pictures => return Err(Problem::new(Code::NotFound)),
    })
}

async fn written(state: &State, work: &Work, form: &Form, asked: &Asked) -> Result<(), Problem> {
    let (whose, now) = ((work.member.producer, work.product.id), state.app.now());
    let (version, actor) = (form.must("version")?, work.member.actor);
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        let patch = asked.patch.clone();
        products::edit(&tx, whose, version, patch, (actor, now)).await?;
        for (row, variant, price) in &asked.prices {
            sizes::price(&tx, (whose.0, *variant), (*row, *price), (actor, now)).await?;
        }
        if !asked.faults.none() {
            // All that is wrong is known by now; nothing of it stays.
            return Err(catalog::Error::Invalid(vec![]));
        }
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

/// Whether all that was asked for stands there already: the form was sent twice.
fn holds(work: &Work, asked: &Asked) -> bool {
    let now = Draft::from(&work.revision.body);
    let mut wanted = asked.patch.clone().on(now.clone());
    for variant in &mut wanted.variants {
        let same = now.variants.iter().find(|one| one.sku == variant.sku);
        variant.id = variant.id.or_else(|| same.and_then(|one| one.id));
        variant.price = None;
    }
    let patch = &asked.patch;
    let (fresh, days) = (work.product.fresh, work.product.max_transit_days);
    wanted == now
        && patch.fresh.is_none_or(|wanted| wanted == fresh)
        && patch.max_transit_days.is_none_or(|wanted| wanted == days)
}

/// A pointer to a size that was sent, as a pointer to its row in the form.
fn in_row(pointer: &str, rows: &[usize]) -> String {
    let row = pointer.strip_prefix("/variants/").and_then(|rest| {
        let (sent, field) = rest.split_once('/')?;
        let row = rows.get(sent.parse::<usize>().ok()?)?;
        Some(format!("/variants/{row}/{field}"))
    });
    row.unwrap_or_else(|| pointer.to_owned())
}

/// Where one goes from a step that is written.
fn on(lang: Lang, id: ProductId, step: Step, form: &Form) -> Response {
    let to = match (form.text("then"), step.next()) {
        ("stay", _) => step.path(lang, id),
        ("over", _) | (_, None) => one(lang, id),
        (_, Some(next)) => next.path(lang, id),
    };
    Redirect::to(&to).into_response()
}

/// Says that a field is no whole number.
pub(super) fn no_number(faults: &mut Faults, at: &str, lang: Lang) {
    faults.add(at, say(lang, "sheet-number"));
}
