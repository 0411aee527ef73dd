//! The officials' desk: what waits, what is decided on it, whom to call, and the programme in
//! numbers.
//!
//! **Invariant:** an official sees their own area alone; what lies elsewhere is not there.
//! **Invariant:** no page names a buyer, their phone or their street, but an administrator's
//! search, which asks why and is recorded.

mod decide;
mod desk;
mod diff;
mod fields;
mod form;
mod monday;
mod queue;
mod remark;
mod review;

use axum::Router;
use axum::routing::get;
use web::State;

/// The pages behind `/{lang}/office`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(monday::show))
        .route("/reviews", get(queue::show))
        .route("/reviews/{id}", get(review::show).post(decide::decide))
        .route("/reviews/{id}/claim", axum::routing::post(decide::claim))
}
