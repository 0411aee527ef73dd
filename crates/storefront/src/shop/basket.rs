//! The reader's cart: a cookie holds its id, which is all that a guest needs.

use axum::http::HeaderMap;
use kernel::{AccountId, CartId};
use orders::Cart;
use web::who::MaybeSession;
use web::{Problem, State};

use crate::cookies::CART;

/// How long a browser keeps a cart.
pub(super) const DAYS: i64 = 30;

/// The account of who reads, where they are signed in.
pub(super) fn account(caller: &MaybeSession) -> Option<AccountId> {
    caller.0.as_ref().map(|session| session.account)
}

/// The reader's cart; none where there is none, it has become a checkout, or it is another's.
pub(super) async fn find(
    state: &State,
    caller: &MaybeSession,
    headers: &HeaderMap,
) -> Result<Option<Cart>, Problem> {
    let id = CART.read(state, headers).and_then(|id| id.parse().ok());
    match id {
        Some(id) => open(state, caller, id).await,
        None => Ok(None),
    }
}

/// The cart with an id, under the same conditions.
pub(super) async fn open(
    state: &State,
    caller: &MaybeSession,
    id: CartId,
) -> Result<Option<Cart>, Problem> {
    match orders::cart(state.app.db.read(), id, account(caller)).await {
        Ok(cart) => Ok(Some(cart).filter(|cart| !cart.used)),
        Err(orders::Error::NotFound) => Ok(None),
        Err(err) => Err(err.into()),
    }
}

/// The reader's cart, a new one where there is none.
pub(super) async fn take(
    state: &State,
    caller: &MaybeSession,
    headers: &HeaderMap,
) -> Result<Cart, Problem> {
    if let Some(cart) = find(state, caller, headers).await? {
        return Ok(cart);
    }
    let (account, now) = (account(caller), state.app.now());
    let tx = store::write(&state.app.db).await?;
    let id = orders::create_cart(&tx, account, now).await?;
    tx.commit().await.map_err(store::Error::from)?;
    Ok(Cart {
        id,
        account,
        destination: None,
        used: false,
        lines: vec![],
    })
}
