//! Carts: what somebody means to buy. The id is all that a guest needs.

mod view;

use axum::extract::State as Node;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::{AccountId, CartId, VariantId};
use orders::Cart;
use serde::Deserialize;
use utoipa::ToSchema;
use web::who::MaybeSession;
use web::{Json, Path, Problem, State};

use crate::orders::NO_STORE;
use crate::schema::Nothing;
pub(crate) use view::CartView;

/// How many.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    /// 0 takes it out.
    #[schema(minimum = 0, maximum = 9999)]
    quantity: i64,
}

/// Where it should go.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Destination {
    province_code: String,
    commune_code: String,
}

/// Make a cart.
#[utoipa::path(
    post, path = "/api/v1/carts", tag = "buying", request_body = Option<Nothing>,
    extensions(("x-policy" = json!("guest"))),
    responses((status = 201, body = CartView)),
)]
pub(crate) async fn create(
    Node(state): Node<State>,
    caller: MaybeSession,
    Json(Nothing {}): Json<Nothing>,
) -> Result<impl IntoResponse, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let account = account(&caller);
    let tx = store::write(&app.db).await?;
    let id = orders::create_cart(&tx, account, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    let cart = Cart {
        id,
        account,
        destination: None,
        used: false,
        lines: vec![],
    };
    let view = priced(&state, cart).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(view)))
}

/// What a cart holds and what it would cost.
#[utoipa::path(
    get, path = "/api/v1/carts/{cart}", tag = "buying", params(("cart" = String, Path)),
    extensions(("x-policy" = json!("guest"))),
    responses((status = 200, body = CartView), (status = 404, description = "`not_found`")),
)]
pub(crate) async fn show(
    Node(state): Node<State>,
    caller: MaybeSession,
    Path(cart): Path<CartId>,
) -> Result<impl IntoResponse, Problem> {
    let cart = orders::cart(state.app.db.read(), cart, account(&caller)).await?;
    Ok((NO_STORE, axum::Json(priced(&state, cart).await?)))
}

/// Set how many of a variant are in a cart.
#[utoipa::path(
    put, path = "/api/v1/carts/{cart}/lines/{variant}", tag = "buying", request_body = Line,
    params(("cart" = String, Path), ("variant" = String, Path)),
    extensions(("x-policy" = json!("guest"))),
    responses(
        (status = 200, body = CartView),
        (status = 404, description = "`not_found`"),
        (status = 409, description = "`cart_used`, or `conflict`: not for sale, or the cart is full"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn put_line(
    Node(state): Node<State>,
    caller: MaybeSession,
    Path((cart, variant)): Path<(CartId, VariantId)>,
    Json(Line { quantity }): Json<Line>,
) -> Result<impl IntoResponse, Problem> {
    let app = &state.app;
    let line = (variant, quantity);
    let cart = market::put_line(app, cart, account(&caller), line, app.now()).await?;
    Ok((NO_STORE, axum::Json(priced(&state, cart).await?)))
}

/// Say where a cart should go: from then on its delivery is priced.
#[utoipa::path(
    put, path = "/api/v1/carts/{cart}/destination", tag = "buying", request_body = Destination,
    params(("cart" = String, Path)),
    extensions(("x-policy" = json!("guest"))),
    responses(
        (status = 200, body = CartView),
        (status = 404, description = "`not_found`"),
        (status = 409, description = "`cart_used`"),
        (status = 422, description = "`invalid`"),
    ),
)]
pub(crate) async fn set_destination(
    Node(state): Node<State>,
    caller: MaybeSession,
    Path(cart): Path<CartId>,
    Json(to): Json<Destination>,
) -> Result<impl IntoResponse, Problem> {
    let place = orders::destination(&to.province_code, &to.commune_code)?;
    let tx = store::write(&state.app.db).await?;
    let mut cart = orders::cart(&tx, cart, account(&caller)).await?;
    orders::set_destination(&tx, &cart, &place).await?;
    tx.commit().await.map_err(store::Error::from)?;
    cart.destination = Some(place);
    Ok((NO_STORE, axum::Json(priced(&state, cart).await?)))
}

fn account(caller: &MaybeSession) -> Option<AccountId> {
    caller.0.as_ref().map(|session| session.account)
}

async fn priced(state: &State, cart: Cart) -> Result<CartView, Problem> {
    let (app, now) = (&state.app, state.app.now());
    let destination = cart.destination.clone();
    let priced = market::price(app.db.read(), cart, destination.as_ref(), now).await?;
    let alcohol = priced.quote.groups.iter().any(|g| g.alcohol);
    let ways = market::ways(app, alcohol, now).await?;
    Ok(CartView::of(&priced, ways))
}
