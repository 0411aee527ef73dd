mod head;
pub(super) mod proof;

use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::Response;
use catalog::reviews::{self, Dossier, Filter, ReviewKind, ReviewStatus};
use kernel::{AccountId, Lang, ReviewId};
use serde::Deserialize;
use web::who::Official;
use web::{Path, Problem, Query, State};

use super::desk::{Desk, desk, shown_with};
use super::fields::{Field, of_listing, of_portrait, of_producer};
use super::queue::decided;
use super::remark::{AllTyped, Typed, called, codes};
use crate::shell::Shell;
use crate::words::say_with;
use head::Head;
use proof::Proof;

/// From which part of the queue it was opened, and what was decided just before.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct From {
    kind: Option<ReviewKind>,
    place: Option<String>,
    done: Option<ReviewId>,
}

/// What stands on the page beside the review itself.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) typed: AllTyped,
    pub(super) problem: Option<Problem>,
    pub(super) queue: Filter,
    pub(super) done: Option<ReviewId>,
}

#[derive(Template)]
#[template(path = "office/review.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    id: ReviewId,
    head: Head,
    /// What went wrong with the form.
    problem: Option<String>,
    /// Why this official does not decide.
    barred: Option<String>,
    /// Whether they may.
    open: bool,
    remarks: Vec<Said>,
    /// Whether another text is on sale meanwhile.
    edited: bool,
    /// Whether the text claims stars that are not held.
    claims: bool,
    fields: Vec<Asked>,
    /// The first listing that lies with an application.
    with_listing: Vec<Field>,
    proof: Proof,
    codes: Vec<(&'static str, String)>,
    whole: Typed,
    revision: String,
    queue: Filter,
}

/// A remark that was made.
struct Said {
    pointer: String,
    code: String,
    text: String,
}

/// A field and what is remarked on it.
struct Asked {
    field: Field,
    typed: Typed,
}

/// A review's page.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(id): Path<ReviewId>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let queue = Filter {
        kind: from.kind,
        place: from.place,
        status: None,
    };
    let seen = Seen {
        queue,
        done: from.done,
        ..Seen::default()
    };
    page(&state, lang, &official, (id, seen)).await
}

/// The review as it stands, with what was typed and what went wrong.
pub(super) async fn page(
    state: &State,
    lang: Lang,
    official: &Official,
    (id, seen): (ReviewId, Seen),
) -> Result<Response, Problem> {
    let (db, now) = (state.app.db.read(), state.app.now());
    let dossier = reviews::dossier(db, &official.decider(), id, now).await?;
    let review = &dossier.listed.review;
    let people: Vec<AccountId> = [review.claimed_by, review.decided_by]
        .into_iter()
        .flatten()
        .collect();
    let names = accounts::names(db, &people).await?;
    let (mut shell, mut desk) = desk(state, lang, &official.session, ("/reviews", "office-queue"));
    shell.path = format!("/office/reviews/{id}");
    shell.title = title(&dossier);
    desk.done = match seen.done {
        Some(done) => just_done(state, official, done, lang).await,
        None => None,
    };
    let problem = seen.problem.as_ref();
    let status = problem.map_or(StatusCode::OK, Problem::http_status);
    let head = Head::of(&dossier, &names, (lang, now));
    let proof = Proof::of(&dossier, state.app.clock.today(), lang);
    shown_with(status, &written(dossier, seen, (shell, desk, head, proof)))
}

fn title(dossier: &Dossier) -> String {
    let listed = &dossier.listed;
    listed
        .product_name
        .clone()
        .unwrap_or_else(|| listed.producer_name.clone())
}

/// `Đã duyệt «Nước mắm»`, of what was decided just before; nothing of another area's.
pub(super) async fn just_done(
    state: &State,
    official: &Official,
    done: ReviewId,
    lang: Lang,
) -> Option<String> {
    let listed = reviews::listed(state.app.db.read(), &official.decider(), done)
        .await
        .ok()?;
    let name = listed.product_name.unwrap_or(listed.producer_name);
    let decision = decided(listed.review.decision?, lang);
    Some(say_with(
        lang,
        "office-just-done",
        &[("decision", decision), ("name", name)],
    ))
}

fn written(
    dossier: Dossier,
    mut seen: Seen,
    (shell, desk, head, proof): (Shell, Desk, Head, Proof),
) -> Page {
    let (lang, review) = (shell.lang, &dossier.listed.review);
    let (fields, with_listing) = match review.kind {
        ReviewKind::Producer => (
            of_producer(&dossier.producer.profile, dossier.portrait, lang),
            of_listing(&dossier, lang),
        ),
        ReviewKind::Listing => (of_listing(&dossier, lang), vec![]),
        ReviewKind::Portrait => (of_portrait(&dossier, lang), vec![]),
        ReviewKind::Certificate | ReviewKind::Document => (vec![], vec![]),
    };
    let remark = |remark: &reviews::Remark| Said {
        pointer: remark.pointer.clone(),
        code: called(remark.code, lang),
        text: remark.text.clone(),
    };
    let waits = review.status == ReviewStatus::Pending;
    let revision = review.revision.or(dossier.listed.first_listing);
    Page {
        id: review.id,
        open: waits && dossier.barred.is_none(),
        remarks: dossier.remarks.iter().map(remark).collect(),
        edited: dossier.live.is_some() && dossier.live != dossier.text,
        claims: !dossier.claims.is_empty(),
        whole: seen.typed.remove("").unwrap_or_default(),
        fields: asked(fields, &mut seen.typed),
        with_listing,
        codes: codes(lang),
        revision: revision.map(|id| id.to_string()).unwrap_or_default(),
        problem: seen.problem.map(|problem| problem.words(lang).1),
        queue: seen.queue,
        barred: dossier
            .barred
            .filter(|_| waits)
            .map(|why| Problem::from(why).words(lang).1),
        shell,
        desk,
        head,
        proof,
    }
}

/// Each field with what was typed beside it.
fn asked(fields: Vec<Field>, typed: &mut AllTyped) -> Vec<Asked> {
    let fields = fields.into_iter();
    fields
        .map(|field| Asked {
            typed: typed.remove(&field.pointer).unwrap_or_default(),
            field,
        })
        .collect()
}
