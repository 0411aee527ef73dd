//! The page of a product.

mod data;
mod page;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State as Node};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use catalog::facts;
use catalog::shelf::{self, Listing, find_producer};
use catalog::slugs::{self, Subject};
use kernel::{Lang, ProductId};
use web::{Code, Path, Problem, State};

use self::page::{Page, page};
use super::age;
use super::reach::{Reach, reach};
use crate::forms::Form;
use crate::shell::{answer, personal, written};

/// One listing; an old slug leads to today's.
pub(crate) async fn show(
    Node(state): Node<State>,
    Extension(lang): Extension<Lang>,
    Path(wanted): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // What is seldom awaited is boxed: the future of every request is as large as its largest way.
    let id = match state.slugs.get(&wanted) {
        Some(id) => id,
        None => match Box::pin(named(&state, &wanted)).await? {
            (id, slug) if slug == wanted => {
                state.slugs.insert(wanted, id);
                id
            }
            (_, slug) => {
                let to = format!("/{}/products/{slug}", lang.as_str());
                return Ok(Redirect::permanent(&to).into_response());
            }
        },
    };
    if let Some(query) = query.filter(|query| query.contains("commune=")) {
        return Box::pin(asked(&state, lang, id, (&query, &headers))).await;
    }
    let (stamp, today) = (state.app.listings.stamp(id), state.app.clock.today());
    let key = format!("listing|{stamp}|{today}|{}|{id}", lang.as_str());
    let load = async { Box::pin(unrestricted(&state, lang, id)).await };
    match state.answers.page(key, load).await {
        Ok(kept) => Ok(answer(&kept, &headers)),
        Err(problem) if problem.code() == Code::AgeDeclarationRequired => {
            Box::pin(restricted(&state, lang, id, &headers)).await
        }
        Err(problem) => Err(problem),
    }
}

/// The listing that a slug names, and its slug of today.
async fn named(state: &State, wanted: &str) -> Result<(ProductId, String), Problem> {
    match slugs::find(state.app.db.read(), wanted).await? {
        Some(Subject::Product(id)) => Ok((id, find(state, id).await?.slug)),
        Some(Subject::Producer(_)) | None => Err(Problem::new(Code::NotFound)),
    }
}

/// The page that everybody may see.
async fn unrestricted(state: &State, lang: Lang, id: ProductId) -> Result<String, Problem> {
    let listing = find(state, id).await?;
    if listing.is_alcohol() {
        return Err(Problem::new(Code::AgeDeclarationRequired));
    }
    written(&whole(state, lang, &listing, Reach::default()).await?)
}

/// Alcohol: after a declaration of age, and kept by nobody.
async fn restricted(
    state: &State,
    lang: Lang,
    id: ProductId,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let listing = find(state, id).await?;
    if !age::declared(state, headers).await? {
        return age::asked(state, lang, &format!("/products/{}", listing.slug));
    }
    let page = whole(state, lang, &listing, Reach::default()).await?;
    personal(StatusCode::OK, &page)
}

/// With what bringing it to a place would cost: each place is one reader's, so nobody keeps it.
async fn asked(
    state: &State,
    lang: Lang,
    id: ProductId,
    (query, headers): (&str, &HeaderMap),
) -> Result<Response, Problem> {
    let listing = find(state, id).await?;
    if listing.is_alcohol() && !age::declared(state, headers).await? {
        return age::asked(state, lang, &format!("/products/{}", listing.slug));
    }
    let query = Form::parse(query.as_bytes())?;
    let reach = reach(state, &listing, &query, lang).await?;
    personal(StatusCode::OK, &whole(state, lang, &listing, reach).await?)
}

async fn whole(
    state: &State,
    lang: Lang,
    listing: &Listing,
    reach: Reach,
) -> Result<Page, Problem> {
    let today = state.app.clock.today();
    let labels = facts::of_set(state.app.db.read(), listing.body.set, today).await?;
    let maker = find_producer(state.app.db.read(), &listing.maker.id.to_string(), false).await?;
    let story = maker.map(|maker| maker.story).unwrap_or_default();
    Ok(page((state, lang), listing, &labels, (today, reach)).told_by(story))
}

/// The page of a text that is not on sale, with the way back to where it is worked on.
pub(crate) async fn preview(
    state: &State,
    lang: Lang,
    listing: &Listing,
    back: String,
) -> Result<impl Template + use<>, Problem> {
    let page = whole(state, lang, listing, Reach::default()).await?;
    Ok(page.not_on_sale(back))
}

async fn find(state: &State, id: ProductId) -> Result<Listing, Problem> {
    Ok(shelf::find(state.app.db.read(), id, state.app.now()).await?)
}
