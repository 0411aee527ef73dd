use askama::Template;
use axum::Extension;
use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalog::collections::{self, Collection, Draft, Kind};
use kernel::{CollectionId, Lang, ProductId};
use serde::Deserialize;
use web::who::Official;
use web::{Code, Path, Problem, Query, State};

use super::candidates::{Candidate, candidates};
use super::desk::{Desk, desk, shown_with};
use super::form::Filled;
use crate::forms::Form;
use crate::shell::Shell;
use crate::words::{say, say_with};

#[derive(Template)]
#[template(path = "office/collections.html")]
struct All {
    shell: Shell,
    desk: Desk,
    filled: Filled,
    kinds: Vec<(&'static str, String)>,
    rows: Vec<Row>,
}

struct Row {
    to: String,
    title: String,
    said: String,
}

/// What is looked for to be put into a collection.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sought {
    q: Option<String>,
}

#[derive(Template)]
#[template(path = "office/collection.html")]
struct One {
    shell: Shell,
    desk: Desk,
    filled: Filled,
    kinds: Vec<(&'static str, String)>,
    collection: Collection,
    sought: String,
    found: Option<Vec<Candidate>>,
}

/// The collections of the official's area, and a form for another.
pub(crate) async fn list(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
) -> Result<Response, Problem> {
    all(&state, lang, &official, (StatusCode::OK, Filled::default())).await
}

async fn all(
    state: &State,
    lang: Lang,
    official: &Official,
    (status, filled): (StatusCode, Filled),
) -> Result<Response, Problem> {
    let found = collections::of_area(state.app.db.read(), &official.decider()).await?;
    let head = ("/collections", "office-collections");
    let (shell, desk) = desk(state, lang, &official.session, head);
    let row = |one: Collection| Row {
        to: address(one.id, lang),
        said: say_with(
            lang,
            "office-collected",
            &[
                ("kind", kind_name(one.kind, lang)),
                ("count", one.products.len().to_string()),
            ],
        ),
        title: one.title,
    };
    let page = All {
        kinds: kinds(lang),
        rows: found.into_iter().map(row).collect(),
        filled,
        shell,
        desk,
    };
    shown_with(status, &page)
}

fn kinds(lang: Lang) -> Vec<(&'static str, String)> {
    let named = |kind: &Kind| (kind.as_str(), kind_name(*kind, lang));
    Kind::ALL.iter().map(named).collect()
}

fn kind_name(kind: Kind, lang: Lang) -> String {
    say(lang, &format!("office-collection-{}", kind.as_str()))
}

fn address(id: CollectionId, lang: Lang) -> String {
    format!("/{}/office/collections/{id}", lang.as_str())
}

/// One collection: what is said of it, what is in it, what may be put into it.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(id): Path<CollectionId>,
    Query(sought): Query<Sought>,
) -> Result<Response, Problem> {
    one(&state, lang, &official, (id, sought.q, None)).await
}

async fn one(
    state: &State,
    lang: Lang,
    official: &Official,
    (id, sought, refused): (CollectionId, Option<String>, Option<(StatusCode, Filled)>),
) -> Result<Response, Problem> {
    let (db, who) = (state.app.db.read(), official.decider());
    let collection = collections::in_area(db, &who, id).await?;
    let found = match &sought {
        Some(sought) => Some(candidates(state, official, sought)?),
        None => None,
    };
    let head = ("/collections", "office-collections");
    let (mut shell, desk) = desk(state, lang, &official.session, head);
    shell.path = format!("/office/collections/{id}");
    shell.title.clone_from(&collection.title);
    let (status, filled) =
        refused.unwrap_or_else(|| (StatusCode::OK, Filled::of(said(&collection))));
    let inside = |one: &Candidate| {
        collection
            .products
            .iter()
            .any(|product| product.id == one.id)
    };
    let page = One {
        kinds: kinds(lang),
        found: found.map(|found| found.into_iter().filter(|one| !inside(one)).collect()),
        sought: sought.unwrap_or_default(),
        filled,
        collection,
        shell,
        desk,
    };
    shown_with(status, &page)
}

/// A collection as its form would have been typed.
fn said(collection: &Collection) -> Form {
    let day = |day: Option<kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    Form::of([
        ("kind", collection.kind.as_str().to_owned()),
        ("title", collection.title.clone()),
        ("from", day(collection.from)),
        ("until", day(collection.until)),
    ])
}

fn draft(form: &Form) -> Result<Draft, Problem> {
    let kind = Kind::parse(form.text("kind"));
    Ok(Draft {
        kind: kind.ok_or_else(|| Problem::field("/kind", "required"))?,
        title: form.text("title").to_owned(),
        from: form.read("from")?,
        until: form.read("until")?,
    })
}

/// Begins a collection.
pub(crate) async fn create(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    form: Form,
) -> Result<Response, Problem> {
    match created(&state, &official, &form).await {
        Ok(id) => Ok(Redirect::to(&address(id, lang)).into_response()),
        Err(problem) => {
            let status = problem.http_status();
            let filled = Filled::refused(form, &problem, lang);
            all(&state, lang, &official, (status, filled)).await
        }
    }
}

async fn created(state: &State, official: &Official, form: &Form) -> Result<CollectionId, Problem> {
    let draft = draft(form)?;
    let tx = store::write(&state.app.db).await?;
    let id = collections::create(&tx, &official.decider(), draft, state.app.now()).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(id)
}

/// Changes what is said of it, or puts a product in or takes one out.
pub(crate) async fn change(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    official: Official,
    Path(id): Path<CollectionId>,
    form: Form,
) -> Result<Response, Problem> {
    match changed(&state, &official, id, &form).await {
        Ok(()) => Ok(Redirect::to(&address(id, lang)).into_response()),
        Err(problem) if problem.code() == Code::NotFound => Err(problem),
        Err(problem) => {
            let refused = (problem.http_status(), Filled::refused(form, &problem, lang));
            one(&state, lang, &official, (id, None, Some(refused))).await
        }
    }
}

async fn changed(
    state: &State,
    official: &Official,
    id: CollectionId,
    form: &Form,
) -> Result<(), Problem> {
    let (who, now) = (official.decider(), state.app.now());
    let (put, take): (Option<ProductId>, Option<ProductId>) =
        (form.read("put")?, form.read("take")?);
    let tx = store::write(&state.app.db).await?;
    match (put, take) {
        (Some(product), _) => collections::put(&tx, &who, (id, product), now).await?,
        (None, Some(product)) => collections::take(&tx, &who, (id, product), now).await?,
        (None, None) => collections::edit(&tx, &who, id, draft(form)?, now).await?,
    }
    tx.commit().await.map_err(store::Error::from)?;
    Ok(())
}
