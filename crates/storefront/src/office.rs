//! The officials' desk: what waits, what is decided on it, whom to call, and the programme in
//! numbers.
//!
//! **Invariant:** an official sees their own area alone; what lies elsewhere is not there.
//! **Invariant:** no page names a buyer, their phone or their street, but an administrator's
//! search, which asks why and is recorded.

mod audit;
mod calls;
mod candidates;
mod certificate;
mod certificates;
mod collections;
mod decide;
mod desk;
mod diff;
mod fields;
mod figures;
mod form;
mod monday;
mod money;
mod order;
mod papers;
mod payouts;
mod people;
mod producer;
mod producers;
mod queue;
mod remark;
mod review;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use web::State;

/// How large a form with a bank's statement may be.
const STATEMENT_FORM: usize = 16 * 1024 * 1024;

/// The pages behind `/{lang}/office`.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(monday::show))
        .route("/reviews", get(queue::show))
        .route("/reviews/{id}", get(review::show).post(decide::decide))
        .route("/reviews/{id}/claim", post(decide::claim))
        .route("/calls", get(calls::show))
        .route("/calls/{id}", post(calls::answer))
        .route("/certificates", get(certificates::show))
        .route("/certificates/{id}", get(certificate::show))
        .merge(scans())
        .route("/certificates/{id}/{act}", post(certificate::act))
        .route("/figures", get(figures::show))
        .route("/figures.csv", get(figures::table))
        .route("/producers", get(producers::show))
        .route("/producers/{id}", get(producer::show))
        .route("/producers/{id}/suspend", post(producer::suspend_producer))
        .route("/producers/{id}/restore", post(producer::restore_producer))
        .route("/products/{id}/suspend", post(producer::suspend_product))
        .route("/products/{id}/restore", post(producer::restore_product))
        .route("/accounts/{id}/card", post(producer::issue))
        .merge(hand_overs())
        .route(
            "/collections",
            get(collections::list).post(collections::create),
        )
        .route(
            "/collections/{id}",
            get(collections::show).post(collections::change),
        )
        .route("/audit", get(audit::show))
        .route("/people", get(people::show).post(people::seek))
        .route("/people/cash", post(people::lift))
        .merge(money_pages())
        .route("/papers", get(papers::show))
        .route("/papers/{id}/file", get(papers::file))
}

/// What whoever runs the market does about its money; two of the forms carry a file.
fn money_pages() -> Router<State> {
    Router::new()
        .route("/money/statement", post(money::statement))
        .route("/money/remittance", post(money::remittance))
        .layer(DefaultBodyLimit::max(STATEMENT_FORM))
        .route("/money", get(money::show))
        .route("/money/lines/{id}", post(money::line))
        .route("/money/refunds/{id}", post(money::sent))
        .route("/money/refunds/{id}/qr.png", get(money::code))
        .route("/money/cash", post(money::tell))
        .route("/money/remitted/{id}", post(money::settle))
        .route("/money/differences/{id}", post(money::look))
        .route("/money/payments/{id}/{step}", post(money::sought))
        .route("/orders", get(order::seek))
        .route("/orders/{id}", get(order::show).post(order::give))
        .route("/payouts", get(payouts::show).post(payouts::prepare))
        .route("/payouts/{id}", get(payouts::show_batch))
        .route("/payouts/{id}/file.csv", get(payouts::file))
        .route("/payouts/{id}/{step}", post(payouts::step))
        .route("/payouts/{id}/payouts/{payout}/{step}", post(payouts::one))
}

/// Their form carries a scan.
fn scans() -> Router<State> {
    Router::new()
        .route(
            "/certificates/{id}/scan",
            get(certificate::scan).post(certificate::keep),
        )
        .layer(DefaultBodyLimit::max(web::uploads::PICTURE_FORM))
}

/// Their form carries a paper.
fn hand_overs() -> Router<State> {
    Router::new()
        .route("/producers/{id}/hand-overs", post(producer::pass))
        .route(
            "/producers/{id}/hand-overs/{hand_over}/file",
            get(producer::file),
        )
        .layer(DefaultBodyLimit::max(web::uploads::PICTURE_FORM))
}
