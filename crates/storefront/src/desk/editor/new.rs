//! The first step of a new listing.

use accounts::MemberRole;
use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::response::{IntoResponse, Redirect, Response};
use catalog::products::New;
use catalog::revisions::Draft;
use kernel::{Lang, ProducerId, ProductId, random, text};
use market::Key;
use web::who::{Member, Session};
use web::{Problem, State};

use super::name::{Group, after, chosen, groups};
use crate::desk::acting::{Acting, asked_for};
use crate::desk::remarks::Remarks;
use crate::desk::sheet::{Refused, Sheet};
use crate::forms::{Faults, Form};
use crate::shell::{Shell, personal};
use crate::words::say;

#[derive(Template)]
#[template(path = "desk/new.html")]
struct Page {
    shell: Shell,
    acting: Acting,
    producer: ProducerId,
    /// The word for it: a form sent twice makes one.
    key: String,
    sheet: Sheet,
    groups: Vec<Group>,
}

/// The empty form.
pub(super) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(query): RawQuery,
    session: Session,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let member = asked_for(&session, &query)?;
    member.must_be(MemberRole::Editor)?;
    page(&state, lang, &member, None).await
}

async fn page(
    state: &State,
    lang: Lang,
    member: &Member,
    refused: Option<Refused>,
) -> Result<Response, Problem> {
    let status = Sheet::status(refused.as_ref());
    let (path, title) = ("/producer/products/new", say(lang, "listing-new"));
    let page = Page {
        shell: Shell::new(state, lang, path.to_owned(), title),
        acting: Acting::of(state, lang, member).await?,
        producer: member.producer,
        key: text::hex(&random::bytes::<16>()),
        sheet: Sheet::new(Form::default(), refused, Remarks::default()),
        groups: groups(lang),
    };
    personal(status, &page)
}

/// Creates it.
pub(super) async fn create(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    session: Session,
    form: Form,
) -> Result<Response, Problem> {
    let member = asked_for(&session, &form)?;
    member.must_be(MemberRole::Editor)?;
    let mut faults = Faults::default();
    let set = chosen(&form, &mut faults, lang);
    if form.filled("name").is_none() {
        faults.add("/name", say(lang, "sheet-required"));
    }
    match created(&state, &member, (&form, set)).await {
        Ok(id) => Ok(Redirect::to(&after(lang, id)).into_response()),
        Err(problem) if Refused::is_told(&problem) => {
            let refused = Refused::new(form, faults, &problem, lang);
            page(&state, lang, &member, Some(refused)).await
        }
        Err(problem) => Err(problem),
    }
}

async fn created(
    state: &State,
    member: &Member,
    (form, set): (&Form, Option<i64>),
) -> Result<ProductId, Problem> {
    let set = set.ok_or_else(|| Problem::field("/set", "required"))?;
    let name = form.text("name").to_owned();
    let new = New {
        draft: Draft {
            name,
            name_en: None,
            description: String::new(),
            description_en: None,
            story: String::new(),
            set,
            abv_permille: None,
            facts: std::collections::BTreeMap::new(),
            variants: vec![],
            pictures: vec![],
        },
        fresh: false,
        max_transit_days: None,
    };
    let (app, scope) = (&state.app, member.session.account.to_string());
    let key = Key::new(scope, "pages/products", form.must("key")?, &form.bytes());
    let (what, who) = ((member.producer, &new), (member.actor, Some(&key)));
    Ok(market::create_product(&app.db, what, who, app.now()).await?)
}
