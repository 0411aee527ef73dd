//! The buyers' pages: what is sold, by whom, and how it is bought.

mod account;
pub(crate) mod addresses;
mod again;
mod age;
mod alcohol;
mod basket;
pub(crate) mod by_card;
pub(crate) mod card;
mod cart;
mod checkout;
mod collection;
mod device;
mod home;
pub(crate) mod listing;
mod listings;
mod makers;
pub(crate) mod order;
mod pieces;
pub(crate) mod place;
pub(crate) mod producer;
mod purchase;
mod quote;
mod reach;
mod tracking;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use web::{State, uploads};

use crate::signed_in::{known, perhaps};

/// The pages behind `/{lang}`.
pub(crate) fn routes(state: &State) -> Router<State> {
    public()
        .merge(buying().layer(from_fn_with_state(state.clone(), perhaps)))
        .merge(own().layer(from_fn_with_state(state.clone(), known)))
}

/// What is sold: these know nobody.
fn public() -> Router<State> {
    Router::new()
        .route("/", get(home::show))
        .route("/products", get(listings::show))
        .route("/products/{slug}", get(listing::show))
        .route("/producers", get(makers::show))
        .route("/producers/{slug}", get(producer::show))
        .route("/collections/{id}", get(collection::show))
        .route("/tracking", get(tracking::ask).post(tracking::show))
        .route("/age", get(age::ask).post(age::declare))
        .route("/alcohol", get(alcohol::show))
        .route("/suggestions", get(pieces::suggestions))
        .route("/communes", get(pieces::communes))
}

/// The cart and what became of it: for guests, and for who is signed in.
fn buying() -> Router<State> {
    Router::new()
        .route("/cart", get(cart::show).post(cart::change))
        .route("/cart/lines", post(cart::add))
        .route("/cart/destination", post(cart::send_to))
        .route("/checkout", get(checkout::show).post(checkout::place))
        .route("/checkouts/{id}", get(purchase::show))
        .route("/checkouts/{id}/card", get(by_card::show))
        .route("/orders/{id}", get(order::show))
        .route("/orders/{id}/cancel", post(order::cancel))
        .route("/orders/{id}/receipt", post(order::receive))
        .route("/orders/{id}/payment", post(order::pay::report))
        .route("/orders/{id}/qr.png", get(order::pay::picture))
        .route("/orders/{id}/again", post(again::order))
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

/// What is of one account alone.
fn own() -> Router<State> {
    Router::new()
        .route("/account", get(account::show))
        .route("/account/addresses", post(addresses::save))
        .route("/account/addresses/{id}", post(addresses::forget))
        .route("/account/sessions/{id}", post(account::end))
}
