//! The way in: a producer's application, where it lies, and what is next.

mod said;

use accounts::{MemberRole, Standing};
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::response::{IntoResponse, Redirect, Response};
use catalog::producers::{self, EntityType, Patch, Producer, ProducerStatus, Profile};
use catalog::products::{self, ProductStatus};
use catalog::reviews::{self, Review, ReviewKind};
use kernel::{Lang, Limit, ProducerId, ProductId, random, text};
use market::Key;
use web::who::{Member, Session};
use web::{Code, Problem, State};

use super::acting::{apply, desk, member};
use super::lies::lies;
use super::listings;
use super::remarks::Remarks;
use super::sheet::{Refused, Sheet};
use crate::forms::Form;
use crate::shell::{Shell, personal};
use crate::shop::place::Whither;
use crate::words::{say, say_with};
use said::Said;

#[derive(Template)]
#[template(path = "desk/apply.html")]
struct Page {
    shell: Shell,
    /// Whose application it is, once there is one.
    producer: Option<ProducerId>,
    version: i64,
    /// The word for a new one: a form sent twice opens one.
    key: String,
    /// Where it stands, and what is next.
    told: String,
    /// Whether it can be changed now.
    open: bool,
    desk: String,
    sheet: Sheet,
    whither: Whither,
    kinds: Vec<(&'static str, String)>,
    /// What is prepared to be sold.
    listings: Vec<Prepared>,
    new_listing: Option<String>,
}

/// A listing that is prepared with the application.
struct Prepared {
    id: ProductId,
    to: String,
    name: String,
    said: String,
    /// Whether it can be handed in with it.
    ready: bool,
}

/// The application of a producer, or an empty one.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let gone = |_other| Problem::new(Code::NotFound);
    if let Some(id) = query.read("for").map_err(gone)? {
        let member = member(&session, id)?;
        return own(&state, lang, &member, None).await;
    }
    match under_way(&state, &session).await? {
        Some(id) => Ok(Redirect::to(&apply(lang, id)).into_response()),
        None => empty(&state, lang, &session, None).await,
    }
}

/// The application of one's own that is not decided yet.
async fn under_way(state: &State, session: &Session) -> Result<Option<ProducerId>, Problem> {
    for (id, standing) in session.producers() {
        if matches!(standing, Standing::Member(MemberRole::Owner)) {
            let found = producers::find(state.app.db.read(), id).await?;
            if found.status.is_open() || found.status == ProducerStatus::Submitted {
                return Ok(Some(id));
            }
        }
    }
    Ok(None)
}

/// Opens an application, or changes and hands in one.
pub(crate) async fn send(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    form: Form,
) -> Result<Response, Problem> {
    let gone = |_other| Problem::new(Code::NotFound);
    let said = Said::of(&form, lang);
    let Some(id) = form.read::<ProducerId>("for").map_err(gone)? else {
        return match opened(&state, &session, (&said, &form)).await {
            Ok(id) => Ok(Redirect::to(&apply(lang, id)).into_response()),
            Err(problem) if Refused::is_told(&problem) => {
                let refused = Refused::new(form, said.faults, &problem, lang);
                empty(&state, lang, &session, Some((refused, said.whither))).await
            }
            Err(problem) => Err(problem),
        };
    };
    let member = member(&session, id)?;
    member.must_be(MemberRole::Owner)?;
    match changed(&state, &member, (&said, &form)).await {
        Ok(()) => Ok(Redirect::to(&apply(lang, id)).into_response()),
        Err(problem) if Refused::is_told(&problem) => {
            if repeats(&state, id, (&said, &form), &problem).await? {
                return Ok(Redirect::to(&apply(lang, id)).into_response());
            }
            let refused = Refused::new(form, said.faults, &problem, lang);
            own(&state, lang, &member, Some((refused, said.whither))).await
        }
        Err(problem) => Err(problem),
    }
}

async fn opened(
    state: &State,
    session: &Session,
    (said, form): (&Said, &Form),
) -> Result<ProducerId, Problem> {
    let profile = said.profile()?;
    let scope = session.account.to_string();
    let word = form.must("key")?;
    let key = Key::new(scope, "pages/apply", word, &form.bytes());
    let (app, who) = (&state.app, (session.account, Some(&key)));
    Ok(market::apply(&app.db, &profile, who, app.now()).await?)
}

async fn changed(
    state: &State,
    member: &Member,
    (said, form): (&Said, &Form),
) -> Result<(), Problem> {
    let patch = patch(said.profile()?);
    let (id, actor, now) = (member.producer, member.actor, state.app.now());
    let version = form.must("version")?;
    let submits = hands_in(form);
    let listing: Option<ProductId> = form.read("listing")?;
    if let Some(listing) = listing.filter(|_| submits) {
        let missing = products::missing(state.app.db.read(), (id, listing), now).await?;
        if !missing.is_empty() {
            return Err(Problem::field("/listing", "listing_incomplete"));
        }
    }
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        producers::edit(&tx, id, patch.clone(), Some(version), (actor, now)).await?;
        if submits {
            if let Some(listing) = listing {
                products::submit(&tx, (id, listing), actor, now).await?;
            }
            producers::submit(&tx, id, actor, now).await?;
        }
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

fn hands_in(form: &Form) -> bool {
    form.text("then") == "submit"
}

/// Whether all that the form asks for holds already: it was sent twice.
async fn repeats(
    state: &State,
    id: ProducerId,
    (said, form): (&Said, &Form),
    problem: &Problem,
) -> Result<bool, Problem> {
    if !matches!(problem.code(), Code::Stale | Code::Conflict) {
        return Ok(false);
    }
    let found = producers::find(state.app.db.read(), id).await?;
    let handed_in = found.status == ProducerStatus::Submitted;
    Ok(said.profile().is_ok_and(|typed| typed == found.profile) && hands_in(form) == handed_in)
}

fn patch(profile: Profile) -> Patch {
    Patch {
        name: Some(profile.name),
        entity_type: Some(profile.entity_type),
        representative: Some(profile.representative),
        phone: Some(profile.phone),
        commune_code: Some(profile.commune_code),
        street: Some(profile.street),
        tax_id: Some(profile.tax_id.unwrap_or_default()),
        story: Some(profile.story),
    }
}

/// An application before there is one.
async fn empty(
    state: &State,
    lang: Lang,
    session: &Session,
    refused: Option<(Refused, Whither)>,
) -> Result<Response, Problem> {
    let names = accounts::names(state.app.db.read(), &[session.account]).await?;
    let name = names.into_values().next().unwrap_or_default();
    let stored = Form::of([("representative", name)]);
    let (refused, whither) = refused.unzip();
    let status = Sheet::status(refused.as_ref());
    let page = Page {
        shell: shell(state, lang),
        producer: None,
        version: 0,
        key: text::hex(&random::bytes::<16>()),
        told: say(lang, "apply-lead"),
        open: true,
        desk: String::new(),
        sheet: Sheet::new(stored, refused, Remarks::default()),
        whither: whither.unwrap_or_default(),
        kinds: kinds(lang),
        listings: vec![],
        new_listing: None,
    };
    personal(status, &page)
}

/// The application of a producer.
async fn own(
    state: &State,
    lang: Lang,
    member: &Member,
    refused: Option<(Refused, Whither)>,
) -> Result<Response, Problem> {
    let db = state.app.db.read();
    let producer = producers::find(db, member.producer).await?;
    let review = reviews::latest(db, ReviewKind::Producer, producer.id.uuid()).await?;
    let remarks = match review.as_ref().filter(|review| review.decision.is_some()) {
        Some(review) => reviews::remarks(db, review.id).await?,
        None => vec![],
    };
    let (refused, whither) = refused.unzip();
    let status = Sheet::status(refused.as_ref());
    let may =
        producer.status != ProducerStatus::Rejected && member.must_be(MemberRole::Editor).is_ok();
    let profile = &producer.profile;
    let place = orders::destination(&producer.province_code, &profile.commune_code);
    let page = Page {
        shell: shell(state, lang),
        producer: Some(producer.id),
        version: producer.version,
        key: String::new(),
        told: told(&producer, review.as_ref(), lang),
        open: producer.status.is_open() && member.must_be(MemberRole::Owner).is_ok(),
        desk: desk(lang, producer.id),
        whither: whither.unwrap_or_else(|| place.map(|p| Whither::of(&p)).unwrap_or_default()),
        kinds: kinds(lang),
        listings: prepared(state, lang, producer.id).await?,
        new_listing: may.then(|| listings::new(lang, producer.id)),
        sheet: Sheet::new(
            stored(profile),
            refused,
            Remarks::of(remarks, lang, |at| at),
        ),
    };
    personal(status, &page)
}

fn shell(state: &State, lang: Lang) -> Shell {
    Shell::new(
        state,
        lang,
        "/producer/apply".to_owned(),
        say(lang, "apply"),
    )
}

fn stored(profile: &Profile) -> Form {
    Form::of([
        ("name", profile.name.clone()),
        ("entity_type", profile.entity_type.as_str().to_owned()),
        ("representative", profile.representative.clone()),
        ("phone", profile.phone.clone()),
        ("street", profile.street.clone()),
        ("tax_id", profile.tax_id.clone().unwrap_or_default()),
        ("story", profile.story.clone()),
    ])
}

/// Where it stands, and what is next.
fn told(producer: &Producer, review: Option<&Review>, lang: Lang) -> String {
    let key = format!("apply-{}", producer.status.as_str());
    let at = review.filter(|_| producer.status == ProducerStatus::Submitted);
    let at = at.map(|review| lies(review, lang)).unwrap_or_default();
    say_with(lang, &key, &[("lies", at)])
}

fn kinds(lang: Lang) -> Vec<(&'static str, String)> {
    let named = |kind: &EntityType| {
        let key = format!("kind-{}", kind.as_str().replace('_', "-"));
        (kind.as_str(), say(lang, &key))
    };
    let none = ("", say(lang, "sheet-choose"));
    std::iter::once(none)
        .chain(EntityType::ALL.iter().map(named))
        .collect()
}

/// What is prepared to be sold, the newest first.
async fn prepared(
    state: &State,
    lang: Lang,
    producer: ProducerId,
) -> Result<Vec<Prepared>, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let page = products::list(db, producer, Limit(20), None).await?;
    let mut all = vec![];
    for listed in page.data {
        let whole = products::missing(db, (producer, listed.id), now)
            .await?
            .is_empty();
        let written = listed.revision_status == catalog::revisions::RevisionStatus::Draft;
        all.push(Prepared {
            id: listed.id,
            to: listings::one(lang, listed.id),
            said: listings::stands(&listed, lang),
            ready: whole && written && listed.status == ProductStatus::Draft,
            name: listed.name,
        });
    }
    Ok(all)
}
