//! The producer's desk: what to do next with each order, in one hand on a telephone.
//!
//! **Invariant:** every page says for whom one acts and as what; another's order is not there.
//! **Invariant:** a step here is the step of the API, by the same use-case and the same guard.

mod acting;
mod label;
mod order;
mod orders;
mod settings;
mod shelf;
mod steps;

use axum::Router;
use axum::routing::{get, post};
use web::State;

/// The pages behind `/{lang}/producer`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(orders::show))
        .route("/settings", get(settings::show))
        .route("/settings/{what}", post(settings::change))
        .route("/shelf", get(shelf::show))
        .route("/variants/{id}", post(shelf::write))
        .route("/products/{id}/{step}", post(shelf::turn))
        .route("/orders/{id}", get(order::show))
        .route("/orders/{id}/label", get(label::show))
        .route("/orders/{id}/{step}", post(steps::take))
        .route("/orders/{id}/cases/{case}", post(steps::answer))
        .route("/orders/{id}/refunds/{refund}", post(steps::send))
        .route(
            "/orders/{id}/refunds/{refund}/qr.png",
            get(order::refund_code),
        )
}
