//! The buyers' pages: what is sold, by whom, and how it is bought.

mod age;
mod alcohol;
mod basket;
mod card;
mod cart;
mod checkout;
mod collection;
mod home;
mod listing;
mod listings;
mod order;
mod place;
mod producer;
mod purchase;
mod quote;
mod reach;
mod tracking;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use web::{State, uploads};

/// The pages behind `/{lang}`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(home::show))
        .route("/products", get(listings::show))
        .route("/products/{slug}", get(listing::show))
        .route("/producers/{slug}", get(producer::show))
        .route("/collections/{id}", get(collection::show))
        .route("/cart", get(cart::show).post(cart::change))
        .route("/cart/lines", post(cart::add))
        .route("/cart/destination", post(cart::send_to))
        .route("/checkout", get(checkout::show).post(checkout::place))
        .route("/checkouts/{id}", get(purchase::show))
        .route("/tracking", get(tracking::ask).post(tracking::show))
        .route("/age", get(age::ask).post(age::declare))
        .route("/alcohol", get(alcohol::show))
        .route("/orders/{id}", get(order::show))
        .route("/orders/{id}/cancel", post(order::cancel))
        .route("/orders/{id}/receipt", post(order::receive))
        .route(
            "/orders/{id}/refunds/{refund}/destination",
            post(order::refund::give),
        )
        .route(
            "/orders/{id}/refunds/{refund}/confirm",
            post(order::refund::confirm),
        )
        .route("/orders/{id}/problems", get(order::ask).post(order::open))
        .route("/orders/{id}/problems/{case}", post(order::case::turn))
        .route(
            "/orders/{id}/problems/{case}/pictures",
            post(order::case::add_picture).layer(DefaultBodyLimit::max(uploads::PICTURE_FORM)),
        )
}
