//! The buyers' pages: what is sold, by whom, and how it is bought.

mod basket;
mod card;
mod cart;
mod checkout;
mod home;
mod listing;
mod listings;
mod place;
mod producer;
mod purchase;
mod quote;

use axum::Router;
use axum::routing::{get, post};
use web::State;

/// The pages behind `/{lang}`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(home::show))
        .route("/products", get(listings::show))
        .route("/products/{slug}", get(listing::show))
        .route("/producers/{slug}", get(producer::show))
        .route("/cart", get(cart::show).post(cart::change))
        .route("/cart/lines", post(cart::add))
        .route("/cart/destination", post(cart::send_to))
        .route("/checkout", get(checkout::show).post(checkout::place))
        .route("/checkouts/{id}", get(purchase::show))
}
