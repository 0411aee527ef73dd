//! Pictures, one at a time: a lost signal loses one.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State as Node};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::pictures::{self, Picture};
use catalog::products;
use catalog::revisions::{self, Patch};
use kernel::{Lang, PictureId, ProductId};
use web::uploads::{self, Upload};
use web::who::Session;
use web::{Code, Path, Problem, State};

use super::edit::{Edit, frame};
use super::step::Step;
use super::work::Work;
use crate::desk::acting::Acting;
use crate::desk::remarks::Remarks;
use crate::desk::sheet::Sheet;
use crate::forms::Form;
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "desk/edit-pictures.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    edit: Edit,
    remarks: Vec<String>,
    pictures: Vec<Shown>,
    /// The last of them: a picture that is sent twice comes after another.
    last: String,
    /// What is wrong with the one that was sent.
    fault: Option<String>,
    /// What could not be done with one that is there.
    said: Option<String>,
    alt: String,
}

struct Shown {
    id: PictureId,
    src: String,
    alt: String,
}

/// What could not be done with a picture.
struct Refused<'a> {
    problem: &'a Problem,
    /// What was typed beside one that was sent; none where one was moved.
    alt: Option<&'a str>,
}

/// The pictures of a listing.
pub(super) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<ProductId>,
) -> Result<Response, Problem> {
    let work = Work::open(&state, lang, &session, id).await?;
    work.member.must_be(MemberRole::Editor)?;
    page(&state, lang, &work, None).await
}

async fn page(
    state: &State,
    lang: Lang,
    work: &Work,
    refused: Option<Refused<'_>>,
) -> Result<Response, Problem> {
    let known = pictures::of_product(state.app.db.read(), work.product.id).await?;
    let alt = |id: PictureId| {
        known
            .iter()
            .find(|one| one.id == id)
            .map(|one| one.alt.clone())
    };
    let order = &work.revision.body.pictures;
    let shown = order.iter().map(|id| Shown {
        id: *id,
        src: format!("/media/{id}"),
        alt: alt(*id).unwrap_or_default(),
    });
    let status = refused
        .as_ref()
        .map_or(StatusCode::OK, |told| told.problem.http_status());
    let told = refused.as_ref().map(|told| wrong(told.problem, lang));
    let alt_typed = refused.as_ref().and_then(|told| told.alt);
    let (shell, acting) = frame(state, lang, work, Step::Pictures).await?;
    let page = Page {
        shell,
        acting,
        edit: Edit::of(
            work,
            Step::Pictures,
            lang,
            Sheet::new(Form::default(), None, Remarks::default()),
        ),
        remarks: work
            .remarks
            .under("/images")
            .into_iter()
            .map(str::to_owned)
            .collect(),
        pictures: shown.collect(),
        last: order.last().map(PictureId::to_string).unwrap_or_default(),
        fault: told.clone().filter(|_| alt_typed.is_some()),
        said: told.filter(|_| alt_typed.is_none()),
        alt: alt_typed.unwrap_or_default().to_owned(),
    };
    personal(status, &page)
}

/// What is wrong, beside the field.
pub(in crate::desk) fn wrong(problem: &Problem, lang: Lang) -> String {
    match (problem.code(), problem.faults(lang).as_slice()) {
        (Code::UnsupportedMediaType, _) => say(lang, "pictures-not-one"),
        (Code::Malformed, _) => say(lang, "pictures-cut-off"),
        (Code::Stale, _) => say(lang, "pictures-changed"),
        (_, [(_, said), ..]) => said.clone(),
        _ => problem.words(lang).1,
    }
}

/// Whether it is told on the page.
pub(in crate::desk) fn is_told(problem: &Problem) -> bool {
    matches!(
        problem.code(),
        Code::TooLarge
            | Code::UnsupportedMediaType
            | Code::Malformed
            | Code::Invalid
            | Code::Stale
            | Code::Conflict
    )
}

/// Adds one as the last.
pub(super) async fn add(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<ProductId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let work = Work::open(&state, lang, &session, id).await?;
    work.member.must_be(MemberRole::Editor)?;
    let (alt, done) = match uploads::file(form, "image").await {
        Ok(upload) => {
            let alt = upload.text("alt").unwrap_or_default().to_owned();
            (alt, added(&state, &work, upload).await)
        }
        Err(problem) => (String::new(), Err(problem)),
    };
    after(&state, lang, &work, (done, Some(&alt))).await
}

async fn added(state: &State, work: &Work, upload: Upload) -> Result<(), Problem> {
    let (whose, now) = ((work.member.producer, work.product.id), state.app.now());
    let seen: Option<PictureId> = upload.text("seen").and_then(|id| id.parse().ok());
    let alt = upload.text("alt").unwrap_or_default().to_owned();
    if upload.bytes.is_empty() {
        return Err(Problem::field("/image", "required"));
    }
    pictures::admits_another(state.app.db.read(), whose).await?;
    let processed = state.app.media.process(upload.bytes).await?;
    let picture = Picture {
        id: PictureId::new(now),
        width: processed.width.into(),
        height: processed.height.into(),
        alt,
    };
    // The files first: a row never names a picture that is not there.
    state.app.media.store(picture.id, &processed).await?;
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        pictures::add(&tx, whose, picture.clone(), (work.member.actor, now)).await?;
        // The product is locked by now: what came before this one is what its sender saw, or it
        // was sent twice.
        let product = products::find(&tx, whose.0, whose.1).await?;
        let order = revisions::newest(&tx, &product).await?.body.pictures;
        if order.iter().rev().nth(1).copied() != seen {
            return Err(catalog::Error::Stale);
        }
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

/// Moves one up or down, or takes it away.
pub(super) async fn turn(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path((id, picture)): Path<(ProductId, PictureId)>,
    form: Form,
) -> Result<Response, Problem> {
    let work = Work::open(&state, lang, &session, id).await?;
    work.member.must_be(MemberRole::Editor)?;
    let done = turned(&state, &work, (picture, &form)).await;
    after(&state, lang, &work, (done, None)).await
}

async fn turned(
    state: &State,
    work: &Work,
    (picture, form): (PictureId, &Form),
) -> Result<(), Problem> {
    let mut order = work.revision.body.pictures.clone();
    let place = order.iter().position(|id| *id == picture);
    let place = place.ok_or_else(|| Problem::new(Code::Stale))?;
    match form.text("move") {
        "up" if place > 0 => order.swap(place, place - 1),
        "down" if place + 1 < order.len() => order.swap(place, place + 1),
        "remove" => {
            order.remove(place);
        }
        _ => {}
    }
    let patch = Patch {
        pictures: Some(order),
        ..Patch::default()
    };
    let (whose, now) = ((work.member.producer, work.product.id), state.app.now());
    let (version, actor) = (form.must("version")?, work.member.actor);
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        products::edit(&tx, whose, version, patch.clone(), (actor, now)).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

async fn after(
    state: &State,
    lang: Lang,
    work: &Work,
    (done, alt): (Result<(), Problem>, Option<&str>),
) -> Result<Response, Problem> {
    let id = work.product.id;
    match done {
        Ok(()) => Ok(Redirect::to(&Step::Pictures.path(lang, id)).into_response()),
        Err(problem) if is_told(&problem) => {
            let work = Work::open(state, lang, &work.member.session, id).await?;
            let refused = Refused {
                problem: &problem,
                alt,
            };
            page(state, lang, &work, Some(refused)).await
        }
        Err(problem) => Err(problem),
    }
}
