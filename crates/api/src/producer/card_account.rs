//! A producer's own account at Stripe, to which its share of what cards paid can go.

use axum::extract::State as Node;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;
use web::who::OwnerOf;
use web::{Code, Problem, ReaderLang, State};

use crate::orders::NO_STORE;

/// How the account stands.
#[derive(Serialize, ToSchema)]
#[schema(as = CardAccount)]
pub(crate) struct CardAccountView {
    /// Stripe's id.
    account: String,
    /// Whether shares can be transferred to it.
    ready: bool,
}

/// Where it is filled in.
#[derive(Serialize, ToSchema)]
#[schema(as = CardAccountLink)]
pub(crate) struct LinkView {
    /// Stripe's page; it lives for minutes.
    url: String,
}

/// One's producer's account at Stripe, as Stripe says now.
#[utoipa::path(
    get, path = "/api/v1/producer/card-account", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 200, body = CardAccountView),
        (status = 403, description = "`forbidden`: not an owner"),
        (status = 404, description = "`not_found`: there is none, or this market takes no cards"),
    ),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    owner: OwnerOf,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let found = market::cards::account(app, owner.producer, app.now()).await?;
    let found = found.ok_or_else(|| Problem::new(Code::NotFound))?;
    let view = CardAccountView {
        account: found.account,
        ready: found.ready,
    };
    Ok((NO_STORE, axum::Json(view)))
}

/// Open an account at Stripe, or go on filling it in. Asks for a fresh sign-in.
#[utoipa::path(
    post, path = "/api/v1/producer/card-account", tag = "producer",
    extensions(("x-policy" = json!("member"))),
    responses(
        (status = 200, body = LinkView),
        (status = 403, description = "`forbidden`: not an owner; `reauthentication_required`"),
        (status = 404, description = "`not_found`: this market takes no cards"),
        (status = 503, description = "`unavailable`: Stripe does not answer"),
    ),
)]
pub(crate) async fn open(
    Node(state): Node<State>,
    ReaderLang(lang): ReaderLang,
    owner: OwnerOf,
) -> Result<impl IntoResponse, Problem> {
    owner.session.must_be_fresh(&state)?;
    let app = &state.app;
    let back = format!(
        "{}/{}/producer/money?for={}",
        app.public_url.trim_end_matches('/'),
        lang.as_str(),
        owner.producer
    );
    let url = market::cards::onboard(app, owner.producer, &back, app.now()).await?;
    Ok((NO_STORE, axum::Json(LinkView { url })))
}
