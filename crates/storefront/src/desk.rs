//! The producer's desk: what to do next with each order, in one hand on a telephone.
//!
//! **Invariant:** every page says for whom one acts and as what; another's order is not there.
//! **Invariant:** what was typed stands in the form again until it is written.
//! **Invariant:** a step here is the step of the API, by the same use-case and the same guard.

mod acting;
mod apply;
mod certificates;
mod claim;
mod delivery;
mod editor;
mod label;
mod labels;
mod lies;
mod listings;
mod members;
mod money;
mod order;
mod orders;
mod papers;
mod portrait;
mod remarks;
mod sales;
mod scan;
mod settings;
mod sheet;
mod shelf;
mod steps;

pub(crate) use acting::desk;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use web::State;

/// The pages behind `/{lang}/producer`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(orders::show))
        .route("/apply", get(apply::show).post(apply::send))
        .merge(editor::routes())
        .route("/sales", get(sales::show))
        .route("/sales.csv", get(sales::table))
        .route("/money", get(money::show))
        .route("/money/{file}", get(money::statement))
        .route("/money/card-account", post(money::open))
        .route("/money/cash", post(money::tell))
        .route("/members", get(members::show))
        .route("/members/{what}", post(members::change))
        .route("/delivery", get(delivery::show))
        .route("/delivery/{what}", post(delivery::change))
        .route("/settings", get(settings::show))
        .route("/settings/{what}", post(settings::change))
        .route("/certificates", get(certificates::show).post(claim::told))
        .route("/certificates/{id}", post(claim::found))
        .route("/labels", get(labels::show))
        .merge(hand_in())
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

/// Their form carries a paper or a picture.
fn hand_in() -> Router<State> {
    Router::new()
        .route("/papers", get(papers::show).post(papers::hand_in))
        .route("/papers/{id}/file", get(papers::file))
        .route("/portrait", post(portrait::hand_in))
        .route(
            "/certificates/{id}/scan",
            get(scan::show).post(scan::hand_in),
        )
        .layer(DefaultBodyLimit::max(web::uploads::PICTURE_FORM))
}
