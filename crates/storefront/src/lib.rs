//! The shop window: pages that are whole without a script, in Vietnamese and English.
//!
//! Public pages know nobody: no cookie, one kept answer for all readers of a language, a strong
//! ETag. They call the same use-cases as the JSON door and have no SQL of their own.
//!
//! Vocabulary: a *page* is a template with its [`Shell`](shell::Shell), which is what stands round
//! every page; *words* are what it says, from one catalogue in two languages.
//!
//! **Invariant:** what holds for everybody knows nobody; a page with somebody on it is kept by
//! nobody and in no index.
//! **Invariant:** a form from another site changes nothing ([`guard`]).
//! **Invariant:** alcohol is on no page but its own, which begin with the declaration of age.
//!
//! **Invariant:** every page is whole without its script, which only smooths: what it fetches are the
//! same pages, or pieces beside a field ([`shop`]).

mod assets;
mod certificate;
mod chart;
mod clock;
mod components;
mod cookies;
mod desk;
mod forms;
mod guard;
mod join;
mod money;
mod office;
mod remittance;
mod shell;
mod shop;
mod signed_in;
mod sitemap;
mod trouble;
mod words;

use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::get;
use axum::{Extension, Router};
use kernel::Lang;
use tower::ServiceBuilder;
use web::{ReaderLang, State};

/// The pages of the shop.
pub fn routes(state: &State) -> Router<State> {
    let pages = |lang: Lang| {
        // In one, because each that a router puts round its pages is a copy for each request.
        let round = ServiceBuilder::new()
            .layer(Extension(lang))
            .layer(from_fn_with_state(state.clone(), trouble::told))
            .layer(from_fn_with_state(state.clone(), guard::same_site));
        shop::routes(state)
            .merge(signed_in::routes())
            .route("/components", get(components::show))
            .merge(join::routes().layer(from_fn_with_state(state.clone(), signed_in::perhaps)))
            .nest(
                "/producer",
                desk::routes().layer(from_fn_with_state(state.clone(), signed_in::known)),
            )
            .nest(
                "/office",
                office::routes().layer(from_fn_with_state(state.clone(), signed_in::known)),
            )
            .fallback(trouble::nothing_here)
            .layer(round)
    };
    Router::new()
        .route("/", get(choose))
        .nest("/vi", pages(Lang::Vi))
        .nest("/en", pages(Lang::En))
        .route("/vi/", get(async || Redirect::permanent("/vi")))
        .route("/en/", get(async || Redirect::permanent("/en")))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{file}", get(sitemap::page))
        .merge(assets::routes())
        .layer(from_fn_with_state(state.clone(), web::limits::limit))
}

/// The reader's language.
async fn choose(ReaderLang(lang): ReaderLang) -> Redirect {
    Redirect::to(&format!("/{}", lang.as_str()))
}
