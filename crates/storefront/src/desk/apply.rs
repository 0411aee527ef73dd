//! The way in: a producer's application, where it lies, and what is next.

mod page;
mod said;

use accounts::{MemberRole, Standing};
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::response::{IntoResponse, Redirect, Response};
use catalog::producers::{self, Patch, ProducerStatus, Profile};
use catalog::products;
use kernel::{Lang, ProducerId, ProductId};
use market::Key;
use web::who::{Member, Session};
use web::{Code, Problem, State};

use super::acting::{apply, member};
use super::sheet::Refused;
use crate::forms::Form;
use page::{empty, own};
use said::Said;

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
