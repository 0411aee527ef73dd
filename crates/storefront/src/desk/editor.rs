//! The editor of a listing: step by step, with what is still missing and what the reviewer said.
//!
//! **Invariant:** a page writes one step and nothing else of the text, and names the version that it
//! read; what could not be written stands in the form again, as it was typed.

mod edit;
mod facts;
mod name;
mod new;
mod number;
mod overview;
mod pictures;
mod preview;
mod sizes;
mod step;
mod text;
mod travel;
mod turn;
mod waits;
mod work;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use web::{State, uploads};

pub(super) use pictures::{is_told, wrong};

/// The pages behind `/{lang}/producer/products`.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/products", get(super::listings::show))
        .route("/products/new", get(new::show).post(new::create))
        .route("/products/{id}", get(overview::show))
        .route("/products/{id}/preview", get(preview::show))
        .route("/products/{id}/submit", post(turn::submit))
        .route("/products/{id}/withdraw", post(turn::withdraw))
        .route("/products/{id}/retire", post(turn::retire))
        .route("/products/{id}/edit/pictures", get(pictures::show))
        .route(
            "/products/{id}/edit/pictures/add",
            post(pictures::add).layer(DefaultBodyLimit::max(uploads::PICTURE_FORM)),
        )
        .route(
            "/products/{id}/edit/pictures/{picture}",
            post(pictures::turn),
        )
        .route(
            "/products/{id}/edit/{step}",
            get(edit::show).post(edit::write),
        )
}
