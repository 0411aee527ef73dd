//! Pieces of pages that a script asks for while one types; nothing depends on them.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{Lang, text};
use web::listing_query::parse_kindly;
use web::suggest::{self, Kind, Suggested};
use web::{Problem, State};

use crate::forms::Form;
use crate::shell::{answer, written};

#[derive(Template)]
#[template(path = "shop/suggestions.html")]
struct Suggestions {
    found: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "shop/communes.html")]
struct Communes {
    names: Vec<&'static str>,
}

/// What to search for or go to, for what has been typed so far.
pub(crate) async fn suggestions(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = parse_kindly(raw.as_deref().unwrap_or_default(), false, state.app.now())?;
    let generation = state.app.listings.generation();
    let key = format!(
        "suggestions|{generation}|{}|{}|{}",
        lang.as_str(),
        asked.query.day,
        asked.query.text
    );
    let load = async {
        let found = suggest::find(&state, &asked.query, lang)?;
        let way = |one: Suggested| (to(&one, lang), one.text);
        written(&Suggestions {
            found: found.into_iter().map(way).collect(),
        })
    };
    let kept = state.answers.page(key, load);
    Ok(answer(&*kept.await?, &headers))
}

fn to(one: &Suggested, lang: Lang) -> String {
    let (tag, slug) = (lang.as_str(), &one.slug);
    match one.kind {
        Kind::Product => format!("/{tag}/products/{slug}"),
        Kind::Producer => format!("/{tag}/producers/{slug}"),
        Kind::Set => format!("/{tag}/products?set={slug}"),
    }
}

/// The communes of a province, as the dictionary sorts them, for a list beside the field.
pub(crate) async fn communes(
    Node(state): Node<State>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let province = reference::province(query.text("province")).map_or("", |p| p.code);
    let load = async {
        let there = reference::communes_of(province).iter();
        let mut names: Vec<&str> = there.map(|commune| commune.name).collect();
        names.sort_by_cached_key(|name| text::sort_key(name));
        written(&Communes { names })
    };
    let kept = state.answers.page(format!("communes|{province}"), load);
    Ok(answer(&*kept.await?, &headers))
}
