use axum::Extension;
use axum::extract::State as Node;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::reviews::{self, Decision, Filter, ReviewKind, Ruling};
use kernel::{Day, Lang, ReviewId};
use web::who::Official;
use web::{Code, Path, Problem, State};

use super::remark::{AllTyped, Typed, typed, written};
use super::review::{Seen, page};
use crate::forms::Form;

/// Takes the decision of the form, then shows the next review.
pub(crate) async fn decide(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(id): Path<ReviewId>,
    form: Form,
) -> Result<Response, Problem> {
    let remarks = typed(&form);
    let ruling = ruling(&form, &remarks, lang)?;
    let queue = queue(&form);
    let Err(problem) = taken(&state, &official, id, ruling).await else {
        return Ok(onward(&state, &official, (id, queue), lang)
            .await?
            .into_response());
    };
    if problem.code() == Code::NotFound {
        return Err(problem);
    }
    let seen = Seen {
        typed: kept(remarks, &problem, lang),
        problem: Some(problem),
        queue,
        done: None,
    };
    page(&state, lang, &official, (id, seen)).await
}

fn ruling(form: &Form, remarks: &[(String, Typed)], lang: Lang) -> Result<Ruling, Problem> {
    let decision = form.filled("decision").and_then(Decision::parse);
    let revision = form.filled("revision").map(str::parse).transpose();
    Ok(Ruling {
        decision: decision.ok_or_else(|| Problem::field("/decision", "unknown_value"))?,
        revision: revision.map_err(|_not_an_id| Problem::field("/revision", "invalid"))?,
        remarks: remarks
            .iter()
            .map(|(pointer, typed)| written(pointer, typed, lang))
            .collect(),
    })
}

fn queue(form: &Form) -> Filter {
    Filter {
        kind: form.filled("kind").and_then(ReviewKind::parse),
        place: form.filled("place").map(str::to_owned),
        status: None,
    }
}

async fn taken(
    state: &State,
    official: &Official,
    id: ReviewId,
    ruling: Ruling,
) -> Result<(), Problem> {
    let (who, now) = (official.decider(), state.app.now());
    store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        reviews::decide(&tx, id, &who, ruling.clone(), now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await?;
    Ok(())
}

/// What was typed, each with what is wrong with it.
fn kept(remarks: Vec<(String, Typed)>, problem: &Problem, lang: Lang) -> AllTyped {
    let faults = problem.faults(lang);
    let fault = |i: usize| {
        let at = format!("/remarks/{i}/");
        let found = faults
            .iter()
            .find(|(pointer, _)| pointer.starts_with(&at))?;
        Some(found.1.clone())
    };
    let remarks = remarks.into_iter().enumerate();
    remarks
        .map(|(i, (pointer, typed))| {
            (
                pointer,
                Typed {
                    fault: fault(i),
                    ..typed
                },
            )
        })
        .collect()
}

/// To the next review of the same part of the queue, or back to the queue.
async fn onward(
    state: &State,
    official: &Official,
    (done, queue): (ReviewId, Filter),
    lang: Lang,
) -> Result<Redirect, Problem> {
    let (db, today) = (state.app.db.read(), Day::of(state.app.now()));
    let next = reviews::next(db, &official.decider(), queue.clone(), (Some(done), today)).await?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("done", &done.to_string());
    for (name, value) in [
        ("kind", queue.kind.map(ReviewKind::as_str)),
        ("place", queue.place.as_deref()),
    ] {
        query.extend_pairs(value.map(|value| (name, value)));
    }
    let next = next.map(|next| format!("/{next}")).unwrap_or_default();
    let to = format!("/{}/office/reviews{next}?{}", lang.as_str(), query.finish());
    Ok(Redirect::to(&to))
}

/// Says that one works on it.
pub(crate) async fn claim(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(id): Path<ReviewId>,
    form: Form,
) -> Result<Response, Problem> {
    let (who, now) = (official.decider(), state.app.now());
    let claimed = store::retry(|| async {
        let tx = store::write(&state.app.db).await?;
        reviews::claim(&tx, id, &who, now).await?;
        tx.commit().await.map_err(catalog::Error::from)
    })
    .await;
    match claimed.map_err(Problem::from) {
        Ok(()) => {
            let to = format!("/{}/office/reviews/{id}", lang.as_str());
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) if problem.code() == Code::NotFound => Err(problem),
        Err(problem) => {
            let seen = Seen {
                problem: Some(problem),
                queue: queue(&form),
                ..Seen::default()
            };
            page(&state, lang, &official, (id, seen)).await
        }
    }
}
