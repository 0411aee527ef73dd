//! An application as it is shown.

use accounts::MemberRole;
use askama::Template;
use axum::response::Response;
use catalog::producers::{self, EntityType, Producer, ProducerStatus, Profile};
use catalog::products::{self, ProductStatus};
use catalog::reviews::{self, Review, ReviewKind};
use catalog::revisions::RevisionStatus;
use kernel::{Lang, Limit, ProducerId, ProductId, random, text};
use web::who::{Member, Session};
use web::{Problem, State};

use crate::desk::acting::{desk, settings};
use crate::desk::lies::lies;
use crate::desk::listings;
use crate::desk::remarks::Remarks;
use crate::desk::sheet::{Refused, Sheet};
use crate::forms::Form;
use crate::shell::{Shell, personal};
use crate::shop::place::Whither;
use crate::words::{say, say_with};

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
    /// Where its picture is handed in.
    settings: Option<String>,
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

/// An application before there is one.
pub(super) async fn empty(
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
        settings: None,
        sheet: Sheet::new(stored, refused, Remarks::default()),
        whither: whither.unwrap_or_default(),
        kinds: kinds(lang),
        listings: vec![],
        new_listing: None,
    };
    personal(status, &page)
}

/// The application of a producer.
pub(super) async fn own(
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
        settings: may.then(|| settings(lang, producer.id)),
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
        let written = listed.status == ProductStatus::Draft
            && listed.revision_status == RevisionStatus::Draft;
        let ready = written
            && products::missing(db, (producer, listed.id), now)
                .await?
                .is_empty();
        all.push(Prepared {
            id: listed.id,
            to: listings::one(lang, listed.id),
            said: listings::stands(&listed, lang),
            ready,
            name: listed.name,
        });
    }
    Ok(all)
}
