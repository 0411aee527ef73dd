use axum::Router;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::State;

use crate::openapi::Info;
use crate::{
    accounts, admin, age_declarations, card_events, carts, checkouts, notices, one_tap, orders,
    producer, public, tracking, webhooks,
};

/// The whole API on one page.
pub(crate) fn endpoints() -> OpenApiRouter<State> {
    OpenApiRouter::with_openapi(Info::openapi())
        .merge(people())
        .merge(shop())
        .merge(listings())
        .merge(moderation())
        .merge(buying())
        .merge(fulfilment())
        .merge(books())
        .merge(news())
}

/// What everybody may read.
fn shop() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(public::products::list))
        .routes(routes!(public::product::show))
        .routes(routes!(public::suggest::suggest))
        .routes(routes!(public::producers::list))
        .routes(routes!(public::producers::show))
        .routes(routes!(public::code::verify))
        .routes(routes!(public::code::page::show))
        .routes(routes!(public::code::label::qr))
        .routes(routes!(public::code::label::sheet))
        .routes(routes!(public::taxonomy::taxonomy))
        .routes(routes!(public::problem_kinds::list))
        .routes(routes!(public::places::provinces))
        .routes(routes!(public::places::communes))
        .routes(routes!(public::places::resolve))
}

/// What a producer does with its application and its listings.
fn listings() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(producer::application::apply))
        .routes(routes!(producer::application::edit))
        .routes(routes!(producer::application::submit))
        .routes(routes!(
            producer::products::list,
            producer::products::create
        ))
        .routes(routes!(producer::product::show, producer::product::edit))
        .merge(producer::images::routes())
        .merge(producer::portrait::routes())
        .merge(crate::scans::routes())
        .merge(producer::documents::routes())
        .routes(routes!(producer::steps::submit))
        .routes(routes!(producer::steps::withdraw))
        .routes(routes!(producer::steps::pause))
        .routes(routes!(producer::steps::resume))
        .routes(routes!(producer::steps::retire))
        .routes(routes!(producer::shop::show))
        .routes(routes!(producer::shop::resume))
        .routes(routes!(producer::shop::close))
        .routes(routes!(producer::delivery::show))
        .routes(routes!(producer::delivery::set_zones))
        .routes(routes!(producer::delivery::set_rates))
        .routes(routes!(
            producer::delivery::set_pickup,
            producer::delivery::take_pickup
        ))
        .routes(routes!(producer::stock::set))
        .routes(routes!(producer::price::set))
        .routes(routes!(
            producer::certificates::list,
            producer::certificates::claim
        ))
        .routes(routes!(producer::certificates::suggest))
}

/// What officials decide.
fn moderation() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(admin::waiting::list))
        .routes(routes!(admin::reviews::list))
        .routes(routes!(admin::reviews::show))
        .routes(routes!(admin::decide::claim))
        .routes(routes!(admin::decide::approve))
        .routes(routes!(admin::decide::reject))
        .routes(routes!(admin::decide::request_changes))
        .routes(routes!(admin::producers::list))
        .routes(routes!(admin::producers::listings))
        .routes(routes!(admin::suspend::suspend_product))
        .routes(routes!(admin::suspend::suspend_producer))
        .routes(routes!(admin::suspend::restore_product))
        .routes(routes!(admin::suspend::restore_producer))
        .routes(routes!(admin::calls::list))
        .routes(routes!(admin::calls::answer))
        .routes(routes!(admin::certificates::list))
        .routes(routes!(admin::certificates::verify))
        .routes(routes!(admin::documents::ending))
        .routes(routes!(admin::certificates::extend))
        .routes(routes!(admin::certificates::revoke))
        .routes(routes!(admin::collections::shown))
        .routes(routes!(
            admin::collections::list,
            admin::collections::create
        ))
        .routes(routes!(admin::collections::edit))
        .routes(routes!(admin::collections::put, admin::collections::take))
        .routes(routes!(admin::figures::show))
        .routes(routes!(admin::figures::table))
}

/// Carts, checkouts and a buyer's orders.
fn buying() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(age_declarations::declare))
        .routes(routes!(carts::create))
        .routes(routes!(carts::show))
        .routes(routes!(carts::put_line))
        .routes(routes!(carts::set_destination))
        .routes(routes!(checkouts::place))
        .routes(routes!(checkouts::show))
        .routes(routes!(card_events::hear))
        .routes(routes!(tracking::track))
        .routes(routes!(orders::list))
        .routes(routes!(orders::show))
        .routes(routes!(orders::act::cancel))
        .routes(routes!(orders::act::confirm_receipt))
        .routes(routes!(orders::act::report_payment))
        .routes(routes!(orders::problems::open, orders::problems::list))
        .routes(routes!(orders::problems::agree))
        .routes(routes!(orders::problems::disagree))
        .routes(routes!(orders::problems::withdraw))
        .merge(orders::problems::pictures())
        .routes(routes!(orders::refunds::list))
        .routes(routes!(orders::refunds::give_destination))
        .routes(routes!(orders::refunds::confirm))
}

/// What a producer does with its orders.
fn fulfilment() -> OpenApiRouter<State> {
    use producer::orders::{self, hand_over, steps};
    OpenApiRouter::new()
        .routes(routes!(orders::list))
        .routes(routes!(orders::show))
        .routes(routes!(steps::accept))
        .routes(routes!(steps::decline))
        .routes(routes!(steps::pack))
        .routes(routes!(hand_over::ship))
        .routes(routes!(steps::deliver))
        .routes(routes!(steps::fail_delivery))
        .routes(routes!(steps::returned))
        .routes(routes!(steps::extend))
        .routes(routes!(hand_over::payment_received))
        .routes(routes!(steps::payment_missing))
        .routes(routes!(producer::bank_accounts::list))
        .routes(routes!(
            producer::card_account::show,
            producer::card_account::open
        ))
        .routes(routes!(producer::bank_accounts::change))
        .routes(routes!(producer::bank_accounts::withdraw))
        .routes(routes!(producer::sales::show))
        .routes(routes!(producer::sales::table))
        .routes(routes!(producer::cases::list))
        .routes(routes!(producer::cases::show))
        .routes(routes!(producer::cases::answer))
        .routes(routes!(producer::cases::received))
        .routes(routes!(producer::refunds::list))
        .routes(routes!(producer::refunds::send))
        .routes(routes!(admin::documents::file))
        .routes(routes!(admin::takedowns::list, admin::takedowns::receive))
        .routes(routes!(admin::takedowns::carry_out))
        .routes(routes!(admin::cases::list))
        .routes(routes!(admin::cases::decide))
        .routes(routes!(admin::cases::refunds))
        .routes(routes!(admin::cases::send))
        .routes(routes!(admin::cases::owe))
        .merge(admin::bank::routes())
        .routes(routes!(admin::card_payouts::list))
        .routes(routes!(admin::market_payments::list))
        .routes(routes!(admin::market_payments::forgive))
        .routes(routes!(admin::market_payments::missing))
        .merge(admin::remittances::routes())
        .routes(routes!(webhooks::bank))
}

/// What stands between producers and the market, and paying them.
fn books() -> OpenApiRouter<State> {
    use admin::payouts;
    use producer::balance;
    OpenApiRouter::new()
        .routes(routes!(balance::show))
        .routes(routes!(balance::statement))
        .routes(routes!(balance::csv))
        .routes(routes!(balance::xlsx))
        .routes(routes!(balance::net_receipt))
        .routes(routes!(balance::payouts_list))
        .routes(routes!(payouts::list, payouts::prepare))
        .routes(routes!(payouts::waiting))
        .routes(routes!(payouts::show))
        .routes(routes!(payouts::confirm))
        .routes(routes!(payouts::cancel))
        .routes(routes!(payouts::file))
        .routes(routes!(payouts::paid))
        .routes(routes!(payouts::one_paid))
        .routes(routes!(payouts::failed))
}

/// Accounts, sessions, passwords, members, roles and the record.
fn people() -> OpenApiRouter<State> {
    use accounts::{
        addresses, audit, cards, consents, contact_proofs, hand_overs, invitations, known,
        mandates, members, password_resets, personal, phone_proofs, register, roles, searches,
        sessions, sign_in_codes, suspension,
    };
    OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(sessions::sign_in, sessions::list))
        .routes(routes!(sessions::current, sessions::sign_out_here))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(addresses::list, addresses::save))
        .routes(routes!(addresses::forget))
        .routes(routes!(password_resets::ask))
        .routes(routes!(password_resets::set))
        .routes(routes!(consents::policies))
        .routes(routes!(consents::list, consents::give))
        .routes(routes!(consents::withdraw))
        .routes(routes!(contact_proofs::ask))
        .routes(routes!(contact_proofs::prove))
        .routes(routes!(members::list, members::add, members::remove))
        .routes(routes!(members::remove_by_path))
        .routes(routes!(invitations::accept))
        .routes(routes!(invitations::revoke))
        .routes(routes!(cards::issue, cards::list))
        .routes(routes!(cards::revoke))
        .routes(routes!(cards::issue_for_member, cards::list_of_member))
        .routes(routes!(cards::revoke_of_member))
        .routes(routes!(cards::list_mine))
        .routes(routes!(cards::revoke_mine))
        .routes(routes!(phone_proofs::note))
        .routes(routes!(known::members))
        .routes(routes!(known::find))
        .routes(routes!(personal::export))
        .routes(routes!(personal::erase))
        .merge(hand_overs::routes())
        .routes(routes!(mandates::list, mandates::grant))
        .routes(routes!(mandates::revoke))
        .routes(routes!(mandates::file))
        .routes(routes!(mandates::acts))
        .merge(mandates::written_down::routes())
        .routes(routes!(roles::set))
        .routes(routes!(sign_in_codes::ask))
        .routes(routes!(sign_in_codes::issue))
        .routes(routes!(suspension::suspend))
        .routes(routes!(suspension::restore))
        .routes(routes!(searches::seek))
        .routes(routes!(audit::list))
}

/// Notices, and what could not be delivered or done.
fn news() -> OpenApiRouter<State> {
    use notices::{deliveries, inbox, jobs};
    OpenApiRouter::new()
        .routes(routes!(inbox::list))
        .routes(routes!(inbox::read))
        .routes(routes!(deliveries::list))
        .routes(routes!(deliveries::retry))
        .routes(routes!(jobs::list))
        .routes(routes!(admin::discrepancies::list))
        .routes(routes!(admin::discrepancies::settle))
        .routes(routes!(jobs::retry))
}

/// The JSON door alone.
pub fn router(state: State) -> Router {
    web::wrap(routes(state))
}

/// The routes of the JSON door and its document.
pub fn routes(state: State) -> Router {
    let (routes, document) = endpoints().split_for_parts();
    let document = document.to_json().unwrap_or_default();
    routes
        // A label's QR code is shortest in capitals.
        .route("/Q/{code}", get(public::code::page::capitals))
        .route(
            "/api/openapi.json",
            get(move || std::future::ready(json(document.clone()))),
        )
        .route("/t/{token}", get(one_tap::show).post(one_tap::press))
        .merge(web::health())
        .merge(web::media())
        .layer(from_fn_with_state(state.clone(), web::limits::limit))
        .with_state(state)
}

fn json(document: String) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "public, max-age=300"),
        ],
        document,
    )
}
