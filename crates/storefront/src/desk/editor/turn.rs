//! Handing a listing in, taking it back, ending it.

use accounts::MemberRole;
use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::products;
use catalog::revisions::{Patch, RevisionStatus};
use kernel::{Lang, ProductId};
use web::who::Session;
use web::{Path, Problem, State};

use super::overview;
use super::work::Work;
use crate::desk::listings::{all, one};
use crate::desk::sheet::Refused;
use crate::forms::Form;

/// Hands the text in as it was last seen.
pub(super) async fn submit(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<ProductId>,
    form: Form,
) -> Result<Response, Problem> {
    let work = Work::open(&state, lang, &session, id).await?;
    work.member.must_be(MemberRole::Editor)?;
    let done = submitted(&state, &work, &form).await;
    after(&state, lang, &work, done).await
}

async fn submitted(state: &State, work: &Work, form: &Form) -> Result<(), Problem> {
    use RevisionStatus::{ChangesRequested, Rejected, Submitted, Withdrawn};
    let text = &work.revision;
    if text.status == Submitted {
        return Ok(());
    }
    let version: i64 = form.must("version")?;
    let (whose, now) = ((work.member.producer, work.product.id), state.app.now());
    // What came back unchanged is handed in as a text of its own.
    let again = matches!(text.status, ChangesRequested | Rejected | Withdrawn);
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        if products::find(&tx, whose.0, whose.1).await?.version != version {
            return Err(catalog::Error::Stale);
        }
        if again {
            let same = Patch {
                name: Some(text.body.name.clone()),
                ..Patch::default()
            };
            products::edit(&tx, whose, version, same, (work.member.actor, now)).await?;
        }
        products::submit(&tx, whose, work.member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

/// Takes back what is not on sale.
pub(super) async fn withdraw(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<ProductId>,
) -> Result<Response, Problem> {
    let work = Work::open(&state, lang, &session, id).await?;
    work.member.must_be(MemberRole::Editor)?;
    let (whose, now) = ((work.member.producer, id), state.app.now());
    let done = store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        products::withdraw(&tx, whose, work.member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await;
    after(&state, lang, &work, done.map_err(Problem::from)).await
}

/// Ends it for good.
pub(super) async fn retire(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    Path(id): Path<ProductId>,
) -> Result<Response, Problem> {
    let work = Work::open(&state, lang, &session, id).await?;
    work.member.must_be(MemberRole::Editor)?;
    let (whose, now) = ((work.member.producer, id), state.app.now());
    let done = store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        products::retire(&tx, whose, work.member.actor, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await;
    match done.map_err(Problem::from) {
        Ok(()) => Ok(Redirect::to(&all(lang, work.member.producer)).into_response()),
        refused => after(&state, lang, &work, refused).await,
    }
}

/// The listing's page, and on it what could not be done.
async fn after(
    state: &State,
    lang: Lang,
    work: &Work,
    done: Result<(), Problem>,
) -> Result<Response, Problem> {
    let id = work.product.id;
    match done {
        Ok(()) => Ok(Redirect::to(&one(lang, id)).into_response()),
        Err(problem) if Refused::is_told(&problem) => {
            let now = Work::open(state, lang, &work.member.session, id).await?;
            overview::page(state, lang, &now, Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}
